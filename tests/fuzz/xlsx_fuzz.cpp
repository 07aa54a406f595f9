// Any bytes as a workbook, and as the XML of a sheet inside a sound one.
#include <cstdint>

#include "io/testing.h"
#include "io/xlsx_reader.h"

namespace {
void read_all(std::string_view bytes) {
  const auto book = lp::io::Workbook::open_memory(bytes);
  if (!book) return;
  for (std::size_t i = 0; i < (*book)->sheets().size() && i < 5; ++i) {
    const auto sheet = (*book)->open_sheet(i);
    if (!sheet) continue;
    lp::io::Row row;
    for (auto more = (*sheet)->next(row); more && *more; more = (*sheet)->next(row)) {
    }
  }
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (bytes.starts_with("PK")) {
    read_all(bytes);
  } else {
    read_all(lp::io::testing::make_workbook({{"a", std::string(bytes)}}, "<sst><si><t>x</t></si></sst>"));
  }
  return 0;
}
