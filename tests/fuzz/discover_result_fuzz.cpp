// Any bytes as a scan's result, or as decisions when the first byte is 'D'. What is read must write and read back as the same.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "io/buffered_sink.h"
#include "discover/report/decisions.h"
#include "discover/report/result_json.h"

namespace {

using namespace lp::discover;

void read_result(std::string_view text) {
  const lp::Result<ScanResult> result = parse_result_json(text);
  if (!result) return;
  std::string written;
  LP_CHECK(write_result_json(*result, lp::io::append_to(written)).has_value());
  const lp::Result<ScanResult> again = parse_result_json(written);
  LP_CHECK(again.has_value() && *again == *result);
}

void read_people(std::string_view text) {
  lp::Diagnostics out(100);
  lp::Result<std::vector<Decision>> decisions = read_decisions(text, "fuzz.yaml", out);
  if (!decisions) return;
  const lp::Result<std::vector<Decision>> again = read_decisions(write_decisions(*decisions), "again.yaml", out);
  LP_CHECK(again.has_value() && again->size() == decisions->size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (data[0] == 'D') read_people(text.substr(1));
  else read_result(text);
  return 0;
}
