#include "detect/credentials.h"

#include <gtest/gtest.h>

namespace lp::detect {
namespace {

TEST(Credentials, AreHiddenByTheirNames) {
  for (const auto& [line, expected] : std::initializer_list<std::pair<const char*, const char*>>{
           {R"({"username":"admin","password":"made up"})", R"({"username":"admin","password":"***"})"},
           {R"({"mqtt.connect.password" : "a\"b\\"})", R"({"mqtt.connect.password" : "***"})"},
           {R"({"flags":{"password":true},"Passwd":"x","pwd":""})", R"({"flags":{"password":true},"Passwd":"***","pwd":""})"},
           {R"({"ftp":{"command":"PASS","command_data":"made up","reply":["no"]}})", R"({"ftp":{"command":"PASS","command_data":"***","reply":["no"]}})"},
           {R"({"ftp":{"command":"USER","command_data":"admin"}})", R"({"ftp":{"command":"USER","command_data":"admin"}})"},
           {R"([{"name":"Host","value":"a.example"},{"name":"authorization","value":"Basic YQ=="}])", R"([{"name":"Host","value":"a.example"},{"name":"authorization","value":"***"}])"},
           {R"({"http":{"url":"/login?password=%27%20or%201=1","authorization":"Bearer a"}})", R"({"http":{"url":"/login?password=%27%20or%201=1","authorization":"***"}})"},
       }) {
    EXPECT_EQ(hide_credentials(line), expected);
    EXPECT_EQ(hide_credentials(hide_credentials(line)), expected) << "once is enough";
  }
}

TEST(Credentials, AreHiddenInPayloadsAndPlainLogs) {
  for (const auto& [line, expected] : std::initializer_list<std::pair<const char*, const char*>>{
           {R"({"payload_printable":"GET / HTTP/1.1\r\nAuthorization: Basic bWFkZQ==\r\nHost: a.example\r\n"})", R"({"payload_printable":"GET / HTTP/1.1\r\nAuthorization: ***\r\nHost: a.example\r\n"})"},
           {"Jul  1 proxy: x-api-key: made-up", "Jul  1 proxy: x-api-key: ***"},
           {"cookie:a=b; c=d\nHost: e", "cookie:***\nHost: e"},
           {R"({"payload_printable":"USER a\r\nPASS made up\r\nLIST\r\n"})", R"({"payload_printable":"USER a\r\nPASS ***\r\nLIST\r\n"})"},
           {"PASS made up", "PASS ***"},
           {R"({"x-api-key":"made up","api_key":"b"})", R"({"x-api-key":"***","api_key":"***"})"},
       }) {
    EXPECT_EQ(hide_credentials(line), expected);
    EXPECT_EQ(hide_credentials(hide_credentials(line)), expected) << "once is enough";
  }
  for (const char* line : {"all tests PASS today", "Cookie:", "the cookie jar: full", "PASS ", R"({"note":"authorization"})"}) EXPECT_EQ(hide_credentials(line), line);
}

TEST(Credentials, OtherLinesStayAsTheyAre) {
  for (const char* line : {"", "\"", "\"password\"", "\"password\":", "\"password\": ", "Failed password for root from 192.0.2.1 port 22", R"(GET "/a" "b": c)", R"({"password_age":"30 days"})",
                           R"({"reply":["password"]})", R"({"a":"\"password\":\"x\""})"})
    EXPECT_EQ(hide_credentials(line), line);
}

TEST(Credentials, ALineThatWasCutHidesItsRest) {
  EXPECT_EQ(hide_credentials(R"({"a":"b","password":"made u)"), R"({"a":"b","password":"***)");
  EXPECT_EQ(hide_credentials(R"({"a":"b","password":"made u\)"), R"({"a":"b","password":"***)");
}

}  // namespace
}  // namespace lp::detect
