// The log of requests: enough to find what happened, nothing that tells about people.
#include "server/access_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/text.h"
#include "server/http/url.h"
#include "server/test_world.h"

namespace lp::server {
namespace {

using model::Role;

class AccessLogTest : public testing::Test {
 protected:
  AccessLogTest() : file(world.folder / "access.log") {
    world.add_account("officer", Role::enterprise_officer, [&](auto& a) { a.org = world.home; });
    ServerOptions options;
    options.http.port = 0;
    options.http.spool_folder = world.folder / "spool";
    options.log = file;
    auto started = Server::start({*world.store, world.catalogue, world.clock, *world.engine, *world.ledger, *world.accounts, "test"}, options);
    EXPECT_TRUE(started) << started.error().message;
    logged = *std::move(started);
  }
  // Every line written, once the server has stopped.
  std::vector<json::object> lines() {
    logged.reset();
    std::ifstream in(file);
    text = {std::istreambuf_iterator<char>(in), {}};
    std::vector<json::object> out;
    for (const std::string_view line : split(text, '\n')) {
      if (line.empty()) continue;
      const auto parsed = parse_json(line);
      EXPECT_TRUE(parsed && parsed->is_object()) << "not JSON: " << line;
      if (parsed && parsed->is_object()) out.push_back(parsed->as_object());
    }
    return out;
  }

  TestWorld world;
  std::filesystem::path file;
  std::unique_ptr<Server> logged;
  std::string text;
};

TEST_F(AccessLogTest, KeepsNoSecretAndNoPersonalDatum) {
  TestBrowser browser(logged->port());
  ASSERT_EQ(browser.sign_in("officer", TestWorld::password).status, 200);
  TestBrowser guesser(logged->port());
  EXPECT_EQ(guesser.sign_in("officer", "Wrong-Guess-4711").status, 401);
  EXPECT_EQ(browser.send("POST", "/api/records/contact", R"({"data":{"name":"欧阳秘密","role":"network_security","mobile":"13912345678"}})").status, 201);
  EXPECT_EQ(browser.get("/api/records/contact?q=" + percent_encode("欧阳秘密") + "&f.mobile=13912345678").status, 200);
  browser.get("/api/records/contact/1?token=" + percent_encode("SECRET-IN-QUERY"));
  const std::string token = browser.cookie.substr(browser.cookie.find('=') + 1), csrf = browser.csrf;
  EXPECT_GE(lines().size(), 5U);
  const std::vector<std::string> secrets{std::string(TestWorld::password), "Wrong-Guess-4711", "欧阳秘密", percent_encode("欧阳秘密"), "13912345678", "SECRET-IN-QUERY", token, csrf, "lp_session"};
  for (const std::string& secret : secrets) EXPECT_EQ(text.find(secret), std::string::npos) << secret << "\n" << text;
}

TEST_F(AccessLogTest, EachRequestHasOneLineWithAnIdThatTheAnswerCarries) {
  TestBrowser browser(logged->port());
  ASSERT_EQ(browser.sign_in("officer", TestWorld::password).status, 200);
  const TestResponse missing = browser.get("/api/records/contact/99999");
  EXPECT_EQ(missing.status, 404);
  const std::string id = get_string(*find_object(parse_json(missing.body)->as_object(), "error"), "request_id");
  EXPECT_FALSE(id.empty());
  int found = 0;
  const auto all = lines();
  EXPECT_EQ(all.size(), 2U);
  for (const json::object& line : all) {
    if (!contains(to_text(line), id)) continue;
    ++found;
    EXPECT_TRUE(contains(to_text(line), "404")) << to_text(line);
    EXPECT_TRUE(contains(to_text(line), "/api/records/{kind}/{id}") || contains(to_text(line), "/api/records/contact")) << to_text(line);
  }
  EXPECT_EQ(found, 1);
}

// A request that tries to write lines of its own into the log.
TEST_F(AccessLogTest, NobodyWritesLinesOfTheirOwn) {
  TestBrowser browser(logged->port());
  const std::string forged = percent_encode("x\n{\"forged\":true}\r\n");
  browser.get("/api/" + forged);
  browser.get("/api/records/" + forged, "User-Agent: \x1b[31m{\"forged\":true}\r\n");
  for (const json::object& line : lines()) EXPECT_FALSE(line.contains("forged")) << to_text(line);
  EXPECT_EQ(text.find('\x1b'), std::string::npos) << "no terminal sequence";
  EXPECT_EQ(text.find('\r'), std::string::npos);
}

TEST(AccessLog, AFolderThatIsNotThereIsSaid) {
  const auto opened = AccessLog::open("/proc/no/such/folder/access.log");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Errc::io);
  EXPECT_TRUE(contains(opened.error().message, "access.log")) << opened.error().message;
}

TEST(AccessLog, NoneTakesEverything) {
  const auto log = AccessLog::none();
  log->request({{"a", 1}});
  log->trouble({{"b", 2}});
}

}  // namespace
}  // namespace lp::server
