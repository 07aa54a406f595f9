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

}  // namespace
}  // namespace lp::cli
