#include "discover/rules.h"

#include <algorithm>
#include <unordered_set>

#include "base/text.h"
#include "discover/chars.h"
#include "spec/load.h"

namespace lp::discover {
namespace {

// Names of numbers that are nobody's identifier. A value under one of them needs its own name to be believed.
constexpr std::string_view other_names[] = {
    "id", "t", "ts", "time", "timestamp", "epoch", "date", "datetime", "seq", "sequence", "sn", "order", "orderid", "orderno", "ordernumber",
    "trace", "traceid", "span", "spanid", "rid", "reqid", "requestid", "sessionid", "sid", "msgid", "messageid", "offset", "size", "length",
    "count", "total", "version", "ver", "v", "build", "commit", "hash", "sha", "sha1", "sha256", "md5", "digest", "uuid", "guid", "nonce",
    "page", "pid", "tid", "port", "code", "status", "price", "amount", "money", "fee", "balance", "odo", "odometer", "ticket", "batch",
    "订单号", "订单编号", "流水号", "流水", "序号", "编号", "单号", "运单号", "快递单号", "批次号", "时间戳", "时间", "金额", "价格", "数量", "版本", "版本号", "工单号"};

// country_name, file_name: names of things, spelled like names of persons (Costa Rica).
constexpr std::string_view named_things[] = {
    "app", "area", "book", "brand", "building", "category", "channel", "city", "class", "column", "company", "country", "county", "course", "database", "db", "department",
    "dept", "device", "disease", "district", "domain", "drug", "event", "field", "file", "folder", "game", "group", "host", "hotel", "index", "island", "item", "job", "key",
    "library", "location", "medicine", "menu", "model", "module", "movie", "node", "object", "office", "org", "organisation", "organization", "package", "park", "place", "plan",
    "plant", "port", "process", "product", "project", "property", "province", "queue", "region", "resource", "river", "role", "room", "school", "server", "service", "ship",
    "shop", "site", "song", "species", "state", "station", "step", "store", "storm", "street", "table", "tag", "task", "team", "test", "theme", "title", "topic", "town", "type",
    "unit", "university", "variable", "village", "zone"};

static_assert(std::is_sorted(std::begin(named_things), std::end(named_things)));
bool is_named_thing(std::string_view word) { return std::binary_search(std::begin(named_things), std::end(named_things), word); }

bool is_other_name(std::string_view normal) {
  static const std::unordered_set<std::string_view> all(std::begin(other_names), std::end(other_names));
  return all.contains(normal);
}

bool letters_match(Letters wanted, bool letters) { return wanted == Letters::any || (wanted == Letters::some) == letters; }

Proven proven(std::string_view name, std::size_t length, bool letters) {
  struct Shape {
    std::string_view name;
    Proven proven;
    std::size_t min, max;
    Letters letters;
  };
  static constexpr Shape shapes[] = {{"mobile", Proven::mobile, 11, 11, Letters::none}, {"bank_card", Proven::bank_card, 14, 19, Letters::none},
                                     {"resident_id_18", Proven::resident_id_18, 18, 18, Letters::any}, {"imei", Proven::imei, 15, 15, Letters::none},
                                     {"imsi", Proven::imsi, 15, 15, Letters::none}, {"iccid", Proven::iccid, 20, 20, Letters::none},
                                     {"vin", Proven::vin, 17, 17, Letters::some}, {"uscc", Proven::uscc, 18, 18, Letters::any},
                                     {"lei", Proven::lei, 20, 20, Letters::none}};
  for (const Shape& shape : shapes) {
    if (name == shape.name && length >= shape.min && length <= shape.max && letters_match(shape.letters, letters)) return shape.proven;
  }
  return Proven::none;
}

std::uint64_t first_bits(std::string_view first) {
  if (first.empty()) return ~0ULL;
  std::uint64_t bits = 0;
  for (const char c : first) bits |= first_bit(c);
  return bits;
}

// "userPhone_no" = user, phone, no: what a short word must equal to count.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words(1);
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool hump = is_upper(c) && i > 0 && is_lower(name[i - 1]);
    if ((!is_alnum(c) || hump) && !words.back().empty()) words.emplace_back();
    if (is_alnum(c)) words.back() += to_lower(c);
  }
  return words;
}

std::uint32_t three_bytes(const char* at) {
  const auto byte = [&](int i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(at[i])); };
  return byte(0) | byte(1) << 8 | byte(2) << 16;
}
std::size_t context_bit(std::uint32_t three) { return three * 0x9E3779B1U >> 16; }

}  // namespace

Result<std::shared_ptr<const Rules>> Rules::make(std::vector<Kind> kinds) {
  if (kinds.size() > max_kinds) return make_error(Errc::too_large, "more than " + std::to_string(max_kinds) + " identifiers");
  std::shared_ptr<Rules> rules(new Rules);
  rules->kinds_ = std::move(kinds);
  for (std::size_t i = 0; i < rules->kinds_.size(); ++i) {
    const Kind& kind = rules->kinds_[i];
    if (kind.validator == nullptr) continue;
    const Mark mark = kind.validator->appearance.mark;
    if (mark != Mark::word) {
      rules->by_mark_[static_cast<std::size_t>(mark)].push_back({first_bits(kind.validator->appearance.first), kind.validator->check, static_cast<KindIndex>(i)});
    }
  }
  rules->add_words_of_names();
  rules->add_word_rules();
  return std::shared_ptr<const Rules>(std::move(rules));
}

std::shared_ptr<const Rules> Rules::builtin() {
  std::vector<Kind> kinds;
  for (const Validator& validator : builtin_validators()) kinds.push_back({std::string(validator.name), &validator, {}, {}, {}, {}});
  return *make(std::move(kinds));
}

void Rules::add_word_rules() {
  for (const bool letters : {false, true}) {
    for (std::size_t length = 1; length < 65; ++length) {
      std::vector<std::pair<std::uint64_t, WordRule>> rules;
      for (std::size_t i = 0; i < kinds_.size(); ++i) {
        const Validator* validator = kinds_[i].validator;
        if (validator == nullptr || validator->appearance.mark != Mark::word) continue;
        const Appearance& shape = validator->appearance;
        const bool fits = length >= shape.min && length <= shape.max && letters_match(shape.letters, letters) && shape.has_length(static_cast<int>(length), letters);
        if (!fits) continue;
        rules.push_back({first_bits(shape.first), {shape.digits, validator->check, static_cast<KindIndex>(i), shape.needs_name, proven(validator->name, length, letters)}});
      }
      add_by_first(rules, by_first_[letters ? 1 : 0][length]);
    }
  }
}

// The rules of one length for every first character; neighbours that ask the same share them.
void Rules::add_by_first(const std::vector<std::pair<std::uint64_t, WordRule>>& rules, std::array<Range, 64>& ranges) {
  std::vector<std::size_t> last;
  for (std::size_t first = 0; first < 64; ++first) {
    std::vector<std::size_t> wanted;
    for (std::size_t i = 0; i < rules.size(); ++i) {
      if ((rules[i].first >> first & 1) != 0) wanted.push_back(i);
    }
    if (first > 0 && wanted == last) {
      ranges[first] = ranges[first - 1];
      continue;
    }
    ranges[first] = {static_cast<std::uint16_t>(word_rules_.size()), static_cast<std::uint16_t>(wanted.size())};
    for (const std::size_t i : wanted) word_rules_.push_back(rules[i].second);
    last = std::move(wanted);
  }
}

const Kind* Rules::find(std::string_view id) const {
  const KindIndex i = index_of(id);
  return i < kinds_.size() ? &kinds_[i] : nullptr;
}

KindIndex Rules::index_of(std::string_view id) const {
  for (std::size_t i = 0; i < kinds_.size(); ++i) {
    if (kinds_[i].id == id) return static_cast<KindIndex>(i);
  }
  return static_cast<KindIndex>(kinds_.size());
}

void Rules::add_words_of_names() {
  for (std::size_t i = 0; i < kinds_.size(); ++i) {
    for (const std::string& header : kinds_[i].headers) headers_[header].set(i);
    for (const std::string& context : kinds_[i].context) {
      const std::string word = normalise_for_match(context);
      if (word.size() < 3 || (word.size() < 5 && all_of(word, is_alnum))) {
        short_context_[word].set(i);
        continue;
      }
      const std::uint32_t three = three_bytes(word.data());
      context_[three].push_back({word, static_cast<KindIndex>(i)});
      context_bits_[context_bit(three) >> 6] |= 1ULL << (context_bit(three) & 63);
    }
  }
}

NameMeaning Rules::meaning_of(std::string_view name) const {
  NameMeaning out;
  const std::string normal = normalise_for_match(name);
  if (normal.empty()) return out;
  // A column of a dump or a nested key is named with its table: the last part counts.
  const std::size_t dot = name.rfind('.');
  const std::string after_dot = dot == std::string_view::npos ? std::string() : normalise_for_match(name.substr(dot + 1));
  const std::string& last = dot == std::string_view::npos ? normal : after_dot;
  for (const std::string* wanted : {&normal, &after_dot}) {
    const auto header = headers_.find(*wanted);
    if (header == headers_.end()) continue;
    out.speaks_for |= header->second;
    out.is_header = true;
  }
  if (out.is_header) return out;
  // "id" holds "id", which is a word beside many kinds: an exact name of other things says more.
  out.names_other = is_other_name(last);
  if (out.names_other) return out;
  bool of_thing = false;
  if (std::any_of(name.begin(), name.end(), is_alnum)) {
    for (const std::string& word : words_of(name)) {
      of_thing = of_thing || is_named_thing(word);
      if (const auto found = short_context_.find(word); found != short_context_.end()) out.speaks_for |= found->second;
    }
  }
  for (std::size_t at = 0; at + 3 <= normal.size(); ++at) {
    const std::uint32_t three = three_bytes(normal.data() + at);
    if ((context_bits_[context_bit(three) >> 6] >> (context_bit(three) & 63) & 1) == 0) continue;
    const auto words = context_.find(three);
    if (words == context_.end()) continue;
    for (const ContextWord& context : words->second) {
      if (normal.compare(at, context.word.size(), context.word) == 0) out.speaks_for.set(context.kind);
    }
  }
  if (const KindIndex person = of_thing ? index_of("person_name") : static_cast<KindIndex>(kinds_.size()); person < kinds_.size()) out.speaks_for.words[person >> 6] &= ~(1ULL << (person & 63));
  return out;
}

Result<std::shared_ptr<const Rules>> Rules::load(const std::filesystem::path& specs, Diagnostics& out) {
  LP_TRY(std::vector<model::Identifier> identifiers, spec::load_identifiers(specs, out));
  std::vector<Kind> kinds;
  for (model::Identifier& identifier : identifiers) {
    const Validator* validator = identifier.validator.empty() ? nullptr : find_validator(identifier.validator);
    if (validator == nullptr && !identifier.validator.empty()) {
      out.error(identifier.where, "unknown_validator", "no validator is called " + identifier.validator, {}, "see src/discover/validators");
      continue;
    }
    kinds.push_back({identifier.id, validator, identifier.headers, identifier.context, identifier.dictionary, std::move(identifier)});
  }
  return make(std::move(kinds));
}

}  // namespace lp::discover
