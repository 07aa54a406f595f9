// Any bytes as a stream of syslog, as a bulk body and as a JSON list: no crash, no hang, and pieces do not matter.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "detect/inputs/json_items.h"
#include "server/ingest/bulk_body.h"
#include "server/ingest/syslog_framing.h"

namespace {

using namespace lp;

std::string framed(std::string_view bytes, std::size_t piece) {
  server::SyslogFraming framing(1000);
  std::string lines;
  for (std::size_t at = 0; at < bytes.size(); at += piece) framing.feed(bytes.substr(at, piece), lines);
  framing.finish(lines);
  return lines;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  LP_CHECK(framed(bytes, 1 + size % 7) == framed(bytes, 4096), "pieces of syslog");
  if (const auto items = server::read_bulk(bytes, "index", 1000)) {
    for (const auto& [index, lines] : server::lines_by_index(*items)) LP_CHECK(lines.ends_with('\n') && lines.find("\n\n") == lines.npos, "whole lines");
    (void)server::bulk_answer(*items, 0);
  }
  if (const auto first = detect::JsonItems::begins(bytes)) {
    const auto source = io::make_memory_source(bytes);
    detect::JsonItems items(*source, *first);
    std::string room(1 + size % 50, '\0');
    for (std::size_t got = 1; got > 0;) got = *items.read(room.data(), room.size());
  }
  return 0;
}
