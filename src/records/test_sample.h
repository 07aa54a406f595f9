#pragma once
// Valid invented values for any field of any kind: what tests over every kind are made of.

#include <algorithm>

#include "records/form.h"
#include "records/permissions.h"
#include "records/test_world.h"

namespace lp::records::testing {

class Sampler {
 public:
  Sampler(World& world, std::int64_t seed) : world_(world), n_(seed) {}

  // The fields the kind ever asks for (`everything`: all it can hold), as an enterprise would fill them.
  json::object data(const model::Kind& kind, bool everything = false) {
    json::object out;
    for (const auto& field : kind.fields) {
      if (!field.computed.empty() || field.regulator_only || field.assessor_only_write || is_stamped(kind, field)) continue;
      const bool asked = field.required || !field.required_from.empty() || field.required_when;
      if (!asked && !everything) continue;
      json::value one = value(field);
      if (!one.is_null()) out[field.name] = std::move(one);
    }
    return out;
  }

  json::value value(const model::Field& field) {
    ++n_;
    if (field.type == model::FieldType::list) return json::array{item(field, field.item)};
    if (field.type == model::FieldType::rows) return json::array{row(field)};
    json::value one = item(field, field.type);
    return field.multi && !one.is_null() ? json::value(json::array{one}) : one;
  }

 private:
  json::value item(const model::Field& field, model::FieldType type) {
    using model::FieldType;
    switch (type) {
      case FieldType::text:
      case FieldType::long_text: return field.pattern.empty() ? json::value(text(field)) : json::value();
      case FieldType::integer: return whole(field);
      case FieldType::boolean: return true;
      case FieldType::date: return json::value(fmt::format("2024-05-{:02d}", 1 + n_ % 28));
      case FieldType::timestamp: return world_.clock.now().micros();
      case FieldType::code: return code(field);
      case FieldType::enumeration: return field.options.empty() ? json::value() : json::value(field.options[static_cast<std::size_t>(n_) % field.options.size()].code);
      case FieldType::uscc: return json::value(sample_uscc(1'000 + n_));
      case FieldType::phone: return json::value(fmt::format("1380000{:04d}", n_ % 10'000));
      case FieldType::email: return json::value(fmt::format("a{}@example.cn", n_));
      case FieldType::url: return json::value(fmt::format("https://n{}.example.cn/", n_));
      case FieldType::domain: return json::value(fmt::format("n{}.example.cn", n_));
      case FieldType::ip_range: return json::value(fmt::format("203.0.113.{}", 1 + n_ % 250));
      case FieldType::icp_number: return json::value(fmt::format("苏ICP备2024{:06d}号-1A", n_));
      case FieldType::file: return world_.upload(fmt::format("file{}.pdf", n_));
      default: return {};   // decimal, record, user, nested lists: left empty unless a test fills them
    }
  }
  std::string text(const model::Field& field) const {
    std::string out = fmt::format("样例{}", n_);
    return field.max_length > 0 && field.max_length < 8 ? out.substr(0, 3) : out;
  }
  json::value whole(const model::Field& field) const {
    const auto least = static_cast<std::int64_t>(field.min.value_or(1));
    const auto most = std::max(least, static_cast<std::int64_t>(field.max.value_or(5)));
    return least + n_ % std::min<std::int64_t>(most - least + 1, 5);
  }
  json::value code(const model::Field& field) const {
    const model::Taxonomy* taxonomy = world_.catalogue.taxonomy(field.of);
    if (taxonomy == nullptr || taxonomy->entries.empty()) return {};
    return json::value(taxonomy->entries[static_cast<std::size_t>(n_) % taxonomy->entries.size()].code);
  }
  json::object row(const model::Field& field) {
    json::object out;
    for (const auto& column : field.columns) {
      json::value one = value(column);
      if (!one.is_null()) out[column.name] = std::move(one);
    }
    return out;
  }

  World& world_;
  std::int64_t n_;
};

}  // namespace lp::records::testing
