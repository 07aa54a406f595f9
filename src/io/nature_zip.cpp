#include <algorithm>

#include "io/nature_parts.h"

namespace lp::io {
namespace {

using namespace std::string_view_literals;

std::size_t number_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]) | static_cast<std::size_t>(static_cast<unsigned char>(bytes[at + 1])) << 8;
}

struct Seen {
  bool word = false, sheets = false, slides = false, odf = false, ooxml = false;
};

void look_at(std::string_view name, std::string_view content, Seen& seen) {
  if (name.starts_with("word/")) seen.word = true;
  if (name.starts_with("xl/")) seen.sheets = true;
  if (name.starts_with("ppt/")) seen.slides = true;
  if (name == "[Content_Types].xml" || name == "_rels/.rels" || name.starts_with("docProps/")) seen.ooxml = true;
  // Its content is stored, not deflated, so that programs like this one can read it.
  if (name == "mimetype" && content.starts_with("application/vnd.oasis.opendocument.")) seen.odf = true;
}

// Of records that begin with `signature`: the name's length stands at `length_at`, the name at `name_at`.
void look_at_all(std::string_view bytes, std::string_view signature, std::size_t length_at, std::size_t name_at, Seen& seen) {
  for (std::size_t at = bytes.find(signature); at != std::string_view::npos; at = bytes.find(signature, at + 4)) {
    if (at + name_at > bytes.size()) return;
    const std::size_t length = number_at(bytes, at + length_at);
    const std::size_t extra = signature[2] == '\x03' ? number_at(bytes, at + 28) : 0;
    const std::string_view after = bytes.substr(std::min(bytes.size(), at + name_at + length + extra));
    look_at(bytes.substr(at + name_at, length), after, seen);
  }
}

}  // namespace

Nature nature_of_zip(std::string_view head, std::string_view tail) {
  Seen seen;
  look_at_all(head, "PK\x03\x04", 26, 30, seen);
  look_at_all(tail, "PK\x01\x02", 28, 46, seen);
  if (seen.odf) return Nature::odf;
  if (!seen.ooxml) return Nature::zip;
  if (seen.sheets) return Nature::xlsx;
  if (seen.slides) return Nature::pptx;
  return seen.word ? Nature::docx : Nature::zip;
}

std::optional<std::size_t> find_zip_end(std::string_view tail) {
  for (std::size_t at = tail.rfind("PK\x05\x06"); at != std::string_view::npos; at = at == 0 ? tail.npos : tail.rfind("PK\x05\x06", at - 1)) {
    if (at + 22 <= tail.size() && at + 22 + number_at(tail, at + 20) == tail.size()) return at;
  }
  return std::nullopt;
}

}  // namespace lp::io
