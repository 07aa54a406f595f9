#include "io/ooxml_text.h"

#include <algorithm>
#include <array>

#include "io/xml_text_source.h"

namespace lp::io {
namespace {

template <std::size_t n>
bool is_any(std::string_view name, const std::array<std::string_view, n>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr std::array<std::string_view, 10> text_elements{"t", "delText", "instrText", "text", "v", "f", "author", "definedName", "pt", "oleLink"};
constexpr std::array<std::string_view, 8> sheet_elements{"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter", "formula1", "formula2"};
constexpr std::array<std::string_view, 7> line_elements{"p", "si", "comment", "v", "f", "author", "definedName"};
// Attributes that hold what somebody wrote.
constexpr std::array<std::string_view, 7> written{"descr", "title", "display", "tooltip", "initials", "promptTitle", "prompt"};

class OoxmlText final : public XmlTextHandler {
 public:
  explicit OoxmlText(OoxmlPart part) : part_(part) {}

  Status start(std::string_view name, const XmlAttributes& attributes) override {
    if (shows(name)) ++shown_;
    if (name == "pPr") ++properties_;
    if (name == "tc") ++cells_;
    if (part_ == OoxmlPart::content && properties_ == 0) {
      if (name == "tab") out += '\t';
      if (name == "br" || name == "cr") out += '\n';
    }
    if (name == "s" || name == "n" || name == "d") add_line(attributes.get("v"));  // a pivot table's cache
    for (const std::string_view attribute : written) add_line(attributes.get(attribute));
    return ok_status();
  }

  Status end(std::string_view name) override {
    if (shows(name) && shown_ > 0) --shown_;
    if (name == "pPr" && properties_ > 0) --properties_;
    if (part_ != OoxmlPart::content) {
      end_line();
      return ok_status();
    }
    if (name == "tc") {
      if (cells_ > 0) --cells_;
      while (out.ends_with(' ')) out.pop_back();
      out += '\t';
    } else if (name == "tr") {
      while (out.ends_with('\t') || out.ends_with(' ')) out.pop_back();
      out += '\n';
    } else if (is_any(name, line_elements)) {
      out += cells_ > 0 ? ' ' : '\n';
    }
    return ok_status();
  }

  void text(std::string_view piece) override {
    if (shown_ > 0) out += piece;
  }

 private:
  bool shows(std::string_view name) const {
    switch (part_) {
      case OoxmlPart::content: return is_any(name, text_elements);
      case OoxmlPart::properties: return true;
      case OoxmlPart::sheet: return is_any(name, sheet_elements);
    }
    return false;
  }
  void end_line() {
    if (!out.empty() && out.back() != '\n') out += '\n';
  }
  void add_line(std::string_view value) {
    if (value.empty()) return;
    end_line();
    out += value;
    out += '\n';
  }

  OoxmlPart part_;
  int shown_ = 0, properties_ = 0, cells_ = 0;
};

}  // namespace

std::unique_ptr<ByteSource> make_ooxml_text(ByteSource& xml, OoxmlPart part) { return std::make_unique<XmlTextSource<OoxmlText>>(xml, "document part", part); }

}  // namespace lp::io
