// What the real specs ask of invented organisations, in words: tests/golden/obligations/<name>.in
// holds one organisation, its records and the days to look at; <name>.out what it owed on each.
// LP_UPDATE_GOLDEN=1 rewrites the outputs; the difference is reviewed against the notice.
//   organisation <json>                      fields of the organisation
//   <kind> <json> <state>@<day> …            a record and the states it went through
//   report <obligation> <state>@<day> …      a task report
//   reports <day>                            accepted reports for every other duty reports meet
//   days <day> …
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "base/golden.h"
#include "base/text.h"
#include "campaign/facts.h"
#include "campaign/plan_rules.h"
#include "campaign/titles.h"
#include "records/form.h"
#include "records/test_world.h"

namespace lp::campaign {
namespace {

namespace fs = std::filesystem;
using records::testing::parse_object;
using records::testing::real_catalogue;

constexpr const char* plan_name = "longpan2024";

Date day(std::string_view text) {
  const auto date = parse_date(text);
  EXPECT_TRUE(date) << text;
  return date ? *date : Date{};
}
Timestamp morning(Date d) { return start_of_day_in_china(d).plus_seconds(9 * 3600); }

// A record with all it went through; as_of() gives it as it stood on an earlier day.
struct Told {
  model::Record record;
  std::vector<std::pair<std::string, Date>> path;

  std::optional<model::Record> as_of(Date today) const {
    model::Record r = record;
    r.state.clear();
    for (const auto& [state, since] : path) {
      if (since > today) break;
      r.state = state;
      r.state_since = morning(since);
      r.path += (r.path.empty() ? "" : ";") + state + "@" + std::to_string(r.state_since.micros());
    }
    if (r.state.empty()) return std::nullopt;
    for (const model::Field& field : real_catalogue().kind(r.kind)->fields) {
      if (field.type != model::FieldType::date) continue;
      const auto date = parse_date(get_string(r.data, field.name));
      if (date && *date > today) r.data.erase(field.name);
    }
    return r;
  }
};

class Case {
 public:
  explicit Case(const std::string& script) {
    std::istringstream lines(script);
    for (std::string line; std::getline(lines, line);) {
      if (!line.empty() && line[0] != '#') read(line);
    }
    if (!others_on_.empty()) add_other_reports();
  }

  std::string tell(std::set<std::string>& covered) {
    auto rules = PlanRules::make(real_catalogue(), plan_name);
    EXPECT_TRUE(rules);
    if (!rules) return {};
    std::string out;
    for (const Rule& rule : rules->rules()) {
      const std::string lines = timelines(rule);
      if (lines.empty()) continue;
      covered.insert(rule.obligation().name);
      out += fmt::format("{} {} [{}]\n{}", rule.obligation().name, rule.obligation().title.zh, title_of(rule.obligation().force).zh, lines);
    }
    return out.empty() ? "owes nothing\n" : out;
  }

 private:
  void read(const std::string& line) {
    std::istringstream words(line);
    std::string what;
    words >> what;
    if (what == "days") {
      for (std::string d; words >> d;) days_.push_back(day(d));
    } else if (what == "reports") {
      words >> others_on_;
    } else if (what == "report") {
      std::string obligation, path;
      words >> obligation;
      std::getline(words, path);
      add_report(obligation, path);
    } else {
      const auto open = line.find('{'), close = line.rfind('}');
      ASSERT_NE(open, std::string::npos) << line;
      add(what, parse_object(line.substr(open, close - open + 1)), line.substr(close + 1));
    }
  }

  void add(const std::string& kind_name, json::object data, const std::string& path) {
    const model::Kind* kind = real_catalogue().kind(kind_name);
    ASSERT_NE(kind, nullptr) << kind_name;
    Told told;
    told.record.kind = kind_name;
    told.record.id = {++last_id_};
    told.record.org = kind_name == organisation_kind ? OrgId{} : OrgId{1};
    for (const auto& [name, value] : data) EXPECT_NE(kind->find_field(name), nullptr) << kind_name << "." << name;
    records::compute_fields(*kind, real_catalogue(), data);
    told.record.data = std::move(data);
    std::istringstream steps(path);
    for (std::string step; steps >> step;) {
      const auto mark = step.find('@');
      EXPECT_NE(kind->workflow.find_state(step.substr(0, mark)), nullptr) << step;
      told.path.emplace_back(step.substr(0, mark), day(std::string_view(step).substr(mark + 1)));
    }
    if (kind_name == organisation_kind) told.path = {{"active", day("2020-01-01")}};
    told_.push_back(std::move(told));
  }

  void add_report(const std::string& obligation, const std::string& path) {
    EXPECT_NE(real_catalogue().obligation(obligation), nullptr) << obligation;
    reported_.insert(obligation);
    json::object data{{"obligation", obligation}};
    if (const auto at = path.rfind("submitted@"); at != std::string::npos) data["submitted_on"] = path.substr(at + 10, 10);
    add("task_report", std::move(data), path);
  }

  void add_other_reports() {
    for (const auto& [name, obligation] : real_catalogue().obligations) {
      if (obligation.met.kind != "task_report" || reported_.contains(name)) continue;
      add_report(name, fmt::format("submitted@{0} accepted@{0}", others_on_));
    }
  }

  // One line for each object and cycle: every change of state between the days looked at.
  std::string timelines(const Rule& rule) {
    std::map<std::pair<std::int64_t, int>, std::string> lines, last;
    for (const Date today : days_) {
      const auto org = told_.front().as_of(today);
      std::vector<model::Record> records;
      for (std::size_t i = 1; i < told_.size(); ++i) {
        if (auto r = told_[i].as_of(today)) records.push_back(std::move(*r));
      }
      std::set<std::pair<std::int64_t, int>> seen;
      for (const ComputedDuty& d : duties_of(real_catalogue(), rule, *org, records, today)) {
        const std::pair key{d.object.value, d.outcome.cycle};
        seen.insert(key);
        note(lines[key], last[key], today, words_of(d.outcome));
      }
      for (auto& [key, line] : lines) {
        if (!seen.contains(key)) note(line, last[key], today, "无此项");
      }
    }
    std::string out;
    for (const auto& [key, line] : lines) out += "  " + head_of(key) + line + "\n";
    return out;
  }

  static void note(std::string& line, std::string& last, Date today, const std::string& words) {
    if (words == last) return;
    last = words;
    line += fmt::format("{}{} {}", line.empty() ? "" : "；", to_string(today).substr(2), words);
  }

  static std::string words_of(const Outcome& o) {
    std::string words = title_of(o.state).zh;
    if (o.due != no_date) words += " 期限" + date_text(o.due);
    if (o.due != no_date && o.enforced != o.due) words += "(未核实)";
    if (o.met_on != no_date) words += " 完成" + date_text(o.met_on);
    return words;
  }

  std::string head_of(const std::pair<std::int64_t, int>& key) const {
    std::string head;
    if (key.first != 0) {
      const Told& told = told_[static_cast<std::size_t>(key.first - 1)];
      head = fmt::format("〔{}〕", get_string(told.record.data, real_catalogue().kind(told.record.kind)->label_field));
    }
    return key.second == 0 ? head : head + fmt::format("第{}周期 ", key.second + 1);
  }

  std::vector<Told> told_;   // the organisation first; ids are places in the list, from 1
  std::vector<Date> days_;
  std::set<std::string> reported_;
  std::string others_on_;
  std::int64_t last_id_ = 0;
};

TEST(Obligations, OwedAsTheNoticeSays) {
  std::set<std::string> covered;
  const fs::path folder = golden::folder() / "obligations";
  int cases = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".in") continue;
    ++cases;
    SCOPED_TRACE(entry.path().filename().string());
    Case told(golden::read(entry.path()));
    golden::expect(told.tell(covered), fs::path("obligations") / entry.path().filename().replace_extension(".out"));
  }
  EXPECT_GE(cases, 7);
  for (const std::string& name : real_catalogue().plan(plan_name)->obligations) {
    EXPECT_TRUE(covered.contains(name)) << name << " is owed by nobody in tests/golden/obligations";
  }
}

}  // namespace
}  // namespace lp::campaign
