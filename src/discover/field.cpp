#include "discover/field.h"

#include <cstring>

#include "discover/mask.h"

namespace lp::discover {
namespace {

std::uint64_t word_of(const char* at) {
  std::uint64_t word;
  std::memcpy(&word, at, 8);
  return word;
}
// Eight bytes at a time, the last eight overlapping; names are short.
std::uint64_t quick_hash(std::string_view s) {
  std::uint64_t h = 0x9E3779B97F4A7C15U ^ s.size(), last = 0;
  if (s.size() >= 8) {
    for (std::size_t i = 0; i + 8 < s.size(); i += 8) {
      h = (h ^ word_of(s.data() + i)) * 0xFF51AFD7ED558CCDU;
      h ^= h >> 32;
    }
    last = word_of(s.data() + s.size() - 8);
  } else if (s.size() >= 4) {
    std::uint32_t low = 0, high = 0;
    std::memcpy(&low, s.data(), 4);
    std::memcpy(&high, s.data() + s.size() - 4, 4);
    last = std::uint64_t{high} << 32 | low;
  } else {
    for (const char c : s) last = last << 8 | static_cast<unsigned char>(c);
  }
  h = (h ^ last) * 0xC4CEB9FE1A85EC53U;
  return h ^ h >> 29;
}

}  // namespace

FieldTable::FieldTable(const Rules& rules, std::size_t limit) : rules_(rules), limit_(limit) {
  fields_.push_back({});
  by_name_.emplace("", 0);
}

FieldIndex FieldTable::intern(std::string_view name) {
  if (name.empty()) return 0;
  const std::uint64_t hash = quick_hash(name);
  Recent& recent = recent_[hash & 255];
  if (recent.hash == hash && fields_[recent.field].name == name) return recent.field;
  auto found = by_name_.find(name);
  if (found == by_name_.end()) {
    if (fields_.size() >= limit_) {
      if (fields_.size() == limit_) fields_.push_back({"…", "…"});
      return static_cast<FieldIndex>(fields_.size() - 1);
    }
    fields_.push_back({std::string(name), shown_name(rules_, name), rules_.meaning_of(name)});
    found = by_name_.emplace(std::string(name), static_cast<FieldIndex>(fields_.size() - 1)).first;
  }
  recent = {hash, found->second};
  return found->second;
}

FieldIndex FieldTable::intern_label(std::string_view label) {
  if (label.empty()) return 0;
  const std::uint64_t hash = quick_hash(label) | 1;
  Recent& recent = recent_labels_[(hash >> 1) & 255];
  if (recent.hash == hash) return recent.field;
  const NameMeaning meaning = rules_.meaning_of(label);
  std::string name;
  for (std::size_t i = 0; meaning.speaks_for.any() && i < rules_.kinds().size(); ++i) {
    if (meaning.speaks_for.test(i)) name += (name.empty() ? "" : "+") + rules_.kinds()[i].id;
  }
  FieldIndex field = 0;
  if (!name.empty()) {
    name = "(" + name + ")";
    field = intern(name);
    if (fields_[field].name == name) fields_[field].meaning = meaning;
  }
  recent = {hash, field};
  return field;
}

}  // namespace lp::discover
