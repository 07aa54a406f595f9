#include "server/error_reply.h"

#include <array>

#include "base/json.h"
#include "server/reply.h"

namespace lp::server {
namespace {

struct HttpProblem {
  std::string_view code, zh, hint;
};
constexpr std::array http_problems{
    HttpProblem{"bad_request", "请求格式不正确", ""},
    HttpProblem{"bad_length", "请求长度不明确", "send one Content-Length or chunked, not both"},
    HttpProblem{"bad_encoding", "传输编码不明确", "send one Content-Length or chunked, not both"},
    HttpProblem{"bad_target", "请求地址不正确", ""},
    HttpProblem{"bad_host", "请求的主机名不被接受", "open Longpan by the address it was configured with, see --host-name"},
    HttpProblem{"bad_json", "请求内容不是合法的 JSON 对象", "send a JSON object in UTF-8"},
    HttpProblem{"bad_content_type", "请求内容类型不正确", "send Content-Type: application/json"},
    HttpProblem{"header_too_large", "请求头过大", "clear this site's cookies and try again"},
    HttpProblem{"body_too_large", "上传内容超过上限", ""},
    HttpProblem{"request_timeout", "请求接收超时", ""},
    HttpProblem{"busy", "服务器繁忙，请稍后再试", "try again in a few seconds"},
    HttpProblem{"no_space", "上传内容无法保存，磁盘可能已满", "free space on the server's disk"},
    HttpProblem{"no_route", "没有这个地址", ""},
    HttpProblem{"bad_method", "此地址不支持该操作", ""},
    HttpProblem{"csrf", "页面已过期，请刷新后重试", "send X-CSRF-Token as given by GET /api/session"},
    HttpProblem{"bad_origin", "请求来自其他网站，已拒绝", ""},
    HttpProblem{"needs_if_match", "缺少版本信息，请刷新后重试", "send If-Match with the record's ETag"},
    HttpProblem{"bad_if_match", "内容已被他人修改，请刷新后重试", "read the record again and send its ETag"},
    HttpProblem{"must_change_password", "请先修改初始口令", "POST /api/session/password"},
    HttpProblem{"unexpected_body", "此请求不应带有内容", ""},
};

Response reply(int status, std::string_view code, std::string_view message, std::string_view zh, std::string_view hint,
               json::array fields, std::string_view request_id) {
  json::object error{{"code", code}, {"message", message}, {"message_zh", zh}, {"hint", hint}};
  error["fields"] = std::move(fields);
  error["request_id"] = request_id;
  return json_response(json::object{{"error", std::move(error)}}, status);
}

}  // namespace

Response error_response(const Error& error, std::string_view request_id) {
  const ErrcInfo& row = info(error.code);
  json::array fields;
  for (const FieldProblem& problem : error.fields) {
    fields.push_back(json::object{{"field", problem.field}, {"code", problem.code}, {"zh", problem.zh}, {"en", problem.en}});
  }
  // What went wrong inside is for the log, found there by the request id.
  const bool inside = row.http_status == 500;
  const std::string_view message = inside || error.message.empty() ? row.en : std::string_view(error.message);
  const std::string_view zh = inside || error.message_zh.empty() ? row.zh : std::string_view(error.message_zh);
  return reply(row.http_status, row.name, message, zh, inside ? std::string_view{} : std::string_view(error.hint),
               std::move(fields), request_id);
}

Response http_error(int status, std::string_view code, std::string_view message, std::string_view request_id) {
  for (const HttpProblem& problem : http_problems) {
    if (problem.code == code) return reply(status, code, message, problem.zh, problem.hint, {}, request_id);
  }
  return reply(status, code, message, "请求无法处理", "", {}, request_id);
}

}  // namespace lp::server
