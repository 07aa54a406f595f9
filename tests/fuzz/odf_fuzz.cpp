// Any nesting of elements as a flat OpenDocument file (bytes choose them: XML at random would not
// get past expat), and the bytes as they are: no crash, no hang, no more text than repeats may make.
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/check.h"
#include "io/flat_odf.h"

namespace {

constexpr std::array<std::string_view, 15> names{"body", "header", "p", "h", "tab", "line-break", "s", "table", "table-row", "table-cell", "covered-table-cell", "binary-data", "annotation", "frame", "footer"};
constexpr std::array<std::string_view, 6> attributes{"", " number-columns-repeated=\"3\"", " number-rows-repeated=\"99999999999999999999\"", " c=\"1000000\"",
                                                     " value-type=\"float\" value=\"138\"", " number-columns-repeated=\"-1\" number-rows-repeated=\"16384\""};

std::string document(const std::uint8_t* data, std::size_t size) {
  std::string out = "<d><body>";
  std::vector<std::string_view> open;
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t choice = data[i] % 18;
    if (choice < names.size()) {
      out.append("<").append(names[choice]).append(attributes[data[i] / 18 % attributes.size()]).append(">");
      open.push_back(names[choice]);
    } else if (choice == 17 || open.empty()) {
      out += "text ";
    } else {
      out.append("</").append(open.back()).append(">");
      open.pop_back();
    }
  }
  for (; !open.empty(); open.pop_back()) out.append("</").append(open.back()).append(">");
  return out + "</body></d>";
}

bool read_all(const std::string& xml) {
  const auto text = lp::io::make_flat_odf_text(lp::io::make_memory_source(xml));
  std::array<char, 65536> buffer;
  std::size_t total = 0;
  for (;;) {
    const auto n = text->read(buffer.data(), buffer.size());
    if (!n) return false;
    if (*n == 0) return true;
    total += *n;
    LP_CHECK(total <= (xml.size() + 1) << 20);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 100) return 0;
  LP_CHECK(read_all(document(data, size)));
  read_all(std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
