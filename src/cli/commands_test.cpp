// The commands in one process over a small example province: what they print in both languages
// and as JSON, their exit codes, and what they refuse.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/example_accounts.h"
#include "cli/main.h"

namespace lp::cli {
namespace {

namespace fs = std::filesystem;

struct Outcome {
  int code = 0;
  std::string out, err;
};

class CommandsTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder = fs::temp_directory_path() / ("lp-cli-" + random_token(9));
    fs::create_directories(folder);
    const Outcome made = run_with({"--json", "example", "--orgs", "3", "--assets", "6"});
    ASSERT_EQ(made.code, 0) << made.err;
    summary = object(made.out);
  }
  static void TearDownTestSuite() {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }

  static Outcome run_with(std::vector<std::string> arguments) {
    std::ostringstream out, err;
    Context context(out, err);
    std::vector<std::string> all{"--data", (folder / "data").string(), "--specs", std::string(LP_SOURCE_DIR) + "/specs"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const int code = run(context, std::move(all));
    return {code, out.str(), err.str()};
  }
  static Outcome on_the_day(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--today", "2024-07-15"});
    return run_with(std::move(arguments));
  }
  static json::object object(const std::string& text) {
    const auto parsed = parse_json(text);
    EXPECT_TRUE(parsed && parsed->is_object()) << text;
    return parsed && parsed->is_object() ? parsed->as_object() : json::object{};
  }
  // First organisation that owes something, as the export shows it.
  static json::object an_enterprise() {
    const Outcome done = run_with({"export", "organisation", path("one.json")});
    EXPECT_EQ(done.code, 0) << done.err;
    const auto all = parse_json(content("one.json"));
    for (const json::value& item : all->as_array()) {
      if (!contains(to_text(item), "regulator")) {
        json::object org = *find_object(item.as_object(), "data");
        org["no"] = get_string(item.as_object(), "no");
        return org;
      }
    }
    ADD_FAILURE() << "no enterprise";
    return {};
  }
  static std::string path(const char* name) { return (folder / name).string(); }
  static std::string content(const char* name) {
    std::ifstream file(folder / name);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static void write(const char* name, std::string_view text) { std::ofstream(folder / name) << text; }
  // A refusal speaks both languages and leaves standard output alone.
  static void expect_refused(std::vector<std::string> arguments, int code, const std::string& word) {
    for (const char* language : {"zh", "en"}) {
      std::vector<std::string> all{"--lang", language};
      all.insert(all.end(), arguments.begin(), arguments.end());
      const Outcome done = on_the_day(all);
      EXPECT_EQ(done.code, code) << join(arguments, " ") << "\n" << done.err;
      EXPECT_TRUE(contains(done.err, word)) << done.err;
      const bool chinese = contains(done.err, "错误：");
      EXPECT_EQ(chinese, std::string_view(language) == "zh") << done.err;
      EXPECT_EQ(done.out, "");
    }
  }

  static inline fs::path folder;
  static inline json::object summary;
};

TEST_F(CommandsTest, TheExampleSaysWhatItMade) {
  EXPECT_EQ(get_string(summary, "today"), "2024-07-15");
  EXPECT_GE(get_int(summary, "organisations"), 3);
  EXPECT_GT(get_int(summary, "duties"), get_int(summary, "organisations"));
  EXPECT_EQ(object(content("data/example.json")), summary) << "what run.sh prints again";
  std::ostringstream out, err;
  Context context(out, err);
  context.data = folder / "data";
  print_example_accounts(context);
  for (const json::value& account : *find_array(summary, "accounts")) {
    EXPECT_TRUE(contains(out.str(), get_string(account.as_object(), "login"))) << out.str();
  }
  EXPECT_TRUE(contains(out.str(), get_string(summary, "password")));
}

TEST_F(CommandsTest, TheExampleDoesNotOverwrite) {
  const Outcome again = run_with({"--lang", "en", "example", "--orgs", "2", "--assets", "2"});
  EXPECT_NE(again.code, 0);
  EXPECT_TRUE(contains(again.err, "error: ")) << again.err;
  EXPECT_EQ(object(content("data/example.json")), summary);
}

TEST_F(CommandsTest, ALedgerWithoutExampleAccountsPrintsNone) {
  std::ostringstream out, err;
  Context context(out, err);
  context.data = folder / "nowhere";
  print_example_accounts(context);
  write("example.json", "{broken");
  context.data = folder;
  print_example_accounts(context);
  EXPECT_EQ(out.str() + err.str(), "");
}

TEST_F(CommandsTest, LedgerCountsWhatItShows) {
  const json::object all = object(on_the_day({"--json", "ledger", "--all", "--limit", "100000"}).out);
  const json::array& rows = *find_array(all, "rows");
  EXPECT_EQ(get_int(all, "total"), static_cast<std::int64_t>(rows.size()));
  std::map<std::string, std::int64_t> recount;
  for (const json::value& row : rows) ++recount[get_string(row.as_object(), "state")];
  std::int64_t sum = 0;
  for (const auto& count : *find_object(all, "counts")) {
    EXPECT_EQ(count.value().to_number<std::int64_t>(), recount[std::string(count.key())]) << count.key();
    sum += count.value().to_number<std::int64_t>();
  }
  EXPECT_EQ(sum, get_int(all, "total"));
  const json::object open = object(on_the_day({"--json", "ledger", "--limit", "100000"}).out);
  EXPECT_EQ(get_int(open, "total"), recount["overdue"] + recount["due_soon"] + recount["not_due"] + recount["standing"]);
  const json::object two = object(on_the_day({"--json", "ledger", "--state", "overdue,due_soon", "--task", "1,2", "--limit", "3"}).out);
  EXPECT_LE(find_array(two, "rows")->size(), 3U);
  for (const json::value& row : *find_array(two, "rows")) {
    EXPECT_TRUE(get_string(row.as_object(), "state") == "overdue" || get_string(row.as_object(), "state") == "due_soon");
    EXPECT_LE(get_int(row.as_object(), "task"), 2);
  }
}

TEST_F(CommandsTest, LedgerSpeaksBothLanguagesAndSaysHowMuchIsLeft) {
  const Outcome zh = on_the_day({"ledger", "--limit", "2"});
  EXPECT_TRUE(contains(zh.out, "编号") && contains(zh.out, "下一步") && contains(zh.out, "显示 2 项")) << zh.out;
  const Outcome en = on_the_day({"--lang", "en", "ledger", "--limit", "2"});
  EXPECT_TRUE(contains(en.out, "no") && contains(en.out, "next") && contains(en.out, "2 shown")) << en.out;
  EXPECT_FALSE(contains(en.out, "逾期")) << "no Chinese state in English";
}

TEST_F(CommandsTest, CheckTurnsOverdueIntoAnExitCode) {
  EXPECT_EQ(on_the_day({"ledger", "--check", "--state", "overdue"}).code, 1);
  EXPECT_EQ(on_the_day({"ledger", "--check", "--state", "met"}).code, 0);
  EXPECT_EQ(on_the_day({"ledger", "--state", "overdue"}).code, 0);
}

TEST_F(CommandsTest, RecomputingASettledLedgerChangesNothing) {
  const Outcome en = on_the_day({"--lang", "en", "ledger", "--recompute", "--limit", "1"});
  EXPECT_EQ(en.code, 0);
  EXPECT_TRUE(contains(en.err, "0 added, 0 changed, 0 removed")) << en.err;
  EXPECT_EQ(on_the_day({"--quiet", "ledger", "--recompute"}).err, "");
}

TEST_F(CommandsTest, AnOrganisationIsFoundByAnyOfItsNames) {
  const json::object org = an_enterprise();
  const std::string name = get_string(org, "name"), uscc = get_string(org, "uscc"), no = get_string(org, "no");
  ASSERT_FALSE(uscc.empty() || name.empty() || no.empty()) << to_text(org);
  const std::string by_code = on_the_day({"--json", "ledger", "--org", uscc}).out;
  EXPECT_GT(get_int(object(by_code), "total"), 0);
  EXPECT_EQ(on_the_day({"--json", "ledger", "--org", name}).out, by_code);
  EXPECT_EQ(on_the_day({"--json", "ledger", "--org", no}).out, by_code) << "the number printed on every page: " << no;
}

TEST_F(CommandsTest, RefusalsNameWhatWasWrong) {
  expect_refused({"ledger", "--org", "没有这家"}, 5, "没有这家");
  expect_refused({"ledger", "--org", "公司"}, 6, "公司");  // several fit
  expect_refused({"ledger", "--plan", "longpan1999"}, 5, "longpan1999");
  expect_refused({"ledger", "--state", "late"}, 2, "late");
  expect_refused({"explain", "LP2024-9999999"}, 5, "LP2024-9999999");
  expect_refused({"explain", "'; DROP TABLE duty;--"}, 5, "DROP");
  expect_refused({"export", "spaceship", path("x.csv")}, 5, "spaceship");
  expect_refused({"export", "app", path("x.doc")}, 2, "x.doc");
  expect_refused({"export", "app", path("x")}, 2, "x");
  expect_refused({"export", "app", path("x.csv"), "--where", R"({"org.nosuch": 1})"}, 2, "org.nosuch");
  expect_refused({"export", "app", path("x.csv"), "--field", "nosuch"}, 2, "nosuch");
  expect_refused({"import", "app", path("missing.csv")}, 5, "missing.csv");
  expect_refused({"import", "app", path("missing.csv"), "--policy", "merge"}, 2, "merge");
  expect_refused({"import", "app", path("missing.csv"), "--column", "name"}, 2, "name");
  expect_refused({"import", "app", path("missing.csv"), "--column", "0=name"}, 2, "0=name");
  expect_refused({"backup", path("data/longpan.db")}, 6, "longpan.db");
  expect_refused({"verify", path("missing.db")}, 5, "missing.db");
  expect_refused({"user", "disable", "nobody-here"}, 5, "nobody-here");
  expect_refused({"user", "add", "--login", "x1", "--role", "king"}, 2, "king");
  expect_refused({"user", "add", "--login", "x1", "--role", "administrator", "--password-file", path("no-such-file")}, 12, "no-such-file");
}

TEST_F(CommandsTest, ExplainGivesTheClauseInBothLanguagesAndAsJson) {
  const json::object ledger = object(on_the_day({"--json", "ledger", "--state", "overdue", "--limit", "1"}).out);
  const std::string no = get_string(find_array(ledger, "rows")->at(0).as_object(), "no");
  const Outcome zh = on_the_day({"explain", no}), en = on_the_day({"--lang", "en", "explain", no});
  EXPECT_TRUE(contains(zh.out, no) && contains(zh.out, "依据")) << zh.out;
  EXPECT_TRUE(contains(en.out, no)) << en.out;
  EXPECT_NE(zh.out, en.out);
  const json::object words = object(on_the_day({"--json", "explain", no}).out);
  for (const char* part : {"duty", "clauses", "rule", "considered", "missing", "due_from", "history"}) EXPECT_TRUE(words.contains(part)) << part;
}

TEST_F(CommandsTest, AnAccountLives) {
  write("first", "Correct-Horse-9\r\n");  // a file written on Windows
  const Outcome added = run_with({"--json", "user", "add", "--login", "wang", "--role", "regulator_officer", "--region", "320100,320500", "--password-file", path("first")});
  ASSERT_EQ(added.code, 0) << added.err;
  EXPECT_FALSE(object(added.out).contains("password")) << "it was given, it is not repeated";
  EXPECT_FALSE(contains(added.out, "argon2"));
  const Outcome list = run_with({"user", "list"});
  EXPECT_TRUE(contains(list.out, "wang") && contains(list.out, "320100,320500")) << list.out;
  EXPECT_FALSE(contains(list.out, "argon2"));
  EXPECT_TRUE(contains(run_with({"user", "disable", "wang"}).out, "已停用"));
  EXPECT_TRUE(contains(run_with({"--lang", "en", "user", "list"}).out, "disabled"));
  EXPECT_TRUE(contains(run_with({"--lang", "en", "user", "enable", "wang"}).out, "wang enabled"));
  const json::object reset = object(run_with({"--json", "user", "password", "wang"}).out);
  EXPECT_GE(get_string(reset, "password").size(), 12U) << "made and shown once";
  const Outcome twice = run_with({"--lang", "en", "user", "add", "--login", "wang", "--role", "auditor"});
  EXPECT_EQ(twice.code, 2);
  EXPECT_TRUE(contains(twice.err, "login")) << twice.err;
  write("weak", "12345\n");
  EXPECT_EQ(run_with({"user", "password", "wang", "--password-file", path("weak")}).code, 2);
}

TEST_F(CommandsTest, ABackupProvesItselfAndIsNeverOverwritten) {
  ASSERT_EQ(run_with({"backup", path("copy.db")}).code, 0);
  const json::object report = object(run_with({"--json", "verify", path("copy.db")}).out);
  EXPECT_TRUE(report.at("intact").as_bool());
  EXPECT_GT(get_int(report, "entries"), 10);
  EXPECT_EQ(get_string(report, "head").size(), 64U);
  EXPECT_EQ(run_with({"backup", path("copy.db")}).code, 6);
  std::fstream file(folder / "copy.db", std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(0);
  file << "this is no database any more, whatever its name says.................................................";
  file.close();
  EXPECT_NE(run_with({"verify", path("copy.db")}).code, 0);
}

TEST_F(CommandsTest, AnImportedSheetIsExportedAgain) {
  write("apps.csv", "应用名称,应用形态,主办单位\n甲应用,APP,单位\n乙应用,没有的形态,单位\n");
  const std::string uscc = get_string(an_enterprise(), "uscc");
  const Outcome preview = on_the_day({"--json", "import", "app", path("apps.csv"), "--org", uscc, "--dry-run"});
  EXPECT_EQ(preview.code, 1) << preview.err;
  EXPECT_EQ(get_int(object(preview.out), "create"), 1) << preview.out;
  const Outcome done = on_the_day({"--lang", "en", "import", "app", path("apps.csv"), "--org", uscc, "--rejected", path("rejected.xlsx")});
  EXPECT_EQ(done.code, 1);
  EXPECT_TRUE(contains(done.out, "1 created") && contains(done.out, "1 rejected")) << done.out;
  EXPECT_TRUE(contains(done.err, "没有的形态")) << done.err;
  EXPECT_TRUE(fs::exists(folder / "rejected.xlsx"));
  const Outcome again = on_the_day({"--json", "import", "app", path("apps.csv"), "--org", uscc});
  EXPECT_EQ(get_int(object(again.out), "unchanged"), 1) << again.out;
  const Outcome out = on_the_day({"--json", "export", "app", path("apps-out.json"), "--where", R"({"name": "甲应用"})", "--org", uscc});
  EXPECT_EQ(get_int(object(out.out), "rows"), 1) << out.out << out.err;
  const auto back = parse_json(content("apps-out.json"));
  EXPECT_EQ(get_string(*find_object(back->as_array().at(0).as_object(), "data"), "name"), "甲应用");
}

TEST_F(CommandsTest, LintNotesAreShownWhenAsked) {
  const Outcome quiet = run_with({"--lang", "en", "lint"}), notes = run_with({"--lang", "en", "lint", "--notes"});
  EXPECT_EQ(quiet.code, 0);
  EXPECT_EQ(notes.code, 0);
  EXPECT_FALSE(contains(quiet.err, "note [")) << quiet.err;
  EXPECT_GT(notes.err.size(), quiet.err.size()) << "unverified numbers are notes";
  EXPECT_EQ(get_int(object(run_with({"--json", "lint"}).out), "errors"), 0);
}

}  // namespace
}  // namespace lp::cli
