#pragma once
// One valid record of any kind, with everything it must refer to.

#include <map>

#include "records/test_sample.h"

namespace lp::records::testing {

// Creates records for one organisation; records a kind must refer to are planted first, once.
class Planter {
 public:
  // `mark` is put into the label field of every record.
  Planter(World& world, OrgId org, std::string mark = {}) : world_(world), org_(org), mark_(std::move(mark)) {}

  model::Record plant(const model::Kind& kind) {
    const auto system = model::Viewer::system("planted by a test");
    auto record = world_.read(must(world_.engine.create(system, kind.name, org_, data(kind))));
    planted_.try_emplace(kind.name, record);
    return record;
  }
  json::object data(const model::Kind& kind, bool everything = false) {
    auto out = Sampler(world_, 1'000 * ++count_).data(kind, everything);
    for (const auto& field : kind.fields) {
      if (field.type == model::FieldType::record && field.required) out[field.name] = first(field.of).id.value;
    }
    if (!mark_.empty() && kind.find_field(kind.label_field) != nullptr) {
      out[kind.label_field] = mark_ + std::to_string(count_);
    }
    return out;
  }
  const model::Record& first(const std::string& kind) {
    if (!planted_.contains(kind)) plant(*world_.catalogue.kind(kind));
    return planted_.at(kind);
  }

 private:
  World& world_;
  OrgId org_;
  std::string mark_;
  std::int64_t count_ = 0;
  std::map<std::string, model::Record> planted_;
};

}  // namespace lp::records::testing
