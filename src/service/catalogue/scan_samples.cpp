// Samples in a result: refused where it is received, removed where it is sent from.
#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "service/catalogue/scan_summary.h"

namespace lp::service {
namespace {

constexpr std::array<std::string_view, 2> sample_members{"examples", "samples"};

bool is_sample(std::string_view member) {
  return std::find(sample_members.begin(), sample_members.end(), member) != sample_members.end();
}

// Path of the first member that holds samples, put together on the way back; empty when there is none.
std::string find_samples(const json::value& value) {
  const auto below = [](std::string place, const std::string& inner) {
    return place + (inner.front() == '[' ? "" : ".") + inner;
  };
  if (const json::array* items = value.if_array()) {
    for (std::size_t i = 0; i < items->size(); ++i) {
      if (const auto inner = find_samples((*items)[i]); !inner.empty()) return below(fmt::format("[{}]", i), inner);
    }
    return {};
  }
  const json::object* object = value.if_object();
  if (object == nullptr) return {};
  for (const auto& member : *object) {
    const std::string_view key(member.key().data(), member.key().size());
    if (is_sample(key)) return std::string(key);
    if (const auto inner = find_samples(member.value()); !inner.empty()) return below(std::string(key), inner);
  }
  return {};
}

}  // namespace

Status refuse_samples(const json::value& result) {
  const std::string place = find_samples(result);
  if (place.empty()) return ok_status();
  Error error = make_error(Errc::invalid, "the result carries samples of data: " + place,
                           "remove the members \"examples\" before handing it in; the catalogue holds descriptions only");
  error.message_zh = fmt::format("扫描结果含有数据样例（{}），目录只收描述，请去除后再上传", place);
  error.fields.push_back({place, "samples", error.message_zh, error.message});
  return error;
}

json::value without_samples(json::value result) {
  if (json::array* items = result.if_array()) {
    for (json::value& item : *items) item = without_samples(std::move(item));
  } else if (json::object* object = result.if_object()) {
    for (const std::string_view member : sample_members) object->erase(member);
    for (auto& member : *object) member.value() = without_samples(std::move(member.value()));
  }
  return result;
}

}  // namespace lp::service
