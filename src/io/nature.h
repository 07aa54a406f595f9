#pragma once
// What a file is, by its content; names are not believed.

#include <optional>
#include <string_view>

#include "io/encoding.h"

namespace lp::io {

// Coarse: what it takes to read it, not its exact version. The enumerator is the wire name.
enum class Nature : std::uint8_t {
  text, html, xml, eml, mbox,
  zip, tar, gzip, bzip2, xz, zstd, lz4, lzma, compress, seven_zip, rar, cpio, iso, ar, cab,
  docx, xlsx, pptx, odf, ole_office, pdf,
  image, sqlite, parquet, executable, media, unknown_binary,
};
std::string_view to_string(Nature n);
// A ZIP, as office documents are too.
constexpr bool is_zip(Nature n) { return n == Nature::zip || n == Nature::docx || n == Nature::xlsx || n == Nature::pptx || n == Nature::odf; }

// Bytes of a file's two ends that recognise() makes use of; fewer make it less sure.
inline constexpr std::size_t recognise_head = 64 * 1024, recognise_tail = 64 * 1024 + 22;

// `tail` may be empty where the end is not known, or overlap the head. Never fails.
// A file that is two things at once (a polyglot) is what a reader program that looks at its start
// would open: a PDF with a ZIP behind it is a PDF. But when the start is a program, a picture, sound or
// unknown, and the end is that of a ZIP, it is the ZIP: only that has text. A start that is no text with a PDF heading
// in the first 1,024 bytes is a PDF, as PDF readers have it. Empty is text.
Nature recognise(std::string_view head, std::string_view tail);

// How to read it when it is text: hardly any control characters, hardly anything undecodable.
// Text in old Western code pages is named GB18030, as detect_encoding() does.
std::optional<Encoding> text_encoding(std::string_view head);

// Where the ZIP's end record begins in `tail`, when it is one that fits the end of the file.
std::optional<std::size_t> find_zip_end(std::string_view tail);

}  // namespace lp::io
