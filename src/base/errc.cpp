#include <array>

#include "base/check.h"
#include "base/result.h"

namespace lp {

// The one table from errors to protocol: HTTP status, exit code, general sentence.
const ErrcInfo& info(Errc code) {
  static constexpr std::array<ErrcInfo, 15> table{{
      {Errc::invalid, "invalid", 422, 2, "内容不符合要求", "the input breaks a rule"},
      {Errc::unauthenticated, "unauthenticated", 401, 3, "请先登录", "please sign in"},
      {Errc::denied, "denied", 403, 4, "没有权限", "you may not do this"},
      {Errc::not_found, "not_found", 404, 5, "没有找到", "not found"},
      {Errc::conflict, "conflict", 412, 6, "内容已被他人修改或已存在", "changed by somebody else, or exists already"},
      {Errc::locked, "locked", 409, 7, "当前状态不允许修改", "the record's state does not allow this"},
      {Errc::too_large, "too_large", 413, 8, "内容超过上限", "over the size limit"},
      {Errc::too_many, "too_many", 429, 9, "尝试次数过多，请稍后再试", "too many attempts, try again later"},
      {Errc::unavailable, "unavailable", 503, 10, "暂时不可用，请稍后再试", "not available now, try again later"},
      {Errc::corrupt, "corrupt", 500, 11, "数据已损坏", "stored data is damaged"},
      {Errc::io, "io", 500, 12, "读写失败", "reading or writing failed"},
      {Errc::unsupported, "unsupported", 415, 13, "不支持", "not supported"},
      {Errc::timeout, "timeout", 504, 14, "处理超时", "took too long"},
      {Errc::cancelled, "cancelled", 499, 15, "已取消", "cancelled"},
      {Errc::internal, "internal", 500, 70, "程序内部错误", "internal error"},
  }};
  for (const ErrcInfo& row : table) {
    if (row.code == code) return row;
  }
  raise_bug("info(code)", "unknown error code");
}

}  // namespace lp
