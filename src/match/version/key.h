#pragma once
// Building blocks of version keys. A key is a row of symbols that compare byte by byte, so a scheme lays its symbols out in the
// order they sort in at one place of a version ("~" < end < letters < numbers …) and no symbol is the beginning of another one.
//
// Encoders write to memory with room for `key_room(size)` bytes and return the new end, or nullptr: no version of the scheme.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace lp::match {

constexpr bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }
constexpr bool is_lower(char c) { return static_cast<unsigned char>(c - 'a') < 26; }
constexpr bool is_letter(char c) { return static_cast<unsigned char>((c | 0x20) - 'a') < 26; }
constexpr bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }
// Printable ASCII without the space: what most schemes write versions in.
constexpr bool is_graphic(char c) { return c > 0x20 && c < 0x7f; }

inline std::string_view trim_spaces(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}
inline const char* skip_digits(const char* at, const char* end) {
  while (at != end && is_digit(*at)) ++at;
  return at;
}

// Room that any encoder has for a version of `size` bytes. The widest are two marks and an end around each single letter and a mark
// before each single digit ("x1x1x1" for Maven), five bytes for two.
constexpr std::size_t key_room(std::size_t size) { return 3 * size + 32; }

inline char* put(char* out, int symbol) {
  *out = static_cast<char>(symbol);
  return out + 1;
}

// Natural numbers of any length as the symbols First … Last: small ones are one byte, others their length and then
// themselves. "7" and "007" are the same number.
template <int First, int Last>
struct Numbers {
  static_assert(0 <= First && First + 9 < Last && Last <= 255);
  static constexpr int singles = Last - First - 8;  // then eight widths in bytes, then "more digits than fit"

  static char* put(char* out, std::uint64_t n) {
    if (n < static_cast<std::uint64_t>(singles)) [[likely]] {
      *out = static_cast<char>(First + static_cast<int>(n));
      return out + 1;
    }
    const int width = (71 - __builtin_clzll(n)) / 8;
    *out++ = static_cast<char>(First + singles + width - 1);
    for (int i = width - 1; i >= 0; --i) *out++ = static_cast<char>(n >> (8 * i));
    return out;
  }
  // Takes the digits at `at` (none are 0) and moves behind them.
  static char* take(char* out, const char*& at, const char* end) {
    static_assert(singles >= 100);
    int n = 0;
    if (at != end && is_digit(*at)) {
      n = *at++ - '0';
      if (at != end && is_digit(*at)) {
        n = n * 10 + (*at++ - '0');
        if (at != end && is_digit(*at)) return take_long(out, at, at - 2, end);
      }
    }
    *out = static_cast<char>(First + n);
    return out + 1;
  }

 private:
  [[gnu::noinline]] static char* take_long(char* out, const char*& at, const char* begin, const char* end) {
    at = skip_digits(at, end);
    while (begin != at && *begin == '0') ++begin;
    const auto digits = static_cast<std::size_t>(at - begin);
    if (digits <= 18) {
      std::uint64_t n = 0;
      for (; begin != at; ++begin) n = n * 10 + static_cast<unsigned char>(*begin - '0');
      return put(out, n);
    }
    *out++ = static_cast<char>(Last);
    for (int i = 7; i >= 0; --i) *out++ = static_cast<char>(static_cast<std::uint64_t>(digits) >> (8 * i));
    std::memcpy(out, begin, digits);
    return out + digits;
  }
};

// Runs an encoder `char* (const char* begin, const char* end, char* out)` and appends what it wrote. Spaces around a version are
// not of it; nothing at all is no version.
template <class Encoder>
bool append_key(std::string_view version, std::string& key, Encoder encoder) {
  constexpr std::size_t usual = 120;
  version = trim_spaces(version);
  if (version.empty()) return false;
  const char* const begin = version.data();
  const char* const end = begin + version.size();
  if (version.size() <= usual) [[likely]] {
    char room[key_room(usual)];
    const char* const written = encoder(begin, end, room);
    if (written == nullptr) return false;
    key.append(room, static_cast<std::size_t>(written - room));
    return true;
  }
  std::string room(key_room(version.size()), '\0');
  const char* const written = encoder(begin, end, room.data());
  if (written == nullptr) return false;
  key.append(room.data(), static_cast<std::size_t>(written - room.data()));
  return true;
}

}  // namespace lp::match
