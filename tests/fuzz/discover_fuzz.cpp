// Any bytes through the scanner of identifiers: every format's locator, both text forms, the sampling of cells, explain.
// What is found lies in order inside the text, and pieces make no difference.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "discover/cells.h"
#include "discover/explain.h"
#include "discover/scanner.h"
#include "discover/sniff.h"

namespace {

using namespace lp::discover;

struct Keeper final : HitSink {
  void take(std::span<const Hit> hits, std::span<const std::string_view> values) override {
    for (std::size_t i = 0; i < hits.size(); ++i) {
      if (hits[i].offset < end || values[i].size() != hits[i].length || hits[i].length == 0) std::abort();
      end = hits[i].offset + hits[i].length;
      ++count;
    }
  }
  std::uint64_t end = 0, count = 0;
};

const std::shared_ptr<const Rules>& rules() {
  static const std::shared_ptr<const Rules> all = Rules::builtin();
  return all;
}

std::uint64_t scan(std::string_view text, TextForm form, std::unique_ptr<Locator> (*make)(FieldTable&)) {
  FieldTable fields(*rules());
  Scanner scanner(rules(), fields);
  Keeper keeper;
  const auto locator = make(fields);
  scanner.scan_text(text, *locator, {form, 1}, keeper);
  if (keeper.end > text.size()) std::abort();
  return keeper.count;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const TextForm form : {TextForm::utf8, TextForm::gb18030}) {
    for (auto* make : {make_text_locator, make_json_locator, make_sql_locator, make_xml_locator}) (void)scan(text, form, make);
  }
  FieldTable fields(*rules());
  const Sniffed sniffed = sniff(text);
  for_each_cell(sniffed, text, fields, [](FieldIndex, std::string_view) {});
  Scanner scanner(rules(), fields);
  Keeper keeper;
  const auto locator = make_locator(sniffed, fields);
  scanner.scan_text(text, *locator, {TextForm::utf8, 1}, keeper);
  if (size > 0) (void)explain(rules(), text, data[0] * size / 256);
  return 0;
}
