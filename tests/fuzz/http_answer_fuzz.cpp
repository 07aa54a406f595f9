// Any bytes as answers of services: no crash, the same in one piece and in pieces, every fact is clean text.
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/text.h"
#include "probe/answers/http_answer.h"
#include "probe/answers/service_answer.h"
#include "probe/answers/ssh_answer.h"
#include "probe/answers/tls_hello.h"

namespace {

using namespace lp;
using namespace lp::probe;

HttpAnswerReader read(std::string_view text, std::size_t step, bool bodiless) {
  HttpAnswerReader reader(bodiless, 4096);
  for (std::size_t i = 0; i < text.size(); i += step) reader.feed(text.substr(i, step));
  reader.end();
  return reader;
}

void check_clean(const Facts& facts) {
  for (const auto& [name, value] : facts) {
    LP_CHECK(is_valid_utf8(value), name);
    for (const char c : value) LP_CHECK(static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t', name);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t step = text.empty() ? 1 : 1 + static_cast<std::uint8_t>(text.front()) % 17;
  const bool bodiless = text.size() % 5 == 0;
  const HttpAnswerReader whole = read(text, text.size() + 1, bodiless), parts = read(text, step, bodiless);
  LP_CHECK(whole.has_head() == parts.has_head());
  Facts facts;
  if (whole.has_head()) {
    LP_CHECK(whole.answer().status == parts.answer().status && whole.answer().body == parts.answer().body && whole.answer().whole == parts.answer().whole);
    LP_CHECK(whole.answer().body.size() <= 4096);
    add_http_facts(whole.answer(), facts);
  }
  for (const char* asked : {"", "redis", "memcached", "zookeeper", "postgresql", "mssql", "dns", "mqtt", "mongodb", "ldap", "amqp"}) {
    add_service_facts(text, asked, 25, facts);
  }
  for (const char* service : {"smtp", "pop3", "imap"}) add_follow_up_facts(service, text, facts);
  add_ssh_algorithms(text, facts);
  check_clean(facts);
  is_whole(text);
  read_tls_hello(text);
  return 0;
}
