// How fast lines become events: events a second of one core, beside simdjson alone over the same lines in the same run.
//   events_bench FORMAT FILE [FORMAT FILE]...     files of lines; 40 fields are asked for, as rules and indicators would
// Yardsticks: parse = simdjson's DOM of every line; walk = that and every key, text and number of it visited.
#include <simdjson.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "bench/cpu_time.h"
#include "detect/event_mapping.h"
#include "detect/format.h"

namespace {

using namespace lp::detect;

const char* const asked[] = {
    "source.ip", "destination.ip", "source.port", "destination.port", "dns.question.name", "dns.answers.data", "url.domain", "url.original",
    "user_agent.original", "http.request.method", "http.response.status_code", "tls.client.server_name", "tls.client.ja3", "tls.server.ja3s",
    "file.hash.md5", "file.hash.sha1", "file.hash.sha256", "file.path", "rule.name", "rule.id", "query", "answer", "record_type", "c-uri", "cs-host",
    "cs-method", "sc-status", "c-useragent", "src_ip", "dst_ip", "dst_port", "action", "Image", "CommandLine", "ParentImage", "EventID", "TargetObject",
    "TargetFilename", "ImageLoaded", "User"};

std::size_t walk(simdjson::dom::element element) {
  std::size_t sum = 0;
  switch (element.type()) {
    case simdjson::dom::element_type::OBJECT: {
      const simdjson::dom::object object = element.get_object().value_unsafe();
      for (const auto member : object) sum += member.key.size() + walk(member.value);
      return sum;
    }
    case simdjson::dom::element_type::ARRAY: {
      const simdjson::dom::array list = element.get_array().value_unsafe();
      for (const auto item : list) sum += walk(item);
      return sum;
    }
    case simdjson::dom::element_type::STRING: return element.get_string().value_unsafe().size();
    case simdjson::dom::element_type::INT64: return static_cast<std::size_t>(element.get_int64().value_unsafe());
    default: return 1;
  }
}

std::vector<std::string_view> lines_of(const std::string& text, std::size_t size) {
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at < size;) {
    const std::size_t end = std::min(text.find('\n', at), size);
    if (end > at) lines.push_back(std::string_view(text).substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

struct Rates {
  double parse = 1e9, walk = 1e9, decode = 1e9;
};

void measure(std::string_view id, const char* file, const EventMapping& mapping) {
  std::ifstream in(file, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(in), {});
  const std::size_t size = text.size();
  text.append(line_slack, '\0');
  const std::vector<std::string_view> lines = lines_of(text, size);
  FieldTable fields;
  for (const char* name : asked) fields.intern(name);
  RouteTable routes;
  Event event(fields);
  Rates best;
  std::size_t sum = 0, events = 0, values = 0;
  const auto decoder = find_format(id)->make({fields, mapping, routes});
  simdjson::dom::parser parser;
  for (int round = 0; round < 7; ++round) {
    simdjson::dom::element root;
    best.parse = std::min(best.parse, cpu_seconds([&] {
      for (const std::string_view line : lines) sum += !parser.parse(line.data(), line.size(), false).get(root);
    }));
    best.walk = std::min(best.walk, cpu_seconds([&] {
      for (const std::string_view line : lines)
        if (!parser.parse(line.data(), line.size(), false).get(root)) sum += walk(root);
    }));
    events = values = 0;
    best.decode = std::min(best.decode, cpu_seconds([&] {
      for (const std::string_view line : lines) {
        events += decoder->decode(line, event) == Decoded::event;
        values += event.values().size();
      }
    }));
  }
  const double n = static_cast<double>(lines.size());
  std::printf("%-14s %8zu lines %7.1f MB  decode %.3f M/s %.2f GB/s  parse %.3f  walk %.3f M/s  decode/walk %.2f  events %zu  values/event %.1f (%zu)\n",
              std::string(id).c_str(), lines.size(), static_cast<double>(size) / 1e6, n / best.decode / 1e6, static_cast<double>(size) / best.decode / 1e9,
              n / best.parse / 1e6, n / best.walk / 1e6, best.walk / best.decode, events, static_cast<double>(values) / n, sum % 10);
}

}  // namespace

int main(int argc, char** argv) {
  lp::Diagnostics out;
  const auto mappings = load_event_mappings(std::filesystem::path(LP_SOURCE_DIR) / "specs", out);
  if (!mappings) return 1;
  for (int i = 1; i + 1 < argc; i += 2) {
    const auto mapping = mappings->find(std::string_view(argv[i]));
    if (mapping == mappings->end() || !find_format(argv[i])) {
      std::fprintf(stderr, "no format %s\n", argv[i]);
      return 1;
    }
    measure(argv[i], argv[i + 1], mapping->second);
  }
  return 0;
}
