#include "detect/attribution/owners.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "base/text.h"
#include "detect/net/domain_name.h"

namespace lp::detect {
namespace {

constexpr std::array<std::string_view, 5> kind_names{"ip", "domain", "asn", "licence", "icp"};

// One range as text: an address, a prefix or "first-last".
bool read_range(std::string_view text, Ip& first, Ip& last) {
  if (const auto prefix = parse_prefix(text)) {
    first = prefix->base;
    last = last_of(*prefix);
    return true;
  }
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return false;
  const auto a = parse_ip(trim(text.substr(0, dash))), b = parse_ip(trim(text.substr(dash + 1)));
  if (!a || !b || a->v6 != b->v6 || *b < *a) return false;
  first = *a;
  last = *b;
  return true;
}

double addresses(const Ip& first, const Ip& last) {
  return std::ldexp(static_cast<double>(last.high - first.high), 64) + static_cast<double>(last.low) - static_cast<double>(first.low) + 1;
}

int trailing_zeros(const Ip& ip) {
  if (!ip.v6) return ip.low == 0 ? 32 : std::countr_zero(ip.low);
  if (ip.low != 0) return std::countr_zero(ip.low);
  return ip.high == 0 ? 128 : 64 + std::countr_zero(ip.high);
}

Owner nobody(std::string reason) { return {{}, {}, std::move(reason)}; }

}  // namespace

std::string_view to_string(ClueKind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

std::optional<ClueKind> parse_clue_kind(std::string_view text) {
  for (std::size_t i = 0; i < kind_names.size(); ++i)
    if (text == kind_names[i]) return static_cast<ClueKind>(i);
  return std::nullopt;
}

std::string clue_key(ClueKind kind, std::string_view text) {
  std::string key = normalise_for_match(text);
  if (kind == ClueKind::asn) {
    if (key.starts_with("as")) key.erase(0, 2);
    const bool digits = !key.empty() && key.size() <= 10 && key.find_first_not_of("0123456789") == std::string::npos;
    return digits ? "asn:" + key : std::string{};
  }
  if (kind == ClueKind::icp) {
    const std::size_t number = key.find("号");
    if (number != std::string::npos) key.resize(number + std::string_view("号").size());
  }
  return key.empty() ? key : std::string(to_string(kind)) + ":" + key;
}

void Owners::add_range(std::uint32_t entry, const Ip& first, const Ip& last) {
  sizes_[entry] = addresses(first, last);
  Ip at = first;
  const int most = first.v6 ? 128 : 32;
  for (bool whole = true;; whole = false) {
    int free_bits = std::min(trailing_zeros(at), most);
    Prefix piece{.base = at, .bits = static_cast<std::uint8_t>(most - free_bits)};
    while (last < last_of(piece)) piece.bits = static_cast<std::uint8_t>(piece.bits + 1);
    pieces_.push_back(piece);
    piece_of_.push_back(entry);
    const Ip end = last_of(piece);
    if (end == last) {
      if (!whole) only_prefixes_ = false;
      return;
    }
    at = end;
    if (++at.low == 0) ++at.high;
  }
}

void Owners::chain(std::unordered_map<std::string, std::uint32_t>& map, std::string key, std::uint32_t entry) {
  auto& head = map[std::move(key)];
  if (head != 0) {
    // Behind the last: the first given stays first.
    std::uint32_t at = head;
    while (next_[at - 1] != 0) at = next_[at - 1];
    next_[at - 1] = entry + 1;
  } else {
    head = entry + 1;
  }
}

Owners Owners::build(std::vector<OwnerEntry> entries, const PublicSuffixes& suffixes, Diagnostics& out) {
  Owners owners;
  owners.entries_ = std::move(entries);
  owners.next_.resize(owners.entries_.size());
  owners.sizes_.resize(owners.entries_.size());
  owners.pieces_.reserve(owners.entries_.size());
  owners.piece_of_.reserve(owners.entries_.size());
  for (std::uint32_t i = 0; i < owners.entries_.size(); ++i) {
    const OwnerEntry& entry = owners.entries_[i];
    const auto refuse = [&](std::string what) { out.error(entry.where, "bad_owner", std::move(what), "nothing is attributed by it"); };
    if (entry.organisation.empty()) {
      refuse("names no organisation");
      continue;
    }
    if (entry.kind == ClueKind::ip) {
      Ip first, last;
      if (read_range(trim(entry.value), first, last)) owners.add_range(i, first, last);
      else refuse("is no address, prefix or range: " + truncate(entry.value, 60));
    } else if (entry.kind == ClueKind::domain) {
      std::string name;
      if (!normalise_domain(trim(entry.value), name)) {
        refuse("is no domain name: " + truncate(entry.value, 60));
      } else if (suffixes.is_suffix(name)) {
        out.warning(entry.where, "public_suffix", name + " is shared by many owners", "only the name itself is attributed, not those below it");
        owners.chain(owners.exact_domains_, std::move(name), i);
      } else {
        owners.chain(owners.domains_, std::move(name), i);
      }
    } else {
      std::string key = clue_key(entry.kind, entry.value);
      if (key.empty()) refuse("is no " + std::string(to_string(entry.kind)) + " number: " + truncate(entry.value, 60));
      else owners.chain(owners.numbers_, std::move(key), i);
    }
  }
  owners.prefixes_ = PrefixMap(owners.pieces_);
  owners.settle();
  return owners;
}

bool Owners::fits(const OwnerEntry& entry, std::int64_t time) const {
  if (time == no_time) return entry.until == no_time;
  return (entry.from == no_time || entry.from <= time) && (entry.until == no_time || time < entry.until);
}

const OwnerEntry* Owners::best_of(std::uint32_t head, std::int64_t time) const {
  const OwnerEntry* best = nullptr;
  for (std::uint32_t at = head; at != 0; at = next_[at - 1]) {
    const OwnerEntry& entry = entries_[at - 1];
    if (fits(entry, time) && (best == nullptr || entry.from > best->from)) best = &entry;
  }
  return best;
}

// Most lookups end at their first piece; a bit says so, and the entry itself need not be touched.
void Owners::settle() {
  settled_.assign((pieces_.size() + 1) / 64 + 1, 0);
  settled_[0] = 1;
  for (std::uint32_t piece = 0; piece < pieces_.size(); ++piece) pieces_are_entries_ = pieces_are_entries_ && piece_of_[piece] == piece;
  for (std::uint32_t piece = 0; piece < pieces_.size() && only_prefixes_; ++piece) {
    const OwnerEntry& entry = entries_[piece_of_[piece]];
    if (entry.from != no_time || entry.until != no_time) continue;
    // The same range again competes when it has a beginning; of two without, the first given prevails, and it stands innermost.
    const PrefixView view = prefixes_.view();
    std::uint32_t twin = view.parent(piece + 1);
    while (twin != 0 && pieces_[twin - 1] == pieces_[piece] && entries_[piece_of_[twin - 1]].from == no_time) twin = view.parent(twin);
    if (twin == 0 || !(pieces_[twin - 1] == pieces_[piece])) settled_[(piece + 1) / 64] |= std::uint64_t{1} << (piece + 1) % 64;
  }
}

const OwnerEntry* Owners::find_ip(const Ip& ip, std::int64_t time) const {
  const PrefixView view = prefixes_.view();
  const std::uint32_t first = view.find(ip);
  // "Nobody" is settled too: whether somebody is found is the one thing here that cannot be foretold, and must not be a branch.
  if (!settled_.empty() && (settled_[first / 64] >> first % 64 & 1) != 0) {
    const OwnerEntry* const found = entries_.data() + (first == 0 ? 0 : pieces_are_entries_ ? first - 1 : piece_of_[first - 1]);
    return first == 0 ? nullptr : found;
  }
  const OwnerEntry* best = nullptr;
  double best_size = 0;
  for (std::uint32_t piece = first; piece != 0; piece = view.parent(piece)) {
    const std::uint32_t number = piece_of_[piece - 1];
    const OwnerEntry& entry = entries_[number];
    const double size = sizes_[number];
    if (best != nullptr && only_prefixes_ && size > best_size) break;
    if (!fits(entry, time)) continue;
    if (best == nullptr || size < best_size || (size == best_size && entry.from > best->from)) {
      best = &entry;
      best_size = size;
    }
  }
  return best;
}

Owner Owners::answer(const OwnerEntry* entry, std::string_view asked) const {
  if (entry == nullptr) return nobody("no owner is known of " + std::string(asked));
  return Owner{entry->organisation, entry->object, std::string(asked) + " is of " + std::string(to_string(entry->kind)) + " " + entry->value};
}

Owner Owners::of_ip(const Ip& ip, std::int64_t time) const { return answer(find_ip(ip, time), to_string(ip)); }

Owner Owners::of_domain(std::string_view text, std::int64_t time) const {
  std::string name;
  if (!normalise_domain(text, name)) return nobody("no domain name");
  if (const auto exact = exact_domains_.find(name); exact != exact_domains_.end())
    if (const OwnerEntry* entry = best_of(exact->second, time)) return answer(entry, name);
  for (std::string_view part = name;;) {
    if (const auto found = domains_.find(std::string(part)); found != domains_.end())
      if (const OwnerEntry* entry = best_of(found->second, time)) return answer(entry, name);
    const std::size_t dot = part.find('.');
    if (dot == std::string_view::npos) return answer(nullptr, name);
    part.remove_prefix(dot + 1);
  }
}

Owner Owners::of(ClueKind kind, std::string_view text, std::int64_t time) const {
  if (kind == ClueKind::domain) return of_domain(text, time);
  if (kind == ClueKind::ip) {
    const auto ip = parse_ip(trim(text));
    return ip ? of_ip(*ip, time) : nobody("no address");
  }
  const std::string key = clue_key(kind, text);
  const auto found = numbers_.find(key);
  return answer(found == numbers_.end() ? nullptr : best_of(found->second, time), key);
}

}  // namespace lp::detect
