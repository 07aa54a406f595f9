#include "server/ingest/bulk_body.h"

#include <gtest/gtest.h>

namespace lp::server {
namespace {

std::vector<BulkItem> items_of(std::string_view body, std::string_view index = "") {
  auto items = read_bulk(body, index, 200);
  EXPECT_TRUE(items) << items.error().message;
  return items ? *items : std::vector<BulkItem>{};
}

TEST(BulkBody, DocumentsByIndexAndWhatIsRefused) {
  const auto items = items_of("{\"index\":{\"_index\":\"a\"}}\n{\"x\":1}\n{ \"create\": {} }\r\n{\"x\":2}\r\n\n{\"delete\":{\"_id\":\"1\"}}\n{\"update\":{\"_id\":\"1\"}}\n{\"doc\":{}}\n{\"index\":{}}\nno json\n{\"index\":{}}\n[1]\n{\"create\":{}}\n{\"x\":\"" +
                              std::string(300, 'x') + "\"}\n",
                              "eve");
  ASSERT_EQ(items.size(), 7U);
  EXPECT_EQ(items[0].index, "a");
  EXPECT_EQ(items[1].index, "eve");
  EXPECT_EQ(items[1].line, "{\"x\":2}");
  std::string statuses;
  for (const BulkItem& item : items) statuses += std::to_string(item.status) + " ";
  EXPECT_EQ(statuses, "201 201 400 400 400 400 413 ");
  const auto lines = lines_by_index(items);
  EXPECT_EQ(lines.at("a"), "{\"x\":1}\n");
  EXPECT_EQ(lines.at("eve"), "{\"x\":2}\n");
  const json::object answer = bulk_answer(items, 10);
  EXPECT_TRUE(answer.at("errors").as_bool());
  EXPECT_EQ(answer.at("items").as_array().at(1).as_object().at("create").as_object().at("_id").as_string(), "11");
  EXPECT_EQ(answer.at("items").as_array().at(2).as_object().at("delete").as_object().at("error").as_object().at("type").as_string(), "illegal_argument_exception");
}

TEST(BulkBody, TheLineFilebeatShippedIsTaken) {
  const auto items = items_of("{\"create\":{\"_index\":\"filebeat\"}}\n{\"agent\":{\"type\":\"filebeat\"},\"message\":\"<13>Jul  1 08:00:00 h sshd: a\\nb\"}\n{\"create\":{\"_index\":\"filebeat\"}}\n{\"agent\":{\"type\":\"winlogbeat\"},\"message\":\"m\",\"winlog\":{}}\n");
  EXPECT_EQ(items.at(0).line, "<13>Jul  1 08:00:00 h sshd: a b");
  EXPECT_NE(items.at(1).line.find("winlogbeat"), std::string::npos) << "an event of its own";
}

TEST(BulkBody, NoBodyOfTheKindIsRefusedWhole) {
  for (const char* body : {"", "{\"index\":{}}", "hello\n", "{}\n", "[]\n", "{\"index\":{},\"create\":{}}\n{}\n", "{\"fetch\":{}}\n{}\n"}) {
    const auto items = read_bulk(body, "");
    ASSERT_FALSE(items) << body;
    EXPECT_EQ(items.error().code, Errc::invalid);
  }
  EXPECT_EQ(items_of("{\"index\":{}}\n").at(0).status, 400) << "an action without a document";
}

}  // namespace
}  // namespace lp::server
