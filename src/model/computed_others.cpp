// djbh_grade, the industrial score and grade, and the aggregates.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/computed_call.h"
#include "model/grading.h"
#include "model/value_error.h"

namespace lp::model {
namespace {

std::size_t place_of(const json::array& codes, const std::string& code) {
  const auto* found = std::find_if(codes.begin(), codes.end(), [&](const json::value& v) { return v.is_string() && v.get_string() == code; });
  return static_cast<std::size_t>(found - codes.begin());
}

// Level of one object × degree; 0 when the method knows no such code.
Result<int> matrix_level(const ComputedCall& call, std::size_t object, std::size_t degree) {
  const json::array* objects = find_array(call.parameters(), "objects");
  const json::array* degrees = find_array(call.parameters(), "degrees");
  const json::array* matrix = find_array(call.parameters(), "matrix");
  if (matrix == nullptr) return djbh_level(call.text(object), call.text(degree));
  if (objects == nullptr || degrees == nullptr || matrix->size() != objects->size()) {
    return call.bad_method("matrix needs objects and degrees, one row per object");
  }
  const std::size_t row = place_of(*objects, call.text(object));
  const std::size_t column = place_of(*degrees, call.text(degree));
  if (row == objects->size() || column == degrees->size()) return 0;
  const json::array* levels = (*matrix)[row].if_array();
  const json::value* level = levels == nullptr || levels->size() != degrees->size() ? nullptr : &(*levels)[column];
  if (level == nullptr || !level->is_int64() || level->get_int64() < 1 || level->get_int64() > 5) {
    return call.bad_method("matrix rows hold one level 1 to 5 per degree");
  }
  return static_cast<int>(level->get_int64());
}

Error unknown_code(const ComputedCall& call, std::size_t i) {
  Error error = value_error("unknown_code", "定级矩阵中没有“" + call.text(i) + "”", "the grading matrix has no \"" + call.text(i) + "\"");
  error.fields[0].field = call.name(i);
  return error;
}

Result<Computed> number_result(const ComputedCall& call, const std::vector<double>& values, double value,
                               const char* zh, const char* en) {
  if (values.empty()) return call.result(nullptr, "尚无数值", "no values yet");
  const bool whole = std::floor(value) == value && std::abs(value) < 9e15;
  json::value out = whole ? json::value(static_cast<std::int64_t>(value)) : json::value(value);
  return call.result(std::move(out), fmt::format("{}个数值的{}为{}", values.size(), zh, value),
                     fmt::format("{} of {} values: {}", en, values.size(), value));
}

std::vector<double> all_numbers(const ComputedCall& call) {
  std::vector<double> all;
  for (std::size_t i = 0; i < call.size(); ++i) {
    const auto some = call.numbers(i);
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

}  // namespace

Result<Computed> compute_djbh_grade(const ComputedCall& call) {
  std::vector<std::string> absent;
  for (std::size_t i = 0; i < 4; ++i) {
    if (call.text(i).empty()) absent.push_back(call.name(i));
  }
  if (!absent.empty()) return call.incomplete(absent);
  LP_TRY(const int information, matrix_level(call, 0, 1));
  LP_TRY(const int service, matrix_level(call, 2, 3));
  if (information == 0) return unknown_code(call, 0);
  if (service == 0) return unknown_code(call, 2);
  const int level = std::max(information, service);
  return call.result(level, fmt::format("业务信息{}级、系统服务{}级，取高者：第{}级（S{}A{}）", information, service, level, information, service),
                     fmt::format("business information {}, system service {}: the higher, {} (S{}A{})", information, service, level, information, service));
}

Result<Computed> compute_industrial_score(const ComputedCall& call) {
  LP_TRY(const std::vector<double> weights, call.number_list("weights"));
  double sum = 0;
  for (const double w : weights) sum += w;
  if (weights.size() != call.size()) return call.bad_method(fmt::format("{} weights for {} scores", weights.size(), call.size()));
  if (std::abs(sum - 1) > 0.001) return call.bad_method(fmt::format("weights add up to {}, not 1", sum));
  std::vector<double> scores;
  std::vector<std::string> absent, terms;
  for (std::size_t i = 0; i < call.size(); ++i) {
    const auto score = call.number(i);
    if (!score) {
      absent.push_back(call.name(i));
      continue;
    }
    if (*score < 0 || *score > 100) {
      Error error = value_error("range", call.name(i) + "应为0至100", call.name(i) + " must be from 0 to 100");
      error.fields[0].field = call.name(i);
      return error;
    }
    scores.push_back(*score);
    terms.push_back(fmt::format("{}×{}", weights[i], *score));
  }
  if (!absent.empty()) return call.incomplete(absent);
  const double score = industrial_score(scores, weights);
  const std::string words = fmt::format("{} = {:.2f}", fmt::join(terms, " + "), score);
  return call.result(score, words, words);
}

Result<Computed> compute_industrial_grade(const ComputedCall& call) {
  LP_TRY(const std::vector<double> bands, call.number_list("bands"));
  if (bands.empty() || !std::is_sorted(bands.begin(), bands.end())) return call.bad_method("bands must be rising numbers");
  const int highest = static_cast<int>(bands.size()) + 1;
  const auto veto_grade = get_int(call.parameters(), "veto_grade", highest);
  for (std::size_t i = 1; i < call.size(); ++i) {
    if (!call.is_true(i)) continue;
    return call.result(veto_grade, fmt::format("因{}直接定为{}级", call.name(i), veto_grade), fmt::format("{} alone makes it grade {}", call.name(i), veto_grade));
  }
  const auto score = call.number(0);
  if (!score) return call.incomplete({call.name(0)});
  const int grade = industrial_grade(*score, bands);
  return call.result(grade, fmt::format("得分{:.2f}，分档{}，定为{}级", *score, fmt::join(bands, "/"), grade),
                     fmt::format("score {:.2f}, bands {}: grade {}", *score, fmt::join(bands, "/"), grade));
}

Result<Computed> compute_max_of(const ComputedCall& call) {
  const auto values = all_numbers(call);
  return number_result(call, values, values.empty() ? 0 : *std::max_element(values.begin(), values.end()), "最大值", "greatest");
}

Result<Computed> compute_sum_of(const ComputedCall& call) {
  double sum = 0;
  const auto values = all_numbers(call);
  for (const double v : values) sum += v;
  return number_result(call, values, sum, "合计", "sum");
}

Result<Computed> compute_count_of(const ComputedCall& call) {
  const json::value* v = call.value(0);
  const auto count = static_cast<std::int64_t>(v != nullptr && v->is_array() ? v->get_array().size() : 0);
  return call.result(count, fmt::format("共{}项", count), fmt::format("{} items", count));
}

}  // namespace lp::model
