#include "server/reply.h"

#include <utility>

#include "server/http/url.h"

namespace lp::server {

Response text_response(std::string body, std::string_view content_type, int status) {
  Response response;
  response.status = status;
  response.headers.add("Content-Type", std::string(content_type));
  response.body = std::move(body);
  return response;
}

Response json_response(const json::value& body, int status) {
  return text_response(to_text(body), "application/json; charset=utf-8", status);
}

Response empty_response() {
  Response response;
  response.status = 204;
  return response;
}

void set_attachment(Response& response, std::string_view name) {
  std::string ascii;
  for (char c : name) ascii.push_back(c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '/' ? c : '_');
  response.headers.set("Content-Disposition",
                       "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + percent_encode(name));
}

void set_etag(Response& response, std::string tag) {
  if (tag.empty() || tag.front() != '"') tag = "\"" + tag + "\"";
  response.headers.set("ETag", std::move(tag));
}

Response download(TempFile file, std::string_view name, std::string_view content_type) {
  Response response;
  response.headers.add("Content-Type", std::string(content_type));
  auto owner = std::make_shared<TempFile>(std::move(file));
  response.file = FileBody{owner->path(), owner->size(), owner};
  set_attachment(response, name);
  return response;
}

Response download(std::string bytes, std::string_view name, std::string_view content_type) {
  Response response = text_response(std::move(bytes), content_type);
  set_attachment(response, name);
  return response;
}

}  // namespace lp::server
