#include "probe/member_reader.h"

#include <cmath>

#include "base/text.h"
#include "model/value_error.h"
#include "probe/authorisation.h"

namespace lp::probe {

void MemberReader::problem(std::string_view member, std::string code, std::string zh, std::string en) {
  std::string at = pointer_;
  if (!member.empty()) at += "/" + std::string(member);
  problems_.push_back({std::move(at), std::move(code), std::move(zh), std::move(en)});
}

const json::value* MemberReader::take(std::string_view key, Need need) {
  read_.emplace(key);
  const json::value* found = object_.if_contains(key);
  if (found == nullptr && need == Need::required) problem(key, "required", "缺少这一项", "is missing");
  return found;
}

std::string MemberReader::text(std::string_view key, Need need, std::size_t most_bytes) {
  const json::value* value = take(key, need);
  if (value == nullptr) return {};
  if (!value->is_string() || value->as_string().empty() || value->as_string().size() > most_bytes) {
    problem(key, "text", "应为不超过" + std::to_string(most_bytes) + "字节的非空文字", "must be a text of 1 to " + std::to_string(most_bytes) + " bytes");
    return {};
  }
  std::string out(value->as_string());
  for (const char c : out) {
    if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) continue;
    problem(key, "control_character", "含有控制字符", "holds a control character");
    return {};
  }
  return out;
}

double MemberReader::number(std::string_view key, double least, double most) {
  const json::value* value = take(key, Need::required);
  if (value == nullptr) return least;
  boost::system::error_code not_a_number;
  const double out = value->is_number() ? value->to_number<double>(not_a_number) : std::nan("");
  if (!(out >= least && out <= most)) {
    problem(key, "out_of_range", "应为" + to_text(json::value(least)) + "至" + to_text(json::value(most)) + "之间的数",
            "must be a number from " + to_text(json::value(least)) + " to " + to_text(json::value(most)));
    return least;
  }
  return out;
}

std::int64_t MemberReader::whole(std::string_view key, std::int64_t fallback, std::int64_t least, std::int64_t most) {
  const json::value* value = take(key, Need::optional);
  if (value == nullptr) return fallback;
  if (!value->is_int64() || value->as_int64() < least || value->as_int64() > most) {
    problem(key, "out_of_range", "应为" + std::to_string(least) + "至" + std::to_string(most) + "之间的整数",
            "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return fallback;
  }
  return value->as_int64();
}

bool MemberReader::flag(std::string_view key, bool fallback) {
  const json::value* value = take(key, Need::optional);
  if (value == nullptr) return fallback;
  if (!value->is_bool()) problem(key, "flag", "应为true或false", "must be true or false");
  return value->is_bool() ? value->as_bool() : fallback;
}

Timestamp MemberReader::time(std::string_view key) {
  const std::string written = text(key, Need::required);
  if (written.empty()) return {};
  const auto out = parse_timestamp(written);
  if (!out) problem(key, "time", "时间应写作2024-07-15T09:30:00+08:00", "must be a time such as 2024-07-15T09:30:00+08:00");
  return out.value_or(Timestamp{});
}

std::vector<std::string> MemberReader::texts(std::string_view key, Need need) {
  std::vector<std::string> out;
  const json::value* value = take(key, need);
  if (value == nullptr) return out;
  if (!value->is_array() || value->as_array().size() > 10'000) {
    problem(key, "list", "应为不超过10000项的列表", "must be a list of at most 10000 items");
    return out;
  }
  std::size_t index = 0;
  for (const json::value& item : value->as_array()) {
    const std::string at = std::string(key) + "/" + std::to_string(index++);
    if (item.is_string() && item.as_string().size() <= 300) {
      out.emplace_back(item.as_string());
    } else if (item.is_int64()) {
      out.push_back(std::to_string(item.as_int64()));
    } else {
      problem(at, "text", "应为文字", "must be a text");
    }
  }
  if (need == Need::required && out.empty()) problem(key, "required", "至少要有一项", "must have at least one item");
  return out;
}

std::vector<model::IpRange> MemberReader::ranges(std::string_view key, Need need) {
  std::vector<model::IpRange> out;
  std::size_t index = 0;
  for (const std::string& written : texts(key, need)) {
    const std::string at = std::string(key) + "/" + std::to_string(index++);
    auto range = parse_strict_range(written);
    if (range) {
      out.push_back(*range);
    } else {
      problem(at, range.error().fields.front().code, range.error().message_zh, range.error().message);
    }
  }
  return out;
}

const json::object* MemberReader::object(std::string_view key, Need need) {
  const json::value* value = take(key, need);
  if (value == nullptr) return nullptr;
  if (!value->is_object()) problem(key, "object", "应为对象", "must be an object");
  return value->if_object();
}

std::vector<const json::object*> MemberReader::objects(std::string_view key) {
  std::vector<const json::object*> out;
  const json::value* value = take(key, Need::optional);
  if (value == nullptr) return out;
  if (!value->is_array() || value->as_array().size() > 1'000) {
    problem(key, "list", "应为不超过1000项的列表", "must be a list of at most 1000 items");
    return out;
  }
  std::size_t index = 0;
  for (const json::value& item : value->as_array()) {
    if (!item.is_object()) problem(std::string(key) + "/" + std::to_string(index), "object", "应为对象", "must be an object");
    if (item.is_object()) out.push_back(&item.as_object());
    ++index;
  }
  return out;
}

void MemberReader::finish() {
  for (const auto& member : object_) {
    if (read_.count(member.key()) == 0) problem(truncate(member.key(), 60), "unknown_member", "不认识这一项，可能写错了", "is not known; it may be misspelt");
  }
}

Result<model::IpRange> parse_strict_range(std::string_view text) {
  LP_TRY(const model::IpRange range, model::parse_ip_range(text));
  const std::string shown = truncate(text, 60);
  const std::string clean = to_half_width(trim(text));
  const std::size_t slash = clean.find('/');
  const auto written = model::parse_ip(trim(std::string_view(clean).substr(0, slash)));
  if (slash != std::string::npos && (!written || *written != range.first))
    return model::value_error("host_bits", "地址段“" + shown + "”的主机位不为零，请写" + to_string(range), "\"" + shown + "\" has host bits set; write " + to_string(range));
  static const model::IpRange mapped = *model::parse_ip_range("::ffff:0:0/96");
  if (model::contains(mapped, range))
    return model::value_error("mapped", "地址段“" + shown + "”是IPv4映射地址，请按IPv4书写", "\"" + shown + "\" is IPv4 inside of IPv6; write it as IPv4");
  return range;
}

Status status_of(const std::vector<FieldProblem>& problems, Errc code, std::string_view what_zh, std::string_view what_en, std::string hint) {
  if (problems.empty()) return ok_status();
  const FieldProblem& first = problems.front();
  const std::string at = first.field.empty() ? "" : first.field + ": ";
  const std::string more = problems.size() > 1 ? " (and " + std::to_string(problems.size() - 1) + " more)" : "";
  return Error{.code = code, .message = std::string(what_en) + ": " + at + first.en + more, .hint = std::move(hint), .fields = problems,
               .message_zh = std::string(what_zh) + "：" + at + first.zh};
}

}  // namespace lp::probe
