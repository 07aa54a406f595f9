// Every kind of specs/, walked at random by everybody: whatever is tried, a record stays in a
// state of its workflow, refused calls change nothing, locks hold, computed fields are right.
#include <gtest/gtest.h>

#include <random>

#include "records/permissions.h"
#include "records/test_plant.h"

namespace lp::records {
namespace {

using model::Role;
using namespace testing;

class Walk {
 public:
  Walk(World& world, const model::Kind& kind, std::uint32_t seed)
      : world_(world), kind_(kind), random_(seed), org_(world.add_org("随机单位" + std::to_string(seed) + kind.name, "internet")),
        planter_(world, org_), record_(planter_.plant(kind)) {
    people_ = {world.person(Role::enterprise_officer, org_), world.person(Role::enterprise_leader, org_),
               world.person(Role::regulator_leader), world.person(Role::regulator_officer), world.assessor_for({org_}),
               world.person(Role::enterprise_officer, world.add_org("旁人" + std::to_string(seed) + kind.name, "internet")),
               model::Viewer::system("walk")};
  }

  void step() {
    const model::Viewer& who = people_[pick(people_.size())];
    if (pick(2) == 0 || kind_.workflow.moves.empty()) {
      try_update(who);
    } else {
      try_move(who, kind_.workflow.moves[pick(kind_.workflow.moves.size())]);
    }
  }

 private:
  std::size_t pick(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }

  void try_update(const model::Viewer& who) {
    const model::Field& field = kind_.fields[pick(kind_.fields.size())];
    const auto allowed = editable_fields(who, kind_, record_);
    const auto result = world_.engine.update(who, kind_.name, record_.id, record_.version,
                                             {{field.name, Sampler(world_, static_cast<std::int64_t>(random_() % 100'000)).value(field)}});
    const auto now = world_.read(record_);
    EXPECT_EQ(now.state, record_.state);
    if (!result) {
      expect_unchanged(now);
    } else if (now.version != record_.version) {
      EXPECT_FALSE(is_end(kind_, record_.state)) << kind_.name;
      EXPECT_NE(std::find(allowed.begin(), allowed.end(), field.name), allowed.end())
          << kind_.name << "." << field.name << " in " << record_.state << " by " << model::to_string(who.role);
    }
    arrive(now);
  }

  void try_move(const model::Viewer& who, const model::Move& move) {
    json::object data;
    Sampler sampler(world_, static_cast<std::int64_t>(random_() % 100'000));
    for (const auto& name : move.needs) {
      if (const model::Field* field = kind_.find_field(name)) data[name] = sampler.value(*field);
    }
    const auto result = world_.engine.move(who, kind_.name, record_.id, record_.version, move.name, "随机", data);
    const auto now = world_.read(record_);
    if (!result) {
      expect_unchanged(now);
    } else {
      EXPECT_TRUE(side_may(who, move)) << kind_.name << "." << move.name;
      EXPECT_NE(std::find(move.from.begin(), move.from.end(), record_.state), move.from.end());
      EXPECT_EQ(now.state, move.to.empty() ? record_.state : move.to);
      EXPECT_EQ(now.version, record_.version + 1);
      expect_locked_fields_kept(who, move, now);
    }
    arrive(now);
  }

  // A move changes what it needs, sets or stamps, what its maker could edit, and what is computed.
  void expect_locked_fields_kept(const model::Viewer& who, const model::Move& move, const model::Record& now) {
    const auto editable = editable_fields(who, kind_, record_);
    const auto in = [](const std::vector<std::string>& names, const std::string& name) {
      return std::find(names.begin(), names.end(), name) != names.end();
    };
    for (const auto& field : kind_.fields) {
      const json::value* before = find(record_.data, field.name);
      const json::value* after = find(now.data, field.name);
      if ((before == nullptr && after == nullptr) || (before != nullptr && after != nullptr && *before == *after)) continue;
      EXPECT_TRUE(in(move.needs, field.name) || in(move.sets, field.name) || in(move.stamps, field.name) ||
                  in(editable, field.name) || !field.computed.empty()) << kind_.name << "." << field.name;
    }
  }

  void expect_unchanged(const model::Record& now) const {
    EXPECT_EQ(now.version, record_.version);
    EXPECT_EQ(now.state, record_.state);
    EXPECT_EQ(to_canonical_text(now.data), to_canonical_text(record_.data));
  }

  void arrive(const model::Record& now) {
    record_ = now;
    EXPECT_NE(kind_.workflow.find_state(now.state), nullptr) << kind_.name << " reached " << now.state;
    json::object computed = now.data;
    compute_fields(kind_, world_.catalogue, computed);
    EXPECT_EQ(to_canonical_text(computed), to_canonical_text(now.data)) << kind_.name;
    if (is_end(kind_, record_.state)) record_ = planter_.plant(kind_);
  }

  World& world_;
  const model::Kind& kind_;
  std::mt19937 random_;
  OrgId org_;
  Planter planter_;
  model::Record record_;
  std::vector<model::Viewer> people_;
};

TEST(Walk, NothingAnybodyTriesBreaksARecord) {
  World world;
  for (const auto& [name, kind] : world.catalogue.kinds) {
    if (!kind.owned) continue;
    SCOPED_TRACE(name);
    Walk walk(world, kind, 7);
    for (int i = 0; i < 80; ++i) walk.step();
  }
}

}  // namespace
}  // namespace lp::records
