// STIX 2.1 bundles and the envelopes TAXII answers with. The objects are read by read_stix_objects() (stix_objects.cpp).
#include "base/text.h"
#include "detect/indicators/indicator_import.h"

namespace lp::detect {
namespace {

void read(std::string_view bytes, ImportSink& sink) {
  const auto root = parse_json(bytes);
  if (!root) return sink.fail(root.error().message);
  const json::array* objects = root->is_object() ? find_array(root->as_object(), "objects") : nullptr;
  if (objects == nullptr) return sink.fail("it has no objects");
  read_stix_objects(*objects, sink);
}

int sniff(std::string_view head) {
  const std::string_view text = trim(head);
  if (!text.starts_with('{')) return 0;
  const auto has = [&](std::string_view word) { return text.find(word) != std::string_view::npos; };
  return has("\"objects\"") && (has("\"bundle\"") || has("\"spec_version\"") || has("\"pattern_type\"") || has("\"pattern\"")) ? 95 : 0;
}

}  // namespace

IndicatorImport import_stix_bundle() { return {"stix_bundle", "STIX 2.1 包", "STIX 2.1", sniff, read}; }

}  // namespace lp::detect
