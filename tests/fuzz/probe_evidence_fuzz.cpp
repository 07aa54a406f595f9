// A file of evidence from anywhere: no crash; only a chain that proves itself is read.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "probe/evidence.h"
#include "probe/evidence_lines.h"
#include "probe/nmap_report.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lp::probe;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const int file = ::memfd_create("evidence", MFD_CLOEXEC);
  if (file < 0 || ::write(file, data, size) != static_cast<ssize_t>(size)) return 0;
  std::uint64_t lines = 0;
  const auto end = read_chain(file, "evidence", [&](const ChainLine& line) {
    ++lines;
    if (line.problem.empty()) LP_CHECK(link_hash(line.entry) == lp::get_string(line.entry, "hash"));
    return true;
  });
  ::close(file);
  if (end) LP_CHECK(end->entries == lines && end->good_bytes + end->torn_bytes == size);
  (void)parse_nmap(text);
  const auto value = lp::parse_json(text);
  if (!value || !value->is_object()) return 0;
  if (const auto request = request_from_json(value->as_object())) LP_CHECK(request_from_json(to_json(*request)).has_value());
  if (const auto observation = observation_from_json(value->as_object())) LP_CHECK(observation_from_json(to_json(*observation)).has_value());
  return 0;
}
