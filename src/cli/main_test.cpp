#include "cli/main.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "cli/command.h"
#include "cli/progress.h"

namespace lp::cli {
namespace {

struct Outcome {
  int code = 0;
  std::string out, err;
};

Outcome run_with(std::vector<std::string> arguments) {
  std::ostringstream out, err;
  Context context(out, err);
  const int code = run(context, std::move(arguments));
  return {code, out.str(), err.str()};
}

std::string specs() { return std::string(LP_SOURCE_DIR) + "/specs"; }

TEST(CommandLine, EveryCommandHasHelpWithExamplesInBothLanguages) {
  for (const Command& command : builtin_commands()) {
    const Outcome help = run_with({command.name, "--help"});
    EXPECT_EQ(help.code, 0) << command.name;
    EXPECT_NE(help.out.find("longpan"), std::string::npos) << command.name;
    EXPECT_NE(help.out.find("例 / examples"), std::string::npos) << command.name;
    EXPECT_FALSE(command.summary.zh.empty() || command.summary.en.empty()) << command.name;
  }
}

TEST(CommandLine, UnknownWordsAreInvalidInput) {
  EXPECT_EQ(run_with({"fly"}).code, 2);
  EXPECT_EQ(run_with({}).code, 2);
  EXPECT_EQ(run_with({"serve", "--port", "99999"}).code, 2);
  EXPECT_EQ(run_with({"--version"}).code, 0);
}

TEST(CommandLine, MissingDataSaysWhereAndWhatToDo) {
  const Outcome zh = run_with({"--data", "/nonexistent/longpan", "--specs", specs(), "ledger"});
  EXPECT_EQ(zh.code, info(Errc::not_found).exit_code);
  EXPECT_NE(zh.err.find("没有龙磐数据"), std::string::npos) << zh.err;
  const Outcome en = run_with({"--lang", "en", "--data", "/nonexistent/longpan", "--specs", specs(), "ledger"});
  EXPECT_NE(en.err.find("hint: "), std::string::npos) << en.err;
}

TEST(CommandLine, ErrorsAreJsonWhenAsked) {
  const Outcome bad = run_with({"--json", "--data", "/nonexistent/longpan", "--specs", specs(), "ledger"});
  const auto parsed = parse_json(bad.err);
  ASSERT_TRUE(parsed) << bad.err;
  EXPECT_EQ(get_string(parsed->at("error").as_object(), "code"), "not_found");
}

TEST(CommandLine, ServeWithoutAServerSaysSo) {
  EXPECT_EQ(run_with({"--data", "/nonexistent/longpan", "serve"}).code, info(Errc::unsupported).exit_code);
}

TEST(CommandLine, SpecsFolderThatIsNoneIsNamed) {
  const Outcome bad = run_with({"lint", "/nonexistent/specs"});
  EXPECT_NE(bad.code, 0);
  EXPECT_NE(bad.err.find("/nonexistent/specs"), std::string::npos) << bad.err;
}

TEST(CommandLine, ShippedSpecsHaveNoErrors) {
  const Outcome lint = run_with({"--lang", "en", "lint", specs()});
  EXPECT_EQ(lint.code, 0) << lint.err;
  EXPECT_NE(lint.out.find("0 errors"), std::string::npos) << lint.out;
}

TEST(Progress, TimeLeftInWords) {
  EXPECT_EQ(to_words(std::chrono::seconds(200), false), "3 min 20 s");
  EXPECT_EQ(to_words(std::chrono::seconds(3700), true), "1 小时 1 分");
  EXPECT_EQ(to_words(std::chrono::seconds(5), true), "5 秒");
}

}  // namespace
}  // namespace lp::cli
