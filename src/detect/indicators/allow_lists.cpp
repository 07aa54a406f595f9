#include "detect/indicators/allow_lists.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "base/json.h"
#include "base/text.h"
#include "detect/indicators/allow_regex.h"
#include "detect/indicators/url_key.h"
#include "detect/net/domain_name.h"
#include "detect/net/prefix_map.h"
#include "detect/sigma/text_index.h"
#include "io/files.h"

namespace lp::detect {
namespace {

constexpr std::array<std::string_view, 5> list_types{"string", "hostname", "cidr", "substring", "regex"};
constexpr std::uint64_t most_bytes = 256u << 20;

std::uint32_t bit_of(IndicatorKind kind) { return 1u << static_cast<unsigned>(kind); }

// MISP's names of attribute types → our kinds.
std::uint32_t kinds_of(std::string_view attribute) {
  using enum IndicatorKind;
  std::uint32_t kinds = 0;
  const auto has = [&](std::string_view word) { return attribute.find(word) != std::string_view::npos; };
  if (attribute == "ip-src" || attribute == "ip-dst" || has("|ip") || has("ip-src|") || has("ip-dst|")) kinds |= bit_of(ip) | bit_of(prefix);
  if (attribute == "domain" || attribute == "hostname" || has("domain|") || has("hostname|")) kinds |= bit_of(domain);
  if (attribute == "url" || attribute == "uri" || attribute == "link") kinds |= bit_of(url);
  if (has("md5") && !has("ja3")) kinds |= bit_of(md5);
  if (attribute == "sha1" || has("|sha1")) kinds |= bit_of(sha1);
  if (attribute == "sha256" || has("|sha256")) kinds |= bit_of(sha256);
  if (attribute.starts_with("email")) kinds |= bit_of(email);
  if (has("ja3")) kinds |= bit_of(ja3);
  return kinds;
}

struct Hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
};
using Strings = std::unordered_set<std::string, Hash, std::equal_to<>>;

// What is asked about, taken apart once for all lists.
struct Question {
  Question(IndicatorKind kind, std::string_view asked) : text(to_lower_ascii(asked)) {
    const std::string_view all = text;
    host = kind == IndicatorKind::url ? host_of_url_key(all) : kind == IndicatorKind::email ? all.substr(all.rfind('@') + 1) : all;
    if (!host.empty()) prefix = parse_prefix(host);
  }
  Question(const Question&) = delete;
  Question& operator=(const Question&) = delete;
  // The host, and each name above it, until `is` says yes.
  template <class Is>
  std::string_view any_name(Is&& is) const {
    for (std::string_view part = host; !part.empty();) {
      if (is(part)) return part;
      const std::size_t dot = part.find('.');
      if (dot == std::string_view::npos) break;
      part.remove_prefix(dot + 1);
    }
    return {};
  }

  std::string text;
  std::string_view host;
  std::optional<Prefix> prefix;
};

}  // namespace

// Which texts may stand in some list: most that are asked about stand in none, and a hundred lists need not be asked.
class AllowLists::Known {
 public:
  void add(std::string_view text) {
    for (const std::uint64_t place : places_of(text)) words_[place / 64] |= std::uint64_t{1} << place % 64;
  }
  bool may_hold(std::string_view text) const {
    return std::ranges::all_of(places_of(text), [&](std::uint64_t place) { return (words_[place / 64] >> place % 64 & 1) != 0; });
  }

 private:
  static constexpr int bits = 24;
  static std::array<std::uint64_t, 2> places_of(std::string_view text) {
    const std::uint64_t hash = std::hash<std::string_view>{}(text);
    return {hash >> (64 - bits), hash & ((1u << bits) - 1)};
  }
  std::vector<std::uint64_t> words_ = std::vector<std::uint64_t>((1u << bits) / 64);
};

struct AllowLists::List {
  std::string name;
  std::uint32_t kinds = 0;
  Strings exact, hostnames;
  std::vector<std::string> parts, prefix_texts;
  sigma::TextIndex part_index;  // of `parts`: one list has eight thousand
  PrefixMap prefixes;
  std::vector<AllowRegex> regexes;
  std::size_t entries = 0;

  // `maybe_known`: the text, its host or a name above it may stand in some list.
  std::optional<std::string> find(const Question& asked, bool maybe_known) const;
  std::optional<std::string> find_address(const Prefix& prefix) const;
  bool only_texts() const { return parts.empty() && prefix_texts.empty() && regexes.empty(); }
  void add(std::string_view type, std::string_view entry, std::vector<Prefix>& ranges, bool& good);
};

void AllowLists::List::add(std::string_view type, std::string_view entry, std::vector<Prefix>& ranges, bool& good) {
  good = !entry.empty();
  if (type == "hostname") {
    std::string host;
    const std::string_view bare = entry.starts_with('.') ? entry.substr(1) : entry;
    good = normalise_domain(bare.substr(0, bare.find('/')), host);
    if (good) hostnames.insert(std::move(host));
  } else if (type == "cidr") {
    const auto prefix = parse_prefix(entry);
    good = prefix.has_value();
    if (!good) return;
    ranges.push_back(*prefix);
    prefix_texts.emplace_back(entry);
  } else if (type == "substring") {
    if (good) parts.push_back(to_lower_ascii(entry));
  } else if (type == "regex") {
    auto regex = AllowRegex::compile(entry);
    good = regex.has_value();
    if (good) regexes.push_back(std::move(*regex));
  } else if (good) {
    exact.insert(to_lower_ascii(entry));
  }
  if (good) ++entries;
}

std::optional<std::string> AllowLists::List::find_address(const Prefix& prefix) const {
  int limit = 129;
  for (std::uint32_t entry = prefixes.find(prefix.base); entry != 0 && limit > 0; entry = prefixes.view().parent(entry), --limit) {
    const auto around = parse_prefix(prefix_texts[entry - 1]);
    if (around && holds(*around, prefix)) return prefix_texts[entry - 1];
  }
  return std::nullopt;
}

std::optional<std::string> AllowLists::List::find(const Question& asked, bool maybe_known) const {
  if (asked.text.empty()) return std::nullopt;
  if (maybe_known && exact.contains(std::string_view(asked.text))) return asked.text;
  if (asked.prefix && !prefix_texts.empty())
    if (auto range = find_address(*asked.prefix)) return range;
  if (maybe_known && !hostnames.empty())
    if (const auto found = asked.any_name([&](std::string_view part) { return hostnames.contains(part); }); !found.empty()) return std::string(found);
  auto first = static_cast<std::uint32_t>(parts.size());
  if (!parts.empty()) part_index.scan(asked.text, [&](std::uint32_t part) { first = std::min(first, part); });
  if (first < parts.size()) return parts[first];
  for (const AllowRegex& regex : regexes)
    if (regex.matches(asked.text)) return regex.text();
  return std::nullopt;
}

AllowLists::AllowLists() = default;
AllowLists::~AllowLists() = default;
AllowLists::AllowLists(AllowLists&&) noexcept = default;
AllowLists& AllowLists::operator=(AllowLists&&) noexcept = default;

Status AllowLists::add(std::string_view text, std::string_view file, Diagnostics& out) {
  const auto root = parse_json(text);
  if (!root) return Error(root.error()).within(file);
  const json::object* o = root->is_object() ? &root->as_object() : nullptr;
  const json::array* items = o == nullptr ? nullptr : find_array(*o, "list");
  if (items == nullptr) return make_error(Errc::invalid, std::string(file) + " has no list", "a MISP warninglist is {name, type, matching_attributes, list}");
  auto list = std::make_unique<List>();
  list->name = get_string(*o, "name", file);
  const std::string type = get_string(*o, "type", "string");
  if (std::ranges::find(list_types, type) == list_types.end()) return make_error(Errc::unsupported, std::string(file) + " is of type " + truncate(type, 20), "string, hostname, cidr, substring or regex");
  const json::array* attributes = find_array(*o, "matching_attributes");
  if (attributes == nullptr) list->kinds = ~0u;
  else
    for (const json::value& attribute : *attributes)
      if (attribute.is_string()) list->kinds |= kinds_of(attribute.as_string());
  if (list->kinds == 0) return ok_status();  // phone numbers, card numbers: nothing we look for
  std::vector<Prefix> ranges;
  int number = 0;
  for (const json::value& item : *items) {
    bool good = false;
    ++number;
    if (item.is_string()) list->add(type, trim(item.as_string()), ranges, good);
    if (!good) out.warning({std::string(file), 0, 0}, "bad_list_entry", "entry " + std::to_string(number) + " is no " + type, "it allows nothing");
  }
  list->prefixes = PrefixMap(ranges);
  std::vector<sigma::TextIndex::Literal> literals;
  for (const std::string& part : list->parts) literals.push_back({sigma::Op::contains, part});
  list->part_index = sigma::TextIndex(std::move(literals));
  if (known_ == nullptr) known_ = std::make_unique<Known>();
  for (const Strings* texts : {&list->exact, &list->hostnames})
    for (const std::string& entry : *texts) known_->add(entry);
  lists_.push_back(std::move(list));
  return ok_status();
}

Status AllowLists::load(const std::filesystem::path& folder, Diagnostics& out) {
  std::error_code failed;
  std::vector<std::filesystem::path> files;
  for (std::filesystem::recursive_directory_iterator it(folder, failed), end; !failed && it != end; it.increment(failed))
    if (it->path().extension() == ".json" && it->is_regular_file(failed)) files.push_back(it->path());
  if (failed) return make_error(Errc::not_found, "cannot read the allow-lists in " + folder.string() + ": " + failed.message(), "name a folder of MISP warninglists");
  std::ranges::sort(files);  // the first list that fits is told: the same everywhere
  for (const auto& file : files) {
    LP_TRY(const std::string text, io::read_file(file, most_bytes));
    if (auto status = add(text, file.string(), out); !status) out.error({file.string(), 0, 0}, "no_allow_list", status.error().message, "it allows nothing", status.error().hint);
  }
  return ok_status();
}

std::optional<AllowMatch> AllowLists::find(IndicatorKind kind, std::string_view shown, std::string_view seen) const {
  if (lists_.empty()) return std::nullopt;
  const Question indicator(kind, shown), value(kind, seen);
  const auto maybe_known = [&](const Question& asked) {
    return known_->may_hold(asked.text) || !asked.any_name([&](std::string_view part) { return known_->may_hold(part); }).empty();
  };
  const bool indicator_known = maybe_known(indicator), value_known = maybe_known(value);
  for (const auto& list : lists_) {
    if ((list->kinds & bit_of(kind)) == 0 || (!indicator_known && !value_known && list->only_texts())) continue;
    if (auto entry = list->find(indicator, indicator_known)) return AllowMatch{list->name, std::move(*entry)};
    // What was seen is as telling: 8.8.8.8 within an indicated range, a popular name below an indicated one.
    if (value.text == indicator.text) continue;
    if (auto entry = list->find(value, value_known)) return AllowMatch{list->name, std::move(*entry)};
  }
  return std::nullopt;
}

std::size_t AllowLists::lists() const { return lists_.size(); }

std::size_t AllowLists::entries() const {
  std::size_t n = 0;
  for (const auto& list : lists_) n += list->entries;
  return n;
}

}  // namespace lp::detect
