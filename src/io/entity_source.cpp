#include "io/entity_source.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <optional>

#include "base/text.h"

namespace lp::io {
namespace {

constexpr std::size_t block = 32 * 1024;
constexpr std::size_t longest = 12;         // "&#x0010FFFF;"
constexpr std::size_t most_jumps = 32'768;  // half a megabyte

struct Named {
  std::string_view name;
  char32_t character;
};
constexpr Named xml_names[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}, {"nbsp", ' '}, {"ensp", ' '}, {"emsp", ' '}, {"ndash", 0x2013}, {"mdash", 0x2014}, {"hellip", 0x2026}};

constexpr std::array<std::string_view, 96> latin1_names{
    "nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy", "ordf", "laquo", "not", "shy", "reg", "macr", "deg", "plusmn", "sup2", "sup3", "acute", "micro", "para", "middot",
    "cedil", "sup1", "ordm", "raquo", "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig", "Ccedil", "Egrave", "Eacute", "Ecirc", "Euml", "Igrave",
    "Iacute", "Icirc", "Iuml", "ETH", "Ntilde", "Ograve", "Oacute", "Ocirc", "Otilde", "Ouml", "times", "Oslash", "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute", "THORN", "szlig", "agrave", "aacute",
    "acirc", "atilde", "auml", "aring", "aelig", "ccedil", "egrave", "eacute", "ecirc", "euml", "igrave", "iacute", "icirc", "iuml", "eth", "ntilde", "ograve", "oacute", "ocirc", "otilde", "ouml",
    "divide", "oslash", "ugrave", "uacute", "ucirc", "uuml", "yacute", "thorn", "yuml"};

std::optional<char32_t> numeric(std::string_view digits) {
  const bool hex = !digits.empty() && (digits[0] == 'x' || digits[0] == 'X');
  if (hex) digits.remove_prefix(1);
  std::uint32_t code = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
  const bool character = code != 0 && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
  if (error != std::errc{} || end != digits.data() + digits.size() || !character) return std::nullopt;
  return code == 0xA0 ? U' ' : static_cast<char32_t>(code);
}

std::optional<char32_t> meaning(std::string_view name) {
  if (name.starts_with('#')) return numeric(name.substr(1));
  for (const Named& n : xml_names) {
    if (n.name == name) return n.character;
  }
  const auto found = std::find(latin1_names.begin(), latin1_names.end(), name);
  if (found == latin1_names.end()) return std::nullopt;
  return static_cast<char32_t>(0xA0 + (found - latin1_names.begin()));
}

}  // namespace

Result<std::size_t> EntitySource::read(char* out, std::size_t size) {
  while (ready_at_ == ready_.size()) {
    if (end_ && pending_.empty()) return std::size_t{0};
    LP_CHECK_OK(fill());
  }
  const std::size_t n = std::min(size, ready_.size() - ready_at_);
  std::memcpy(out, ready_.data() + ready_at_, n);
  ready_at_ += n;
  return n;
}

Status EntitySource::fill() {
  ready_.clear();
  ready_at_ = 0;
  const std::size_t old = pending_.size();
  pending_.resize(old + block);
  auto n = text_.read(pending_.data() + old, block);
  pending_.resize(old + n.value_or(0));
  if (!n) return std::move(n).error();
  end_ = *n == 0;
  std::string_view rest = pending_;
  while (!rest.empty()) {
    const std::size_t plain = std::min(rest.find('&'), rest.size());
    ready_ += rest.substr(0, plain);
    rest.remove_prefix(plain);
    in_done_ += plain;
    out_done_ += plain;
    if (rest.empty() || (!end_ && rest.size() < longest)) break;
    rest.remove_prefix(replace(rest));
  }
  pending_.erase(0, pending_.size() - rest.size());
  return ok_status();
}

// `rest` begins with "&".
std::size_t EntitySource::replace(std::string_view rest) {
  const std::size_t semicolon = rest.substr(0, longest).find(';');
  const auto character = semicolon == std::string_view::npos ? std::nullopt : meaning(rest.substr(1, semicolon - 1));
  const std::size_t taken = character ? semicolon + 1 : 1;
  const std::size_t before = ready_.size();
  if (character) {
    append_utf8(ready_, *character);
  } else {
    ready_ += '&';
  }
  in_done_ += taken;
  out_done_ += ready_.size() - before;
  if (taken > 1) jumps_.push_back({out_done_, in_done_});
  if (jumps_.size() > most_jumps) jumps_.pop_front();
  return taken;
}

std::uint64_t EntitySource::raw_offset(std::uint64_t at) {
  while (jumps_.size() > 1 && jumps_[1].out <= at) jumps_.pop_front();
  std::uint64_t in = at;
  if (!jumps_.empty() && jumps_.front().out <= at) in = jumps_.front().in + (at - jumps_.front().out);
  return text_.raw_offset(in);
}

}  // namespace lp::io
