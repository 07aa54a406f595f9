#include "io/office_members.h"

#include "io/flat_odf.h"
#include "io/ooxml_text.h"

namespace lp::io {
namespace {

class Borrowed final : public ByteSource {
 public:
  explicit Borrowed(ByteSource& source) : source_(source) {}
  Result<std::size_t> read(char* out, std::size_t size) override { return source_.read(out, size); }

 private:
  ByteSource& source_;
};

Leaf leaf_of(const OpenedPart& part, Nature nature) { return {.path = part.part.path, .nature = nature, .bytes = part.part.size, .encoding = Encoding::utf8}; }

OpenWithFn as_text(OoxmlPart kind) {
  return [kind](Unpacking& run, OpenedPart& part) {
    const auto text = make_ooxml_text(part.bytes, kind);
    return run.leaf(leaf_of(part, Nature::xml), *text);
  };
}

}  // namespace

OpenWithFn open_ooxml_member(std::string_view name) {
  if (!name.ends_with(".xml")) return {};
  if (name == "[Content_Types].xml") return {};
  const bool content = name.starts_with("word/") || name.starts_with("ppt/") || name.starts_with("xl/");
  return as_text(content ? OoxmlPart::content : OoxmlPart::properties);
}

OpenWithFn open_odf_member(std::string_view name) {
  if (name == "meta.xml") return as_text(OoxmlPart::properties);
  // An embedded document has its own, in a folder.
  if (!name.ends_with("content.xml") && !name.ends_with("styles.xml")) return {};
  return [](Unpacking& run, OpenedPart& part) {
    const auto text = make_flat_odf_text(std::make_unique<Borrowed>(part.bytes));
    return run.leaf(leaf_of(part, Nature::xml), *text);
  };
}

}  // namespace lp::io
