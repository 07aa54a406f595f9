// Any bytes as any specs file: diagnostics, never a crash, and a second reading says the same.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "spec/lint.h"
#include "spec/load.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::array<std::string_view, 9> paths{"records/fuzz.yaml", "obligations/fuzz.yaml", "plans/fuzz.yaml", "taxonomies/fuzz.yaml",
                                                  "grading/fuzz.yaml", "clocks/fuzz.yaml", "calendars/fuzz.yaml", "roles/fuzz.yaml",
                                                  "identifiers/fuzz.yaml"};
  if (size == 0) return 0;
  const std::string_view path = paths[data[0] % paths.size()];
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  std::array<std::size_t, 2> counts{};
  for (std::size_t& count : counts) {
    lp::model::Catalogue catalogue;
    lp::Diagnostics out(100);
    lp::spec::load_text(path, text, catalogue, out);
    lp::spec::lint(catalogue, out);
    count = out.errors() + out.warnings();
  }
  LP_CHECK(counts[0] == counts[1], "loading is deterministic");
  return 0;
}
