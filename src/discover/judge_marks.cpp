// Values that a sign announces: @ . : - between letters and digits.
#include <bit>

#include "discover/chars.h"
#include "discover/scanner.h"

namespace lp::discover {
namespace {

bool is_mailbox(char c) { return is_alnum(c) || c == '.' || c == '_' || c == '-' || c == '+' || c == '%'; }

}  // namespace

void Scanner::judge_at(std::size_t at) {
  const ClassMasks& m = *masks_;
  const std::size_t bit = at - window_.masks_from;
  const std::uint64_t mailbox = bits_before(m.alpha, bit) | bits_before(m.digit, bit) | bits_before(m.dot, bit) | bits_before(m.hyphen, bit) | bits_before(m.mail, bit);
  std::size_t start = at - std::min(at, static_cast<std::size_t>(std::countl_one(mailbox)));
  while (start < at && (window_.text[start] == '.' || window_.text[start] == '-')) ++start;
  if (start == at || (start > 0 && is_mailbox(window_.text[start - 1]) && at - start >= 64)) return;
  // user:password@host is a credential, not a mailbox
  if (window_.before(start) == ':' && start >= 2 && window_.text[start - 2] != ' ' && window_.slice(start > 80 ? start - 80 : 0, start).find("://") != std::string_view::npos) return;
  const std::size_t after = bit + 1;
  const int host = std::countr_one(bits_from(m.alpha, after) | bits_from(m.digit, after) | bits_from(m.dot, after) | bits_from(m.hyphen, after));
  std::size_t end = at + 1 + static_cast<std::size_t>(host);
  while (host == 64 && end < window_.limit && end < at + 254 && (is_alnum(window_.text[end]) || window_.text[end] == '.' || window_.text[end] == '-')) ++end;
  while (end > at + 1 && (window_.text[end - 1] == '.' || window_.text[end - 1] == '-')) --end;
  if (end > at + 3) ask(Mark::at, start, end, at);
}

void Scanner::judge_quad(std::size_t at) {
  std::size_t start = at;
  while (start > 0 && at - start < 4 && window_.digit_at(start - 1)) --start;
  const char before = window_.before(start);
  if (window_.alnum_at(start - 1) || before == '.') return;
  // Chrome/120.0.6099.109 is a version; http://192.0.2.1/ is an address
  if (before == '/' && start >= 2 && is_alnum(window_.text[start - 2])) return;
  std::size_t end = at;
  for (int dots = 0; end < window_.limit && end < at + 14; ++end) {
    if (window_.text[end] == '.') {
      if (++dots == 4) break;
    } else if (!window_.digit_at(end)) {
      break;
    }
  }
  if (window_.at(end) == '.' && !window_.digit_at(end + 1) && end > start) {
    // a full stop after the address
  } else if (window_.alnum_at(end) || window_.at(end) == '.') {
    return;
  }
  ask(Mark::dots, start, end, at);
}

// Numbers joined by dots whose first says what they are: 88.1000.2/name, 1.2.156.10197.
void Scanner::judge_prefix_dot(std::size_t at) {
  const std::size_t start = window_.before(at - 1) == '8' && (window_.text[at - 1] == '8' || window_.text[at - 1] == '6') ? at - 2 : at - 1;
  const bool oid = start == at - 1 && window_.slice(start, std::min(start + 8, window_.limit)) == "1.2.156.";
  if ((start == at - 1 && !oid) || window_.alnum_at(start - 1) || window_.before(start) == '.') return;
  std::size_t end = at;
  while (end < window_.limit && end < start + 128 && (window_.digit_at(end) || (window_.text[end] == '.' && window_.digit_at(end + 1)))) ++end;
  if (!oid) {
    if (window_.at(end) != '/') return;
    for (++end; end < window_.limit && end < start + 255; ++end) {
      const char c = window_.text[end];
      if (c <= ' ' || c == '"' || c == '\'' || c == ',' || c == ';' || c == '<' || c == '>' || is_high(c)) break;
    }
  }
  ask(Mark::dots, start, end, at);
}

void Scanner::judge_decimal(std::size_t at) {
  std::size_t start = at;
  while (start > 0 && at - start < 4 && window_.digit_at(start - 1)) --start;
  if (at - start > 3 || window_.before(start) == '.' || window_.alnum_at(start - 1)) return;
  std::size_t end = at + 1;
  while (end < at + 17 && window_.digit_at(end)) ++end;
  if (window_.at(end) != ',' && window_.at(end) != ' ') return;
  while (end < at + 20 && (window_.at(end) == ',' || window_.at(end) == ' ')) ++end;
  const std::size_t second = end;
  while (end < second + 3 && window_.digit_at(end)) ++end;
  if (end == second || window_.at(end) != '.') return;
  const std::size_t fraction = ++end;
  while (end < fraction + 16 && window_.digit_at(end)) ++end;
  if (end < fraction + 4 || window_.alnum_at(end)) return;
  ask(Mark::decimals, start, end, at);
}

void Scanner::judge_pairs(std::size_t at) {
  if (at < 2 || at + 15 > window_.limit) return;
  const std::size_t start = at - 2, end = start + 17;
  const char separator = window_.text[at], before = window_.before(start), after = window_.at(end);
  if (window_.alnum_at(start - 1) || before == separator || window_.alnum_at(end) || after == separator) return;
  ask(Mark::pairs, start, end, at);
}

void Scanner::judge_colons(std::size_t at) {
  const auto part = [&](std::size_t i) { return window_.text[i] == ':' || window_.text[i] == '.' || (is_hex(window_.text[i]) && window_.alnum_at(i)); };
  std::size_t start = at, end = at;
  while (start > 0 && at - start < 40 && part(start - 1)) --start;
  while (end < window_.limit && end - at < 48 && part(end)) ++end;
  while (end > at && (window_.text[end - 1] == '.' || (window_.text[end - 1] == ':' && window_.text[end - 2] != ':'))) --end;
  if (window_.alnum_at(start - 1) || window_.alnum_at(end) || end - start < 6) return;
  ask(Mark::colons, start, end, at);
}

void Scanner::judge_hyphen(std::size_t at) {
  // Dates have two digits between hyphens too: of those only cells begin with 460.
  if (window_.at(at + 3) == '-' && (at < 3 || window_.slice(at - 3, at) != "460")) return;
  // Back over the parts before it, at most three of them and 24 bytes.
  std::size_t start = at;
  for (int parts = 0; start > 0 && at - start < 24; --start) {
    const char c = window_.text[start - 1];
    if (window_.alnum_at(start - 1) || (c == '.' && parts == 0 && start < at && window_.alnum_at(start - 2))) continue;
    if (c != '-' || ++parts > 2) break;
  }
  while (start < at && !is_alnum(window_.text[start])) ++start;
  std::size_t end = at + 1;
  while (end < window_.limit && end - at < 40 && (window_.alnum_at(end) || (window_.text[end] == '-' && window_.alnum_at(end + 1)))) ++end;
  if (start == at || end == at + 1) return;
  // 苏B2-20240001
  if (start >= 3 && is_high(window_.text[start - 1]) && start + 2 == at) ask_cjk(Mark::hyphen, start - (window_.form == TextForm::utf8 ? 3 : 2), end, at);
  ask(Mark::hyphen, start, end, at);
}

// 6222 0200 0000 0000 018, 138-0000-0000
void Scanner::judge_groups(std::size_t at) {
  const char separator = window_.text[at];
  std::size_t start = at;
  while (start > 0 && at - start < 20 && (window_.digit_at(start - 1) || (window_.text[start - 1] == separator && window_.digit_at(start - 2)))) --start;
  std::size_t end = at + 10;
  while (window_.digit_at(end)) ++end;
  while (window_.at(end) == separator && window_.digit_at(end + 1) && end - start < 23) {
    ++end;
    while (window_.digit_at(end)) ++end;
  }
  if (window_.alnum_at(end) || window_.alnum_at(start - 1) || end - start > 23 || window_.before(start) == '-') return;
  const std::string_view value = window_.slice(start, end);
  // Grouped writing is judged by the validators of plain words, which skip the separators.
  for (const bool card : {false, true}) {
    if ((value.size() == 13) == card) continue;
    const KindIndex kind = rules_->index_of(card ? "bank_card" : "mobile");
    if (kind >= rules_->kinds().size()) continue;
    const Evidence evidence = rules_->kinds()[kind].validator->check(value);
    if (evidence) return offer(kind, evidence, start, end, at);
  }
}

}  // namespace lp::discover
