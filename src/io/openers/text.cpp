#include <algorithm>

#include "base/text.h"
#include "io/data_urls.h"
#include "io/entity_source.h"
#include "io/opener.h"

namespace lp::io {
namespace {

// "charset=gb2312" of a page or `encoding="gb2312"` of XML.
std::string declared_charset(std::string_view head) {
  const std::string lower = to_lower_ascii(head.substr(0, 2048));
  for (const std::string_view key : {"charset=", "encoding="}) {
    std::size_t at = lower.find(key);
    if (at == std::string::npos) continue;
    at = lower.find_first_not_of("\"' ", at + key.size());
    if (at == std::string::npos) continue;
    return lower.substr(at, std::min(lower.find_first_of("\"' ;>?/\r\n", at), lower.size()) - at);
  }
  return {};
}

// What a text says of itself is believed where its bytes do not prove otherwise.
struct Charset {
  Encoding encoding = Encoding::utf8;
  std::string name{};  // set: to be decoded by name
};

Charset charset_of(const OpenedPart& part) {
  const Charset found{detect_encoding(part.head)};
  if (found.encoding != Encoding::gb18030 || bom_length(found.encoding, part.head) != 0) return found;
  std::string said = part.part.charset;
  if (said.empty() && part.nature != Nature::text) said = declared_charset(part.head);
  const auto known = parse_encoding(said);
  if (known || said.empty() || said == "us-ascii") return found;  // GB text, or not what it says
  return Decoder::for_charset(said) ? Charset{found.encoding, said} : found;
}

// As it is stored: a scanner may know GB text and UTF-16 without conversion.
Status open_plain(Unpacking& run, OpenedPart& part, const Charset& charset) {
  Leaf leaf{.path = part.part.path, .nature = part.nature, .bytes = part.part.size, .mime = part.part.mime, .encoding = charset.encoding};
  std::unique_ptr<DecodingSource> named;
  if (!charset.name.empty()) {
    named = DecodingSource::for_charset(part.bytes, charset.name);
    leaf.encoding = Encoding::utf8;
    leaf.offsets = named.get();
  }
  DataUrlSource text(run, part.part.path, named ? static_cast<ByteSource&>(*named) : part.bytes);
  LP_CHECK_OK(run.leaf(leaf, text));
  return text.open_found();
}

Status open_marked_up(Unpacking& run, OpenedPart& part, const Charset& charset) {
  const auto decoded = charset.name.empty() ? std::make_unique<DecodingSource>(part.bytes, charset.encoding) : DecodingSource::for_charset(part.bytes, charset.name);
  EntitySource entities(*decoded);
  DataUrlSource text(run, part.part.path, entities);
  LP_CHECK_OK(run.leaf({.path = part.part.path, .nature = part.nature, .bytes = part.part.size, .mime = part.part.mime, .encoding = Encoding::utf8, .offsets = &entities}, text));
  return text.open_found();
}

Status open_stored(Unpacking& run, OpenedPart& part, const Charset& charset) {
  Leaf leaf{.path = part.part.path, .nature = part.nature, .bytes = part.part.size, .mime = part.part.mime, .encoding = charset.encoding};
  if (charset.name.empty()) return run.leaf(leaf, part.bytes);
  const auto named = DecodingSource::for_charset(part.bytes, charset.name);
  leaf.encoding = Encoding::utf8;
  leaf.offsets = named.get();
  return run.leaf(leaf, *named);
}

Status open_text(Unpacking& run, OpenedPart& part) {
  const Charset charset = charset_of(part);
  if (run.limits().texts_as_stored) return open_stored(run, part, charset);
  return part.nature == Nature::text ? open_plain(run, part, charset) : open_marked_up(run, part, charset);
}

}  // namespace

Opener opener_text() { return {{Nature::text, Nature::html, Nature::xml}, open_text}; }

}  // namespace lp::io
