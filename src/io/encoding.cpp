#include "io/encoding.h"

#include <algorithm>
#include <cerrno>
#include <iconv.h>

#include "base/check.h"
#include "base/text.h"
#include "io/wide_text.h"

namespace lp::io {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

const char* iconv_name(Encoding e) {
  switch (e) {
    case Encoding::utf16le: return "UTF-16LE";
    case Encoding::utf16be: return "UTF-16BE";
    case Encoding::gb18030: return "GB18030";
    case Encoding::utf32le: return "UTF-32LE";
    case Encoding::utf32be: return "UTF-32BE";
    default: return "UTF-8";
  }
}

// Cuts an unfinished UTF-8 character off the end.
std::string_view without_partial(std::string_view s) {
  for (std::size_t back = 1; back <= std::min<std::size_t>(3, s.size()); ++back) {
    const auto byte = static_cast<unsigned char>(s[s.size() - back]);
    if (byte < 0x80) return s;
    if (byte >= 0xC0) return s.substr(0, s.size() - back);
  }
  return s;
}

// Lines of several programs pasted together: the majority names the file. Valid UTF-8 that is not
// ASCII is hardly ever GB text, so a tie goes to UTF-8.
bool most_lines_are_utf8(std::string_view head) {
  int utf8 = 0;
  int other = 0;
  for (std::size_t newline = head.find('\n'); newline != std::string_view::npos; newline = head.find('\n')) {
    const std::string_view line = head.substr(0, newline);
    head.remove_prefix(newline + 1);
    if (!is_valid_utf8(line)) {
      ++other;
    } else if (count_codepoints(line) < line.size()) {
      ++utf8;
    }
  }
  return utf8 > 0 && utf8 >= other;
}

// No bad bytes and no control characters: Chinese in UTF-16 has both, its low bytes being anything.
bool is_clean_gb(std::string_view head) {
  std::string text;
  bool clean = true;
  Decoder(Encoding::gb18030).decode(head, text, false, [&](std::size_t, std::size_t) { clean = false; });
  return clean && std::none_of(text.begin(), text.end(), [](char c) { return (c >= 0 && c < 0x20 && c != '\t' && c != '\r' && c != '\n') || c == 0x7F; });
}

bool is_utf8(Encoding e) { return e == Encoding::utf8 || e == Encoding::utf8_bom; }

// Could more bytes make this a character? The lead byte says how many it wants.
bool is_unfinished(std::string_view tail) {
  return tail.size() < 4 && without_partial(tail).empty() && static_cast<unsigned char>(tail[0]) <= 0xF4;
}

// glibc's UTF-8 lets codes above U+10FFFF through, so UTF-8 is checked here and not by iconv.
std::size_t decode_utf8(std::string_view in, std::string& out, bool last, const BadBytesFn& bad) {
  std::size_t done = 0;
  for (;;) {
    const std::size_t valid = valid_utf8_prefix(in.substr(done));
    out.append(in, done, valid);
    done += valid;
    const std::string_view rest = in.substr(done);
    if (rest.empty() || (!last && is_unfinished(rest))) return done;
    out += replacement;
    if (bad) bad(done, 1);
    ++done;
  }
}

}  // namespace

std::size_t bom_length(Encoding e, std::string_view bytes) {
  switch (e) {
    case Encoding::utf16le: return bytes.starts_with("\xFF\xFE") ? 2 : 0;
    case Encoding::utf16be: return bytes.starts_with("\xFE\xFF") ? 2 : 0;
    case Encoding::utf32le: return bytes.starts_with(std::string_view("\xFF\xFE\0\0", 4)) ? 4 : 0;
    case Encoding::utf32be: return bytes.starts_with(std::string_view("\0\0\xFE\xFF", 4)) ? 4 : 0;
    case Encoding::gb18030: return bytes.starts_with("\x84\x31\x95\x33") ? 4 : 0;
    default: return bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  }
}

std::size_t unit_size(Encoding e) {
  switch (e) {
    case Encoding::utf16le:
    case Encoding::utf16be: return 2;
    case Encoding::utf32le:
    case Encoding::utf32be: return 4;
    default: return 1;
  }
}

std::string_view to_string(Encoding e) {
  switch (e) {
    case Encoding::utf8: return "utf-8";
    case Encoding::utf8_bom: return "utf-8-bom";
    case Encoding::utf16le: return "utf-16le";
    case Encoding::utf16be: return "utf-16be";
    case Encoding::gb18030: return "gb18030";
    case Encoding::utf32le: return "utf-32le";
    case Encoding::utf32be: return "utf-32be";
  }
  return "utf-8";
}

std::optional<Encoding> parse_encoding(std::string_view name) {
  const std::string n = to_lower_ascii(name);
  if (n == "gbk" || n == "gb2312" || n == "cp936") return Encoding::gb18030;
  if (n == "utf8") return Encoding::utf8;
  if (n == "utf-16") return Encoding::utf16le;
  if (n == "utf-32") return Encoding::utf32le;
  for (const Encoding e : {Encoding::utf8, Encoding::utf8_bom, Encoding::utf16le, Encoding::utf16be, Encoding::gb18030, Encoding::utf32le, Encoding::utf32be}) {
    if (n == to_string(e)) return e;
  }
  return std::nullopt;
}

Encoding detect_encoding(std::string_view head) {
  if (bom_length(Encoding::utf8, head) != 0) return Encoding::utf8_bom;
  // The mark of UTF-32LE begins with that of UTF-16LE, whose text never begins with U+0000.
  for (const Encoding e : {Encoding::utf32le, Encoding::utf32be, Encoding::utf16le, Encoding::utf16be, Encoding::gb18030}) {
    if (bom_length(e, head) != 0) return e;
  }
  if (const auto guessed = guess_by_zeros(head)) return *guessed;
  if (is_valid_utf8(head) || is_valid_utf8(without_partial(head))) return Encoding::utf8;
  if (const auto guessed = guess_chinese_utf16(head); guessed && !is_clean_gb(head)) return *guessed;
  return most_lines_are_utf8(head) ? Encoding::utf8 : Encoding::gb18030;
}

Decoder::Decoder(Encoding from) : unit_(unit_size(from)) {
  if (is_utf8(from)) return;
  handle_ = ::iconv_open("UTF-8", iconv_name(from));
  LP_CHECK(handle_ != reinterpret_cast<void*>(-1), "glibc knows the encoding (package libc-bin)");
}

std::unique_ptr<Decoder> Decoder::for_charset(std::string_view name) {
  const bool plain = !name.empty() && name.size() < 40 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.' || c == ':';
  });  // "//TRANSLIT" and the like are no names
  if (!plain) return nullptr;
  if (const auto known = parse_encoding(name)) return std::make_unique<Decoder>(*known);
  const iconv_t handle = ::iconv_open("UTF-8", std::string(name).c_str());
  if (handle == reinterpret_cast<iconv_t>(-1)) return nullptr;
  return std::unique_ptr<Decoder>(new Decoder(handle, 1));
}

Decoder::~Decoder() {
  if (handle_ != nullptr) ::iconv_close(static_cast<iconv_t>(handle_));
}

std::size_t Decoder::decode(std::string_view in, std::string& out, bool last, const BadBytesFn& bad) {
  if (handle_ == nullptr) return decode_utf8(in, out, last, bad);
  char buffer[16384];
  std::size_t done = 0;
  while (done < in.size()) {
    char* from = const_cast<char*>(in.data()) + done;  // iconv does not write through it
    std::size_t left = in.size() - done;
    char* to = buffer;
    std::size_t room = sizeof buffer;
    const std::size_t rc = ::iconv(static_cast<iconv_t>(handle_), &from, &left, &to, &room);
    const int why = rc == static_cast<std::size_t>(-1) ? errno : 0;
    out.append(buffer, sizeof buffer - room);
    done = in.size() - left;
    if (why == 0 || why == E2BIG) continue;
    if (why == EINVAL && !last) break;
    const std::size_t skipped = std::min(why == EINVAL ? left : unit_, left);
    out += replacement;
    if (bad) bad(done, skipped);
    done += skipped;
    ::iconv(static_cast<iconv_t>(handle_), nullptr, nullptr, nullptr, nullptr);
  }
  return done;
}

std::string to_utf8(std::string_view bytes, Encoding from, const BadBytesFn& bad) {
  const std::size_t skip = bom_length(from, bytes);
  std::string out;
  Decoder(from).decode(bytes.substr(skip), out, true, [&](std::size_t offset, std::size_t length) {
    if (bad) bad(offset + skip, length);
  });
  return out;
}

std::string from_utf8(std::string_view text, Encoding to) {
  std::string out;
  if (to == Encoding::utf8_bom) out = "\xEF\xBB\xBF";
  if (to == Encoding::utf8 || to == Encoding::utf8_bom) return out.append(text);
  iconv_t handle = ::iconv_open(iconv_name(to), "UTF-8");
  LP_CHECK(handle != reinterpret_cast<iconv_t>(-1), "glibc knows the encoding (package libc-bin)");
  std::string question(unit_size(to), '\0');
  question[to == Encoding::utf16be || to == Encoding::utf32be ? question.size() - 1 : 0] = '?';
  char buffer[16384];
  char* from = const_cast<char*>(text.data());
  std::size_t left = text.size();
  while (left > 0) {
    char* end = buffer;
    std::size_t room = sizeof buffer;
    const std::size_t rc = ::iconv(handle, &from, &left, &end, &room);
    const int why = rc == static_cast<std::size_t>(-1) ? errno : 0;
    out.append(buffer, sizeof buffer - room);
    if (why == 0 || why == E2BIG) continue;
    out += question;
    do {  // past the whole character
      ++from;
      --left;
    } while (left > 0 && (static_cast<unsigned char>(*from) & 0xC0) == 0x80);
  }
  ::iconv_close(handle);
  return out;
}

}  // namespace lp::io
