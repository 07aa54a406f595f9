// Checks of single values: texts and their formats, numbers, moments, files.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "base/text.h"
#include "base/time.h"
#include "model/domain_name.h"
#include "model/field_problem.h"
#include "model/icp_number.h"
#include "model/ip_range.h"
#include "model/pattern.h"
#include "model/phone.h"
#include "model/uscc.h"

namespace lp::model {
namespace {

constexpr std::size_t text_length = 500, long_text_length = 20'000;

// Compiling a pattern costs more than matching it a thousand times; import checks whole sheets.
// Per thread: no lock. Specs hold a few dozen patterns; the bound only guards against misuse.
const Pattern* compiled(const std::string& expression) {
  thread_local std::unordered_map<std::string, std::optional<Pattern>> cache;
  if (cache.size() > 1'000) cache.clear();
  const auto known = cache.find(expression);
  if (known != cache.end()) return known->second ? &*known->second : nullptr;
  auto made = Pattern::compile(expression);
  auto& slot = cache[expression];
  if (made) slot = *std::move(made);
  return slot ? &*slot : nullptr;
}

template <class T>
std::optional<Error> error_of(const Result<T>& result) {
  if (result) return std::nullopt;
  return result.error();
}

std::optional<Error> format_error(FieldType type, std::string_view text) {
  switch (type) {
    case FieldType::uscc: return error_of(parse_uscc(text));
    case FieldType::phone: return error_of(parse_phone(text));
    case FieldType::email: return error_of(parse_email(text));
    case FieldType::url: return error_of(parse_url(text));
    case FieldType::domain: return error_of(parse_domain(text));
    case FieldType::ip_range: return error_of(parse_ip_range(text));
    case FieldType::icp_number: return error_of(parse_icp_number(text));
    default: return std::nullopt;
  }
}

// Line breaks belong to long texts only; other control characters to none.
bool has_control_character(std::string_view text, bool lines) {
  return std::any_of(text.begin(), text.end(), [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0x7f || (byte < 0x20 && !(lines && (c == '\n' || c == '\r' || c == '\t')));
  });
}

bool check_length(const FieldContext& c, std::string_view text) {
  const std::size_t fallback = c.field.type == FieldType::long_text ? long_text_length : text_length;
  const std::size_t most = c.field.max_length > 0 ? static_cast<std::size_t>(c.field.max_length) : fallback;
  const std::size_t length = count_codepoints(text);
  if (length <= most) return true;
  c.say("too_long", fmt::format("最多{}个字，现有{}个", most, length), fmt::format("takes at most {} characters, has {}", most, length));
  return false;
}

void check_range(const FieldContext& c, double value) {
  const Field& f = c.field;
  if ((!f.min || value >= *f.min) && (!f.max || value <= *f.max)) return;
  if (f.min && f.max) return c.say("range", fmt::format("应在{}至{}之间", *f.min, *f.max), fmt::format("must be from {} to {}", *f.min, *f.max));
  if (f.min) return c.say("range", fmt::format("不小于{}", *f.min), fmt::format("must be at least {}", *f.min));
  c.say("range", fmt::format("不大于{}", *f.max), fmt::format("must be at most {}", *f.max));
}

}  // namespace

void check_text(const FieldContext& c, const json::value& value) {
  if (!value.is_string()) return c.say("type", "应为文本", "must be a text");
  const std::string_view text = value.get_string();
  if (text.empty()) return;  // "" is the same as absent; required_problem speaks of it
  if (!is_valid_utf8(text)) return c.say("invalid_utf8", "不是有效的UTF-8文本", "is not valid UTF-8");
  if (has_control_character(text, c.field.type == FieldType::long_text)) return c.say("control_character", "含有不可见的控制字符", "holds control characters");
  if (!check_length(c, text)) return;
  if (const auto error = format_error(c.field.type, text)) {
    const FieldProblem& p = error->fields.at(0);
    c.problems.push_back({c.path, p.code, p.zh, p.en});
  }
  if (c.field.pattern.empty()) return;
  const Pattern* pattern = compiled(c.field.pattern);
  if (pattern == nullptr || !pattern->matches(text)) c.say("pattern", "格式不符合要求", "does not have the required form");
}

void check_number(const FieldContext& c, const json::value& value) {
  if (!value.is_number()) return c.say("type", "应为数字", "must be a number");
  const auto number = value.to_number<double>();
  if (!std::isfinite(number)) return c.say("not_finite", "数字过大", "is too large a number");
  if (c.field.type == FieldType::integer && !value.is_int64()) {
    return c.say("not_integer", "应为整数", "must be a whole number");
  }
  check_range(c, number);
}

void check_moment(const FieldContext& c, const json::value& value) {
  if (c.field.type == FieldType::timestamp) {
    constexpr std::int64_t year_2200 = 7'258'118'400'000'000;
    const bool good = value.is_int64() && std::abs(value.get_int64()) < year_2200;
    if (!good) c.say("invalid_timestamp", "不是有效的时间", "is not a moment in time");
    return;
  }
  const bool good = value.is_string() && parse_date(std::string_view(value.get_string())).has_value();
  if (!good) c.say("invalid_date", "不是有效的日期（格式2024-07-31）", "is not a date that exists (YYYY-MM-DD)");
}

void check_file(const FieldContext& c, const json::value& value) {
  const json::object* file = value.if_object();
  const std::string hash = file == nullptr ? "" : get_string(*file, "hash");
  const bool hex = hash.size() == 64 && hash.find_first_not_of("0123456789abcdef") == std::string::npos;
  const std::string name = file == nullptr ? "" : get_string(*file, "name");
  const bool named = !name.empty() && name.size() <= 255 && is_valid_utf8(name) && name.find('/') == std::string::npos && !has_control_character(name, false);
  if (!hex || !named || get_int(*file, "size", -1) < 0) c.say("bad_file", "附件信息不完整，请重新上传", "is not an uploaded file; upload it again");
}

}  // namespace lp::model
