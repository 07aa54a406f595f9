// Stories per record kind as text: tests/golden/records/<kind>.in holds the steps, .out what came
// of them. LP_UPDATE_GOLDEN=1 rewrites the outputs; the difference is reviewed as text.
//   create <by> <json>            a valid record with invented values, the JSON's fields over them
//   set <by> <json>               an edit
//   move <name> <by> [<reason>|-] [<json>]
//   moves <by>                    what the record page offers
//   clock · days <n>
#include <gtest/gtest.h>

#include <sstream>

#include "base/golden.h"
#include "base/text.h"
#include "records/test_plant.h"

namespace lp::records {
namespace {

using model::Role;
using namespace testing;
namespace fs = std::filesystem;

fs::path golden_folder() { return golden::folder() / "records"; }

class Story {
 public:
  explicit Story(const std::string& kind) : kind_(*world_.catalogue.kind(kind)) {
    people_["officer"] = world_.person(Role::enterprise_officer, org_);
    people_["leader"] = world_.person(Role::enterprise_leader, org_);
    people_["stranger"] = world_.person(Role::enterprise_officer, world_.add_org("旁人公司", "internet"));
    people_["regulator"] = world_.person(Role::regulator_officer);
    people_["chief"] = world_.person(Role::regulator_leader);
    people_["assessor"] = world_.assessor_for({org_});
  }

  std::string tell(const std::string& script) {
    std::istringstream lines(script);
    for (std::string line; std::getline(lines, line);) {
      if (line.empty() || line[0] == '#') continue;
      out_ += "> " + line + "\n";
      step(line);
    }
    return out_;
  }

 private:
  static json::object rest_as_object(std::istringstream& words) {
    std::string rest;
    std::getline(words, rest);
    return trim(rest).empty() ? json::object{} : parse_object(trim(rest));
  }

  void step(const std::string& line) {
    std::istringstream words(line);
    std::string verb, name, by, reason;
    words >> verb;
    if (verb == "clock") return say_clock();
    if (verb == "days") {
      int days = 0;
      words >> days;
      return world_.clock.advance_days(days);
    }
    if (verb == "move") words >> name;
    words >> by;
    const model::Viewer& who = people_.at(by);
    if (verb == "create") return create(who, rest_as_object(words));
    if (verb == "set") return say(world_.engine.update(who, kind_.name, record_.id, record_.version, rest_as_object(words)));
    if (verb == "moves") return say_moves(who);
    ASSERT_EQ(verb, "move") << line;
    words >> reason;
    say(world_.engine.move(who, kind_.name, record_.id, record_.version, name, reason == "-" ? "" : reason, rest_as_object(words)));
  }

  void create(const model::Viewer& who, const json::object& values) {
    auto data = planter_.data(kind_);
    for (const auto& [key, value] : values) set_field(data, key, value);
    say(world_.engine.create(who, kind_.name, org_, data));
  }

  void say(const Result<model::Record>& result) {
    if (result) {
      record_ = world_.read(*result);
      out_ += fmt::format("  {} version {}", record_.state, record_.version);
      for (const auto& field : kind_.fields) {
        const bool telling = !field.computed.empty() || is_stamped(kind_, field);
        const json::value* value = find(record_.data, field.name);
        if (telling && value != nullptr) out_ += fmt::format(" {}={}", field.name, to_text(*value));
      }
      out_ += "\n";
      return;
    }
    out_ += fmt::format("  refused: {}: {}\n", info(result.error().code).name, result.error().message);
    for (const auto& problem : result.error().fields) {
      out_ += fmt::format("    {} [{}] {} | {}\n", problem.field, problem.code, problem.zh, problem.en);
    }
  }

  void say_moves(const model::Viewer& who) {
    for (const auto& preview : must(world_.engine.preview_moves(who, record_))) {
      if (!preview.offered) continue;
      out_ += fmt::format("  {}{}\n", preview.move->name, preview.allowed ? "" : ": " + preview.why_not.en);
    }
  }

  void say_clock() {
    const auto view = world_.engine.clock_of(record_);
    out_ += view ? fmt::format("  {} due {} left {} {}\n", view->name, to_string(view->due), view->left_days,
                               view->verified ? "verified" : "unverified")
                 : std::string("  no clock\n");
  }

  World world_;
  OrgId org_ = world_.add_org("江苏云岭数据有限公司", "internet");
  const model::Kind& kind_;
  Planter planter_{world_, org_};
  std::map<std::string, model::Viewer> people_;
  model::Record record_;
  std::string out_;
};

TEST(Golden, StoriesOfRecordKinds) {
  int stories = 0;
  for (const auto& entry : fs::directory_iterator(golden_folder())) {
    if (entry.path().extension() != ".in") continue;
    ++stories;
    const std::string kind = entry.path().stem().string();
    SCOPED_TRACE(kind);
    ASSERT_NE(real_catalogue().kind(kind), nullptr);
    const std::string told = Story(kind).tell(golden::read(entry.path()));
    golden::expect(told, std::filesystem::path("records") / (kind + ".out"));
  }
  EXPECT_EQ(stories, static_cast<int>(real_catalogue().kinds.size()));  // one for every kind
}

}  // namespace
}  // namespace lp::records
