// Both JSON readers give the same events for any document, sound or broken.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "detect/decoder_testing.h"
#include "detect/json_decoder.h"
#include "detect/json_exact.h"
#include "detect/json_walk.h"

namespace lp::detect {
namespace {

rc::Gen<std::string> any_number() {
  return rc::gen::oneOf(rc::gen::map(rc::gen::arbitrary<std::int64_t>(), [](std::int64_t n) { return std::to_string(n); }),
                        rc::gen::map(rc::gen::arbitrary<std::uint64_t>(), [](std::uint64_t n) { return std::to_string(n); }),
                        rc::gen::map(rc::gen::arbitrary<double>(), [](double d) { return fmt::format("{}", std::isfinite(d) ? d : 0.5); }),
                        rc::gen::element<std::string>("0", "-0", "1.0", "18446744073709551616", "-9223372036854775809", "123456789012345678901234567890", "1e5", "1E-7", "0.1",
                                                      "9007199254740993", "2.2250738585072011e-308", "123456789.123456789e-20"));
}

rc::Gen<std::string> any_text() {
  return rc::gen::map(rc::gen::container<std::string>(rc::gen::oneOf(rc::gen::inRange<char>(' ', '~'), rc::gen::element<char>('\\', '"', 'n', 'u', 'd', '8', '0'))),
                      [](std::string s) {
                        std::string out = "\"";
                        for (const char c : s) out += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
                        return out + "\"";
                      });
}

std::string any_value(int depth) {
  const int kind = *rc::gen::inRange(0, depth > 3 ? 4 : 6);
  if (kind == 0) return *any_number();
  if (kind == 1) return *any_text();
  if (kind == 2) return *rc::gen::element<std::string>("true", "false", "null");
  if (kind == 3) return *rc::gen::element<std::string>("\"\\ud83d\\ude00\"", "\"\\ud83d\"", "\"\xff\"", "\"\\u0000x\"", "\"中文\"", "\"a\\tb\"");
  std::string out = kind == 4 ? "[" : "{";
  const int n = *rc::gen::inRange(0, 5);
  for (int i = 0; i < n; ++i) {
    if (i > 0) out += ',';
    if (kind == 5) out += '"' + *rc::gen::element<std::string>("a", "b", "a.b", "c", "b.c", "", " a", "unknown") + "\":";
    out += any_value(depth + 1);
  }
  return out + (kind == 4 ? ']' : '}');
}

std::string show(const DecoderUnderTest& decoder, Decoded done, std::string_view reason) {
  if (done == Decoded::rejected) return "rejected " + std::string(reason);
  std::string out = std::to_string(decoder.event().time) + ' ' + decoder.route() + '\n';
  for (const Value& v : decoder.event().values())
    out += fmt::format("{} {} {} {} {}\n", v.field, static_cast<int>(v.kind), v.text, v.integer, v.real);
  for (const std::string& text : decoder.texts()) out += text + '\n';
  return out;
}

constexpr std::string_view mapping = "id: t\ntitle: {zh: 试, en: t}\ntime: [a, c]\nfields:\n  a.b: [x]\nlogsources:\n  - {when: {b: \"*\"}, is: {product: p}}\n";

RC_GTEST_PROP(JsonReaders, GiveTheSameEvents, ()) {
  const std::vector<std::string> wanted{"a", "b", "a.b", "x", "a.b.c", "c"};
  static DecoderUnderTest fast(&make_json_decoder, mapping_of(mapping), wanted), exact(&make_exact_json_decoder, mapping_of(mapping), wanted);
  std::string line = "{\"a\":" + any_value(0) + ",\"b\":" + any_value(0) + ",\"a.b\":" + any_value(1) + "}";
  if (*rc::gen::inRange(0, 4) == 0) line.resize(*rc::gen::inRange<std::size_t>(0, line.size()));
  const Decoded one = fast.decode(line), other = exact.decode(line);
  RC_ASSERT(show(fast, one, fast.decoder().reason()) == show(exact, other, exact.decoder().reason()));
}

// Without the fast reader's judgement before it: what simdjson takes, the exact reader takes, and the other way round but for
// numbers beyond 64 bits.
RC_GTEST_PROP(JsonReaders, AgreeOnWhatIsJson, ()) {
  std::string line = "{\"a\":" + any_value(0) + "}";
  const std::size_t at = *rc::gen::inRange<std::size_t>(0, line.size());
  const int change = *rc::gen::inRange(0, 3);
  if (change == 1) line.erase(at, 1);
  if (change == 2) line.insert(at, 1, *rc::gen::element<char>('"', '{', '}', '[', ']', ',', ':', '1', 'e', '-', '.', '\\', ' ', 't'));
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  const auto error = parser.parse(line).get(root);
  RC_PRE(error != simdjson::UTF8_ERROR && error != simdjson::STRING_ERROR);
  ExactJson exact;
  const bool taken = exact.parse(line);
  if (error == simdjson::SUCCESS) {
    RC_ASSERT(taken);
  }
  if (error != simdjson::SUCCESS && error != simdjson::NUMBER_ERROR) {
    RC_ASSERT(!taken);
  }
}

}  // namespace
}  // namespace lp::detect
