#include "probe/answers/html_text.h"

#include <array>
#include <charconv>
#include <memory>
#include <optional>
#include <utility>

#include "base/text.h"
#include "io/encoding.h"

namespace lp::probe {
namespace {

constexpr std::size_t searched_bytes = 64u << 10;
constexpr std::size_t kept_bytes = 2048;
constexpr std::size_t kept_characters = 256;

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> entities{{
    {"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}, {"nbsp", " "}}};

// "&#39;" and the few names above; anything else stays as it is.
std::optional<std::string> entity_text(std::string_view name) {
  for (const auto& [known, text] : entities) {
    if (name == known) return std::string(text);
  }
  if (!name.starts_with('#')) return std::nullopt;
  name.remove_prefix(1);
  const int base = name.starts_with('x') || name.starts_with('X') ? 16 : 10;
  if (base == 16) name.remove_prefix(1);
  unsigned code = 0;
  const auto parsed = std::from_chars(name.data(), name.data() + name.size(), code, base);
  if (name.empty() || parsed.ec != std::errc() || parsed.ptr != name.data() + name.size()) return std::nullopt;
  if (code < 0x20 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return std::nullopt;
  std::string out;
  append_utf8(out, static_cast<char32_t>(code));
  return out;
}

std::string unescape(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = text.front() == '&' ? text.substr(0, 12).find(';') : std::string_view::npos;
    const auto replaced = end == std::string_view::npos ? std::nullopt : entity_text(text.substr(1, end - 1));
    if (replaced) out += *replaced;
    else out += text.front();
    text.remove_prefix(replaced ? end + 1 : 1);
  }
  return out;
}

// White space and control characters become one blank.
std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool blank = static_cast<unsigned char>(c) <= 0x20 || c == 0x7f;
    if (!blank) out += c;
    else if (!out.empty() && out.back() != ' ') out += ' ';
  }
  return truncate(trim(out), kept_characters);
}

bool says_chinese(std::string_view lower) {
  const std::size_t at = lower.find("charset");
  return at != std::string_view::npos && lower.substr(at, 24).find("gb") != std::string_view::npos;
}

std::string to_text(std::string_view raw, bool chinese) {
  raw = raw.substr(0, kept_bytes);
  if (!chinese && is_valid_utf8(raw)) return one_line(unescape(raw));
  if (!chinese && raw.size() == kept_bytes && valid_utf8_prefix(raw) + 4 > raw.size()) return one_line(unescape(raw.substr(0, valid_utf8_prefix(raw))));
  return one_line(unescape(io::to_utf8(raw, io::Encoding::gb18030)));
}

std::string_view title_of(std::string_view page, std::string_view lower) {
  for (std::size_t at = lower.find("<title"); at != std::string_view::npos; at = lower.find("<title", at + 6)) {
    const std::size_t open = lower.find('>', at);
    if (open == std::string_view::npos || open - at > 256) continue;
    const std::size_t close = lower.find("</", open);
    if (!trim(page.substr(open + 1, std::min(close, page.size()) - open - 1)).empty()) {
      return page.substr(open + 1, std::min(close, page.size()) - open - 1);
    }
  }
  return {};
}

// The value of content="…" in the tag that names itself a generator.
std::string_view generator_of(std::string_view page, std::string_view lower) {
  const std::size_t name = std::min(lower.find("name=\"generator\""), lower.find("name='generator'"));
  if (name == std::string_view::npos) return {};
  const std::size_t begin = lower.rfind('<', name), end = lower.find('>', name);
  if (begin == std::string_view::npos || end == std::string_view::npos) return {};
  const std::string_view tag = lower.substr(begin, end - begin);
  const std::size_t content = tag.find("content=");
  if (content == std::string_view::npos || content + 9 >= tag.size()) return {};
  const char quote = tag[content + 8];
  if (quote != '"' && quote != '\'') return {};
  const std::size_t from = content + 9, to = tag.find(quote, from);
  return to == std::string_view::npos ? std::string_view() : page.substr(begin + from, to - from);
}

}  // namespace

HtmlText read_html(std::string_view body, std::string_view content_type) {
  const std::string_view page = body.substr(0, searched_bytes);
  const std::string lower = to_lower_ascii(page);
  const std::string_view meta = std::string_view(lower).substr(0, 2048);
  const bool stated = contains(to_lower_ascii(content_type), "charset");
  const bool chinese = stated ? says_chinese(to_lower_ascii(content_type)) : says_chinese(meta);
  return {to_text(title_of(page, lower), chinese), to_text(generator_of(page, lower), chinese)};
}

}  // namespace lp::probe
