// Any bytes as a file of owners and as an allow-list: no crash, and lookups end.
#include <cstdint>

#include "detect/attribution/owners.h"
#include "detect/indicators/allow_lists.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lp::detect;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  lp::Diagnostics out(10);
  if (auto entries = read_owners(text, "f", out)) {
    const Owners owners = Owners::build(std::move(*entries), PublicSuffixes::minimum(), out);
    for (const char* ip : {"0.0.0.0", "192.0.2.1", "255.255.255.255", "::", "2001:db8::1"}) owners.of(ClueKind::ip, ip, 0);
    owners.of(ClueKind::domain, text.substr(0, 60), 0);
    owners.of(ClueKind::icp, text.substr(0, 60), no_time);
  }
  AllowLists lists;
  if (lists.add(text, "f", out)) lists.find(IndicatorKind::domain, "a.example", text.substr(0, 100));
  const PublicSuffixes suffixes = PublicSuffixes::parse(text, "f", out);
  suffixes.registrable_of("a.b.c.example");
  return 0;
}
