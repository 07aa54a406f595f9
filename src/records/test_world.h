#pragma once
// Shared by tests: the real specs/, a store in a folder that goes away, a fake clock, a few
// enterprises and the people on all sides. Invented names, reserved addresses.

#include <gtest/gtest.h>

#include <filesystem>
#include <fmt/format.h>
#include <memory>

#include "base/hash.h"
#include "model/uscc.h"
#include "records/engine.h"
#include "spec/load.h"

namespace lp::records::testing {

inline const model::Catalogue& real_catalogue() {
  static const model::Catalogue catalogue = [] {
    Diagnostics problems;
    auto loaded = spec::load(std::filesystem::path(LP_SOURCE_DIR) / "specs", problems);
    for (const auto& item : problems.items()) {
      if (item.severity == Severity::error) ADD_FAILURE() << to_string(item.where) << ": " << item.what;
    }
    return loaded ? std::move(*loaded) : model::Catalogue{};
  }();
  return catalogue;
}

inline std::string sample_uscc(std::int64_t n) {
  const std::string first17 = fmt::format("91320100MA{:07d}", n % 10'000'000);
  return first17 + model::uscc_check_character(first17);
}

inline json::object parse_object(std::string_view text) {
  auto value = parse_json(text);
  EXPECT_TRUE(value && value->is_object()) << text;
  return value && value->is_object() ? value->as_object() : json::object{};
}

inline std::string explain(const Error& error) {
  std::string text = error.message;
  for (const auto& field : error.fields) text += "\n  " + field.field + " [" + field.code + "] " + field.en;
  return text;
}

// The value, or a failed test and an empty value.
template <class T>
T must(Result<T> result) {
  EXPECT_TRUE(result) << explain(result.error());
  return result ? std::move(*result) : T{};
}
inline void must(const Status& result) { EXPECT_TRUE(result) << explain(result.error()); }

template <class T>
Error refused(const Result<T>& result) {
  EXPECT_FALSE(result) << "accepted, but should be refused";
  return result ? Error{} : result.error();
}

class World {
 public:
  explicit World(const model::Catalogue& specs = real_catalogue(), std::string_view today = "2024-07-15T09:00:00+08:00")
      : catalogue(specs), clock(*parse_timestamp(today)),
        folder(std::filesystem::temp_directory_path() / ("lp-records-" + random_token(9))),
        store(must(store::Store::open({folder}, catalogue, clock))), engine(*store, catalogue) {}
  ~World() {
    store.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  OrgId add_org(const std::string& name, const std::string& type, const std::string& region = "320100") {
    const model::Kind* kind = catalogue.kind("organisation");
    json::object data{{"name", name}, {"uscc", sample_uscc(++count_)}, {"region", region}};
    data[kind->find_field("types") != nullptr ? "types" : "type"] = json::array{json::value(type)};
    auto org = must(create_as(model::Viewer::system("test"), "organisation", {}, data));
    return to_org(org.id);
  }
  Result<model::Record> create_as(const model::Viewer& viewer, std::string_view kind, OrgId org, const json::object& data) {
    return engine.create(viewer, kind, org, data);
  }

  // A person with an account; a new one every call.
  model::Viewer person(model::Role role, OrgId org = {}) {
    store::Account account;
    account.login = fmt::format("user{}", ++count_);
    account.name = fmt::format("{} {}", model::to_string(role), count_);
    account.role = role;
    account.org = org;
    model::Viewer viewer;
    must(store->write([&](store::WriteTx& tx) -> Status {
      LP_TRY(viewer.user, tx.put_account(account));
      return ok_status();
    }));
    viewer.role = role;
    viewer.org = org;
    viewer.name = account.name;
    return viewer;
  }
  model::Viewer assessor_for(std::vector<OrgId> orgs) {
    auto viewer = person(model::Role::assessor);
    viewer.assigned = std::move(orgs);
    return viewer;
  }

  model::Record read(const model::Record& record) {
    return read(record.kind, record.id);
  }
  model::Record read(std::string_view kind, RecordId id) {
    model::Record out;
    must(store->read([&](store::ReadTx& tx) -> Status {
      LP_TRY(out, tx.get(model::Viewer::system("test"), kind, id));
      return ok_status();
    }));
    return out;
  }
  Result<model::Record> move(const model::Viewer& viewer, model::Record& record, std::string_view name,
                             std::string_view reason = {}, const json::object& data = {}) {
    auto moved = engine.move(viewer, record.kind, record.id, record.version, name, reason, data);
    if (moved) record = read(*moved);
    return moved;
  }
  json::object upload(const std::string& name) {
    auto file = must(store->blobs().put("content of " + name, name, "application/pdf"));
    return {{"hash", file.hash}, {"name", file.name}, {"size", file.size}, {"type", file.type}};
  }

  const model::Catalogue& catalogue;
  FakeClock clock;
  std::filesystem::path folder;
  std::unique_ptr<store::Store> store;
  Engine engine;

 private:
  std::int64_t count_ = 0;
};

}  // namespace lp::records::testing
