#include "match/index/tier_rules.h"

#include <algorithm>
#include "io/files.h"
#include "io/yaml.h"

namespace lp::match {
namespace {

constexpr std::array all_tiers{Tier::vendor, Tier::ecosystem, Tier::typed, Tier::cpe, Tier::rough, Tier::text};

class Reader {
 public:
  Reader(std::string_view file, Diagnostics& out) : file_(file), out_(out) {}

  std::optional<TierRules> read(const io::YamlNode& root) {
    const io::YamlNode* const list = root.find("tiers");
    if (list == nullptr || !list->is_map()) return refuse(root.where, "no_tiers", "\"tiers\" must say what each tier is");
    TierRules rules = default_tier_rules();
    std::array<bool, tiers> seen{};
    for (const io::YamlEntry& entry : list->entries) {
      const auto tier = std::ranges::find(all_tiers, entry.key, [](Tier t) { return to_string(t); });
      if (tier == all_tiers.end()) return refuse(entry.where, "unknown_tier", "no tier is called \"" + entry.key + "\"");
      seen[static_cast<std::size_t>(*tier)] = true;
      if (!read_tier(entry.value, rules.rules[static_cast<std::size_t>(*tier)])) return std::nullopt;
    }
    for (const Tier tier : all_tiers)
      if (!seen[static_cast<std::size_t>(tier)]) return refuse(list->where, "missing_tier", "tier \"" + std::string(to_string(tier)) + "\" is missing");
    return rules;
  }

 private:
  std::nullopt_t refuse(const SourceRef& where, std::string code, std::string what) {
    SourceRef place = where;
    if (place.file.empty()) place.file = file_;
    out_.error(place, std::move(code), std::move(what), "a match of this tier could not be judged", "see specs/match/tiers.yaml of a release");
    return std::nullopt;
  }
  bool read_texts(const io::YamlNode& node, LocalText& out) {
    const io::YamlNode *const zh = node.find("zh"), *const en = node.find("en");
    if (zh == nullptr || en == nullptr || zh->text.empty() || en->text.empty()) {
      refuse(node.where, "no_text", "a text in Chinese (zh) and in English (en) is needed");
      return false;
    }
    out = {zh->text, en->text};
    return true;
  }
  bool read_tier(const io::YamlNode& node, TierRule& rule) {
    bool has_title = false, has_notifiable = false, has_order = false;
    for (const io::YamlEntry& entry : node.entries) {
      if (entry.key == "title") {
        if (!read_texts(entry.value, rule.title)) return false;
        has_title = true;
      } else if (entry.key == "help") {
        if (!read_texts(entry.value, rule.help)) return false;
      } else if (entry.key == "notifiable") {
        const auto value = io::as_bool(entry.value);
        if (!value) return refuse(entry.where, "no_bool", "\"notifiable\" is true or false"), false;
        rule.notifiable = *value;
        has_notifiable = true;
      } else if (entry.key == "order") {
        const auto value = io::as_int(entry.value);
        if (!value || *value < 1 || *value > 1000) return refuse(entry.where, "no_order", "\"order\" is a number from 1 to 1000"), false;
        rule.order = static_cast<int>(*value);
        has_order = true;
      } else {
        return refuse(entry.where, "unknown_key", "\"" + entry.key + "\" is no key of a tier"), false;
      }
    }
    if (has_title && has_notifiable && has_order) return true;
    refuse(node.where, "missing_key", "a tier needs title, notifiable and order");
    return false;
  }

  std::string file_;
  Diagnostics& out_;
};

}  // namespace

TierRules default_tier_rules() {
  TierRules out;
  const auto rule = [&](Tier tier, bool notifiable, int order, LocalText title, LocalText help) {
    out.rules[static_cast<std::size_t>(tier)] = {std::move(title), std::move(help), notifiable, order};
  };
  rule(Tier::vendor, true, 1, {"供应商公告", "Vendor advisory"}, {"供应商或发行版对自己软件包的公告或 VEX", "The maker's or distribution's own advisory or VEX about its own package"});
  rule(Tier::ecosystem, true, 2, {"生态公告", "Ecosystem advisory"}, {"软件包所在生态的 OSV 公告", "OSV of the package's ecosystem"});
  rule(Tier::typed, true, 3, {"类型明确的 CVE", "Typed CVE"}, {"CVE 5 给出软件包标识和已知的版本类型", "CVE 5 with a package identifier and a version type that is known"});
  rule(Tier::cpe, true, 4, {"CPE 精确匹配", "Exact CPE"}, {"CPE 名称精确且给出版本范围", "An exact CPE name with a range"});
  rule(Tier::rough, false, 5, {"候选", "Candidate"}, {"按厂商和产品，或按假定的版本顺序匹配，须人工确认", "By vendor and product, or by an assumed order; a person decides"});
  rule(Tier::text, false, 6, {"文本候选", "Candidate from text"}, {"产品和范围取自自由文本，须人工确认", "Product and range read out of free text; a person decides"});
  return out;
}

std::optional<TierRules> parse_tier_rules(std::string_view text, std::string_view file, Diagnostics& out) {
  const auto root = io::parse_yaml(text, file, out);
  return root ? Reader(file, out).read(*root) : std::nullopt;
}

Result<TierRules> load_tier_rules(const std::filesystem::path& specs, Diagnostics& out) {
  LP_TRY(const std::string text, io::read_file(specs / "match" / "tiers.yaml", 1u << 20));
  auto rules = parse_tier_rules(text, "match/tiers.yaml", out);
  if (!rules) return make_error(Errc::invalid, "specs/match/tiers.yaml does not say what each tier is");
  return *std::move(rules);
}

}  // namespace lp::match
