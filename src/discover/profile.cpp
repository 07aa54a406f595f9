#include "discover/profile.h"

#include <algorithm>

#include "discover/chars.h"
#include "discover/gb_text.h"
#include "discover/mask.h"

namespace lp::discover {
namespace {

constexpr std::size_t most_links = 4096;       // of a row, held at a time
constexpr std::uint64_t most_tries = 1000;   // hits of a field that are looked at for examples

}  // namespace

void normal_value(std::string_view utf8, std::string& out) {
  out.clear();
  for (const char c : utf8) {
    if (c == ' ' || c == '-') continue;
    out += is_lower(c) ? static_cast<char>(c - 32) : c;
  }
  if (out.starts_with('+')) out.erase(0, 1);
  if (out.size() == 13 && out.starts_with("861") && all_digits(out)) out.erase(0, 2);
}

Profile::Profile(const Rules& rules, const ValueHasher& hasher, TextForm form, std::size_t full)
    : rules_(rules), hasher_(hasher), form_(form), full_(full), recent_(rules.kinds().size(), nullptr) {}

Profile::Stat& Profile::stat_of(FieldIndex field, KindIndex kind) {
  Stat*& recent = recent_[kind];
  if (recent != nullptr && recent->field == field) return *recent;
  std::unique_ptr<Stat>& stat = stats_[std::uint64_t{field} << 16 | kind];
  if (stat == nullptr) {
    stat = std::make_unique<Stat>();
    stat->field = field;
    stat->kind = rules_.kinds()[kind].id;
    stat->index = kind;
    if (stats_.size() <= full_) stat->distinct = std::make_unique<DistinctCounter>();
  }
  recent = stat.get();
  return *recent;
}

void Profile::count(Stat& stat, std::string_view value, const Kind* kind, std::uint64_t offset, bool links) {
  if (stat.hits++ == 0) stat.first_offset = offset;
  normal_value(value, text_);
  const std::uint64_t hash = hasher_(text_);
  if (stat.distinct != nullptr) stat.distinct->add(hash);
  if (links && kind->about.links_person) {
    // A line of gigabytes is one row: its links are joined piece by piece, each through the first.
    if (row_links_.size() >= most_links) {
      const std::uint64_t first = row_links_.front();
      end_row();
      row_links_.push_back(first);
    }
    row_links_.push_back(hash);
  }
  // Of a column with few different values the examples never become three.
  if (stat.examples.size() < 3 && stat.hits <= most_tries) {
    std::string shown = kind != nullptr ? mask(value, *kind) : mask(value, 4, 0);
    if (std::find(stat.examples.begin(), stat.examples.end(), shown) == stat.examples.end()) stat.examples.push_back(std::move(shown));
  }
}

void Profile::take(std::span<const Hit> hits, std::span<const std::string_view> values) {
  std::string converted;
  for (std::size_t i = 0; i < hits.size(); ++i) {
    const Hit& hit = hits[i];
    if (hit.row != row_) {
      end_row();
      row_ = hit.row;
    }
    std::string_view value = values[i];
    if (form_ == TextForm::gb18030 && std::any_of(value.begin(), value.end(), is_high)) {
      converted = gb_to_utf8(value);
      value = converted;
    }
    Stat& stat = stat_of(hit.field, hit.kind);
    count(stat, value, &rules_.kinds()[hit.kind], hit.offset, true);
    stat.confidence_sum += hit.confidence;
    if (hit.setting == Setting::header || hit.setting == Setting::context) ++stat.named;
    ++hits_;
  }
}

void Profile::take_led(std::string_view kind, std::uint64_t offset, std::string_view value, int confidence) {
  std::unique_ptr<Stat>& stat = led_[std::string(kind)];
  if (stat == nullptr) {
    stat = std::make_unique<Stat>();
    stat->kind = kind;
    stat->led = true;
    stat->secret = kind.starts_with("secret:");
    stat->distinct = std::make_unique<DistinctCounter>();
  }
  std::string converted;
  if (form_ == TextForm::gb18030 && std::any_of(value.begin(), value.end(), is_high)) {
    converted = gb_to_utf8(value);
    value = converted;
  }
  // Two of one name are two persons: names in running text count none.
  count(*stat, value, rules_.find(kind), offset, false);
  stat->confidence_sum += static_cast<std::uint64_t>(confidence);
  ++hits_;
}

void Profile::end_row() {
  if (!row_links_.empty()) persons_.add_row(row_links_.data(), row_links_.size());
  row_links_.clear();
}

std::uint64_t Profile::persons() {
  end_row();
  return persons_.count();
}

std::vector<const Profile::Stat*> Profile::stats() const {
  std::vector<const Stat*> all;
  for (const auto& [key, stat] : stats_) all.push_back(stat.get());
  for (const auto& [key, stat] : led_) all.push_back(stat.get());
  std::sort(all.begin(), all.end(), [](const Stat* a, const Stat* b) {
    return a->first_offset != b->first_offset ? a->first_offset < b->first_offset : a->kind < b->kind;
  });
  return all;
}

}  // namespace lp::discover
