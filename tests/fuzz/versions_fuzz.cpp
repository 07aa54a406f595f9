// Any bytes as versions of every scheme: no crash, a refused one leaves the key alone, keys keep to their room, do not depend on what
// is before them, and order three versions without contradiction.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "match/version/key.h"
#include "match/version/order_reference.h"
#include "match/version/scheme.h"

namespace {

using namespace lp::match;

void check_reference(const Scheme& scheme, std::string_view a, std::string_view b, int order) {
  const auto plain = [](std::string_view text) { return trim_spaces(text) == text; };
  if (!plain(a) || !plain(b)) return;
  if (scheme.id == "deb") LP_CHECK(reference::sign(reference::compare_deb(a, b)) == order);
  if (scheme.id == "rpm") LP_CHECK(reference::sign(reference::compare_rpm(a, b)) == order);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t first = text.find('\n'), second = first == text.npos ? first : text.find('\n', first + 1);
  std::array<std::string_view, 3> versions = {text.substr(0, first)};
  if (first != text.npos) versions[1] = text.substr(first + 1, second == text.npos ? second : second - first - 1);
  if (second != text.npos) versions[2] = text.substr(second + 1);
  for (const Scheme& scheme : builtin_schemes()) {
    std::array<std::string, 3> keys = {"x", "x", "x"};
    bool all = true;
    for (std::size_t i = 0; i < 3; ++i) {
      const bool taken = scheme.encode(versions[i], keys[i]);
      LP_CHECK(keys[i].starts_with('x') && taken == (keys[i].size() > 1));
      LP_CHECK(keys[i].size() - 1 <= key_room(versions[i].size()));
      LP_CHECK(version_key(scheme, versions[i]).value_or("") == keys[i].substr(1));
      all = all && taken;
    }
    if (!all) continue;
    check_reference(scheme, versions[0], versions[1], reference::sign(keys[0].compare(keys[1])));
    LP_CHECK(compare_versions(scheme, versions[0], versions[1]) == (keys[0].compare(keys[1]) <=> 0));
  }
  return 0;
}
