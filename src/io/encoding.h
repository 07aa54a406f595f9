#pragma once
// What people's files are encoded in, and UTF-8 from it. Conversion is glibc's iconv.
// GBK and GB2312 are read as GB18030, which contains both (GB 18030-2022 §5).

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lp::io {

enum class Encoding : std::uint8_t { utf8, utf8_bom, utf16le, utf16be, gb18030, utf32le, utf32be };
std::string_view to_string(Encoding e);                       // "utf-8", "utf-8-bom", "utf-16le", "gb18030"
std::optional<Encoding> parse_encoding(std::string_view name);  // also gbk, gb2312, utf-16, utf-32

// Looks at the start of a file (64 KiB are plenty; the cut may be inside a character). Plain ASCII is utf8.
// UTF-16 and UTF-32 are known without a byte order mark too, Chinese text among them.
// Never fails: what is none of these is taken as GB18030.
Encoding detect_encoding(std::string_view head);

// Bytes of the byte order mark `bytes` begins with, 0 without one.
std::size_t bom_length(Encoding e, std::string_view bytes);
// Bytes of its smallest unit: 1, 2 or 4.
std::size_t unit_size(Encoding e);

// Called for each run that is not valid: offset into the input, number of bytes.
using BadBytesFn = std::function<void(std::size_t offset, std::size_t length)>;

// Keeps an iconv handle (none for UTF-8). Not thread-safe.
class Decoder {
 public:
  explicit Decoder(Encoding from);
  // By the name a mail or a page gives ("windows-1252", "big5"); null when glibc does not know it.
  static std::unique_ptr<Decoder> for_charset(std::string_view name);
  ~Decoder();
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;
  // Appends UTF-8 to `out`; bad bytes become U+FFFD. Returns the bytes taken: fewer than given
  // only when `last` is false and the tail is an unfinished character.
  std::size_t decode(std::string_view in, std::string& out, bool last, const BadBytesFn& bad = {});

 private:
  Decoder(void* handle, std::size_t unit) : handle_(handle), unit_(unit) {}
  void* handle_ = nullptr;
  std::size_t unit_ = 1;  // how many bytes a bad place takes at least
};

// Whole text, BOM removed.
std::string to_utf8(std::string_view bytes, Encoding from, const BadBytesFn& bad = {});
// From UTF-8, for CSV that old programs read; characters the target lacks become "?".
std::string from_utf8(std::string_view text, Encoding to);

}  // namespace lp::io
