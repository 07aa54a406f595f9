#include "io/nature.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"
#include "io/nature_parts.h"

namespace lp::io {
namespace {

constexpr std::size_t text_sample = 16 * 1024;
constexpr std::size_t pdf_heading_within = 1024;

bool is_stray_control(unsigned char c) { return (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\b' && c != 0x1B) || c == 0x7F; }

struct Sample {
  Encoding encoding = Encoding::utf8;
  std::string text;
  std::size_t bad = 0, controls = 0;
  // One character in fifty may be a control character, one byte in ten undecodable (old Western code pages).
  bool is_text() const {
    const std::size_t size = std::max<std::size_t>(text.size(), 1);
    return (controls <= 1 || controls * 50 <= size) && controls * 4 <= size && (bad <= 2 || bad * 10 <= size);
  }
};

Sample sample_of(std::string_view head) {
  Sample sample;
  sample.encoding = detect_encoding(head);
  std::string_view bytes = head.substr(0, text_sample);
  bytes.remove_prefix(bom_length(sample.encoding, bytes));
  Decoder(sample.encoding).decode(bytes, sample.text, false, [&](std::size_t, std::size_t n) { sample.bad += n; });
  sample.controls = static_cast<std::size_t>(std::count_if(sample.text.begin(), sample.text.end(), [](char c) { return is_stray_control(static_cast<unsigned char>(c)); }));
  return sample;
}

bool is_late_pdf(std::string_view head, std::string_view tail, bool is_text) {
  const std::size_t at = head.substr(0, pdf_heading_within).find("%PDF-");
  return at != std::string_view::npos && (!is_text || contains(tail, "%%EOF"));
}

bool yields_to_zip(Nature n) { return n == Nature::executable || n == Nature::image || n == Nature::media || n == Nature::unknown_binary; }

Nature by_head(std::string_view head, std::string_view tail) {
  if (head.empty()) return Nature::text;
  if (head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06") || head.starts_with("PK00PK\x03\x04")) return nature_of_zip(head, tail);
  const Sample sample = sample_of(head);
  const bool text = sample.is_text();
  if (const auto magic = nature_by_magic(head, text)) return *magic;
  if (is_late_pdf(head, tail, text)) return Nature::pdf;
  return text ? nature_of_text(sample.text) : Nature::unknown_binary;
}

constexpr std::array<std::string_view, 32> names{"text", "html", "xml", "eml", "mbox", "zip", "tar", "gzip", "bzip2", "xz", "zstd", "lz4", "lzma", "compress", "seven_zip", "rar",
                                                 "cpio", "iso", "ar", "cab", "docx", "xlsx", "pptx", "odf", "ole_office", "pdf", "image", "sqlite", "parquet", "executable", "media", "unknown_binary"};

}  // namespace

std::string_view to_string(Nature n) { return names[static_cast<std::size_t>(n)]; }

Nature recognise(std::string_view head, std::string_view tail) {
  const Nature nature = by_head(head, tail);
  return yields_to_zip(nature) && find_zip_end(tail) ? nature_of_zip(head, tail) : nature;
}

std::optional<Encoding> text_encoding(std::string_view head) {
  const Sample sample = sample_of(head);
  return sample.is_text() ? std::optional(sample.encoding) : std::nullopt;
}

}  // namespace lp::io
