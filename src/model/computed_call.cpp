#include "model/computed_call.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "base/text.h"
#include "model/value_error.h"

namespace lp::model {
namespace {

std::optional<double> number_of(const json::value* v) {
  if (v == nullptr || !v->is_number()) return std::nullopt;
  return v->to_number<double>();
}

std::optional<double> literal(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

const json::value* member(const json::object& o, std::string_view key) {
  const json::value* v = o.if_contains(key);
  return v == nullptr || v->is_null() ? nullptr : v;
}

}  // namespace

const json::value* ComputedCall::value(std::size_t i) const { return member(data_, name(i)); }

std::optional<double> ComputedCall::number(std::size_t i) const {
  if (const auto fixed = literal(name(i))) return fixed;
  return number_of(value(i));
}

bool ComputedCall::is_true(std::size_t i) const {
  const json::value* v = value(i);
  if (v != nullptr && v->is_bool()) return v->get_bool();
  return number(i).value_or(0) != 0;
}

std::string ComputedCall::text(std::size_t i) const { return get_string(data_, name(i)); }

std::vector<double> ComputedCall::numbers(std::size_t i) const {
  if (const auto one = number(i)) return {*one};
  std::vector<double> found;
  const std::size_t dot = name(i).find('.');
  const json::value* rows = member(data_, std::string_view(name(i)).substr(0, dot));
  if (rows == nullptr || !rows->is_array()) return found;
  for (const json::value& row : rows->get_array()) {
    const json::object* columns = row.if_object();
    const auto number = columns != nullptr && dot != std::string::npos ? number_of(member(*columns, name(i).substr(dot + 1)))
                                                                       : number_of(&row);
    if (number) found.push_back(*number);
  }
  return found;
}

Result<std::optional<int>> ComputedCall::whole(std::size_t i, int least, int most) const {
  const json::value* v = value(i);
  const auto given = number(i);
  if (!given && v == nullptr) return std::optional<int>();
  if (given && std::floor(*given) == *given && *given >= least && *given <= most) return std::optional<int>(static_cast<int>(*given));
  Error error = value_error("range", fmt::format("{}应为{}至{}的整数", name(i), least, most),
                            fmt::format("{} must be a whole number from {} to {}", name(i), least, most));
  error.fields[0].field = name(i);
  return error;
}

const json::object& ComputedCall::parameters() const {
  static const json::object none;
  return method_ == nullptr ? none : method_->parameters;
}

Result<std::vector<double>> ComputedCall::number_list(std::string_view parameter) const {
  std::vector<double> found;
  const json::value* v = member(parameters(), parameter);
  if (v == nullptr) return found;
  if (!v->is_array()) return bad_method(fmt::format("parameter \"{}\" must be a list of numbers", parameter));
  for (const json::value& item : v->get_array()) {
    const auto number = number_of(&item);
    if (!number) return bad_method(fmt::format("parameter \"{}\" must be a list of numbers", parameter));
    found.push_back(*number);
  }
  return found;
}

Computed ComputedCall::incomplete(const std::vector<std::string>& absent) const {
  return result(nullptr, "尚缺：" + join(absent, "、"), "still missing: " + join(absent, ", "));
}

Computed ComputedCall::result(json::value value, std::string zh, std::string en) const {
  return {std::move(value), {std::move(zh), std::move(en)}, method_ == nullptr ? "" : method_->name,
          method_ == nullptr || method_->verified};
}

Error ComputedCall::bad_method(std::string_view what) const {
  return make_error(Errc::invalid, fmt::format("grading method \"{}\": {}", method_ == nullptr ? "" : method_->name, what),
                    "correct specs/grading; see model/computed.h");
}

}  // namespace lp::model
