// Any bytes as an inventory, by content and as each format in turn (the first byte says which): no crash, everything that is counted as
// taken was given out, and whatever was refused was said.
#include <cstdint>

#include "base/check.h"
#include "match/inventory/inventory_format.h"
#include "match/package_key.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lp::match;
  if (size == 0) return 0;
  const auto& formats = builtin_inventorys();
  InventoryOptions options{.file = "f"};
  if (const std::size_t choice = data[0] % (formats.size() + 1); choice < formats.size()) options.format = formats[choice].id;
  std::uint64_t taken = 0;
  lp::Diagnostics out(10);
  const auto result = read_inventory({reinterpret_cast<const char*>(data) + 1, size - 1}, options, [&](Component&& component) {
    ++taken;
    LP_CHECK(!component.name.empty());
    for (const PackageKey& key : keys_of(component)) LP_CHECK(!key.name.empty());
  }, out);
  if (result) LP_CHECK(result->taken == taken && result->refused + result->parts <= out.warnings());
  return 0;
}
