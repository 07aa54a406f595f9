// Matching against labels made by hand: (image, package, version, flaw) → affected or not. Half of the images and packages, by hash, is
// for tuning; the other half only for judging. Many labels do not say what kind of package they are about: those are tried as one of each
// ecosystem, and count as candidates only. Product names are guessed from package names (MatchOptions::guess_names).
//   match_labels_bench [list]        list: also every label the notifiable tiers get wrong
#include <map>
#include <set>

#include "base/json.h"
#include "match/distribution.h"
#include "match/index/index_tables.h"
#include "match/index/matcher.h"
#include "match/index/tier_rules.h"
#include "match_data.h"

namespace {

using namespace lp;
using namespace lp::match;

struct Label {
  std::string image, package, version, cve, id;
  bool is_true = false;
};

std::vector<Label> labels() {
  std::vector<Label> out;
  const std::string text = whole_text(match_data() / "labels" / "labels.jsonl.zst");
  simdjson::dom::parser parser;
  for (const std::string_view line : split(text, '\n')) {
    simdjson::dom::element row;
    if (line.empty() || parser.parse(line.data(), line.size()).get(row) != simdjson::SUCCESS) continue;
    const auto member = [&](simdjson::dom::element from, const char* name) {
      std::string_view value;
      return from[name].get(value) == simdjson::SUCCESS ? std::string(value) : std::string();
    };
    simdjson::dom::element image, package;
    if (row["image"].get(image) != simdjson::SUCCESS || row["package"].get(package) != simdjson::SUCCESS) continue;
    Label label{member(image, "exact"), member(package, "name"), member(package, "version"), member(row, "effective_cve"), member(row, "vulnerability_id"), member(row, "label") == "TP"};
    if (label.cve.empty()) label.cve = label.id;
    if (member(row, "label") == "TP" || member(row, "label") == "FP") out.push_back(std::move(label));
  }
  return out;
}

std::string distribution_in(const Label& label) {
  const auto has = [&](std::string_view part) { return contains(label.image, part); };
  const std::string release = contains(label.version, ".el9") ? "9" : contains(label.version, ".el8") || contains(label.version, "module_el8") ? "8" : contains(label.version, ".el7") ? "7" : "";
  if (has("almalinux")) return "almalinux:" + (release.empty() ? "8" : release);
  if (has("rockylinux")) return "rocky:" + (release.empty() ? "8" : release);
  if (has("oraclelinux")) return "oracle:" + (release.empty() ? "8" : release);
  if (!release.empty()) return "redhat:" + release;
  if (has("suse")) return "suse:12";
  if (has("/ubuntu") || contains(label.version, "ubuntu")) return "ubuntu:22.04";
  if (has("wolfi")) return "wolfi";
  if (contains(label.version, "+deb") || (has("/node@") && contains(label.version, "-") && label.version.find_first_of("0123456789") == 0)) return "debian:11";
  return {};
}

Component with_purl(const Label& label, const std::string& type, const std::string& ns, const std::string& name) {
  Component c;
  c.name = label.package;
  c.version = label.version;
  Purl purl;
  purl.type = type;
  purl.ns = ns;
  purl.name = name;
  purl.version = label.version;
  c.purl = purl;
  return c;
}

// Whether the label itself says what kind of package it is.
bool says_type(const Label& label) {
  return !distribution_in(label).empty() || contains(label.package, ":") || label.package.starts_with("github.com/") || label.package.starts_with("golang.org/");
}

std::vector<Component> components_of(const Label& label) {
  std::vector<Component> out;
  const std::string distribution = distribution_in(label);
  if (!distribution.empty()) {
    const std::string id = distribution.substr(0, distribution.find(':'));
    const std::string type = id == "wolfi" ? "apk" : id == "debian" || id == "ubuntu" ? "deb" : "rpm";
    Component c = with_purl(label, type, id, label.package);
    c.distribution = distribution;
    out.push_back(std::move(c));
    return out;
  }
  for (const char* type : {"pypi", "npm", "golang", "cargo", "gem"}) {
    if (label.package.find('/') != std::string::npos && says_type(label) && std::string_view(type) != "golang") continue;
    std::string name = label.package, ns;
    if (const std::size_t slash = name.rfind('/'); slash != std::string::npos) ns = name.substr(0, slash), name = name.substr(slash + 1);
    out.push_back(with_purl(label, type, ns, name));
  }
  if (const std::size_t colon = label.package.find(':'); colon != std::string::npos) out.push_back(with_purl(label, "maven", label.package.substr(0, colon), label.package.substr(colon + 1)));
  return out;
}

struct Count {
  std::size_t tp_hit = 0, tp_missed = 0, fp_hit = 0, fp_silent = 0;
  void add(bool is_true, bool hit) { ++(is_true ? hit ? tp_hit : tp_missed : hit ? fp_hit : fp_silent); }
  double precision() const { return tp_hit + fp_hit == 0 ? 1 : static_cast<double>(tp_hit) / static_cast<double>(tp_hit + fp_hit); }
  double recall() const { return tp_hit + tp_missed == 0 ? 0 : static_cast<double>(tp_hit) / static_cast<double>(tp_hit + tp_missed); }
};

void print(const char* what, const Count& c) {
  std::printf("  %-34s TP found %5zu, missed %5zu; FP reported %5zu, silent %5zu; precision %.3f, recall %.3f\n", what, c.tp_hit, c.tp_missed, c.fp_hit, c.fp_silent, c.precision(), c.recall());
}

// Why a false one was not found.
const char* reason_missed(const Matcher& matcher, const std::vector<Component>& components, const std::vector<AdvisoryRef>& about) {
  bool named = false, suppressed = false;
  std::set<std::string> packages;
  for (const AdvisoryRef ref : about)
    for (const Affected& a : matcher.layers().advisory(ref).affected) {
      std::string text;
      append_package_text(a.package, text);
      packages.insert(text);
      packages.insert(guessed_product(text));
    }
  for (const Component& c : components) {
    for (const auto& name : matcher.names(c)) named |= packages.contains(name);
    for (const Match& m : matcher.match(c)) suppressed |= m.outcome == Outcome::suppressed && std::ranges::find(about, m.advisory) != about.end();
  }
  return suppressed ? "suppressed" : named ? "version not in range" : "no name meets";
}

}  // namespace

int main(int argc, char**) {
  AdvisoryIndexBuilder builder;
  for (const char* folder : {"advisories", "cve", "csaf", "cn"})
    for (const auto& file : feeds_below(match_data() / folder)) {
      Diagnostics diagnostics(10);
      FeedTakers takers;
      takers.advisory = [&](Advisory&& advisory) { builder.add(advisory); };
      (void)read_feed(whole_text(file), {.file = file.filename().string()}, takers, diagnostics);
    }
  const Matcher matcher(AdvisoryLayers(builder.build()), {.suppressed = true, .guess_names = true});
  const TierRules rules = default_tier_rules();
  Count notifiable[2], all[2], alma, union_all;
  std::size_t unknown_flaw = 0;
  std::map<std::string, std::size_t> missed, missed_names;  // names of the tuning half only
  std::map<std::string, std::pair<std::size_t, std::size_t>> by_tier;
  for (const Label& label : labels()) {
    std::vector<AdvisoryRef> about = matcher.layers().find_with_aliases(label.cve);
    // Errata name the CVEs they mend as related.
    const auto related = matcher.layers().find_related(label.cve);
    const bool has_alma = std::ranges::any_of(related, [&](AdvisoryRef r) { return matcher.layers().name(r).id.starts_with("ALSA"); });
    if (about.empty() && related.empty()) {
      ++unknown_flaw;
      continue;
    }
    about.insert(about.end(), related.begin(), related.end());
    const std::vector<Component> components = components_of(label);
    bool hit = false, sure = false;
    Tier best = Tier::text;
    for (const Component& c : components)
      for (const Match& m : matcher.match(c)) {
        if (m.outcome != Outcome::affected || std::ranges::find(about, m.advisory) == about.end()) continue;
        hit = true;
        sure |= rules[m.tier].notifiable && says_type(label);  // a guessed ecosystem is a candidate's
        best = std::min(best, m.tier);
      }
    const std::size_t half = index_hash(label.image + label.package) >> 63;
    all[half].add(label.is_true, hit);
    notifiable[half].add(label.is_true, sure);
    union_all.add(label.is_true, hit);
    if (hit) ++(label.is_true ? by_tier[std::string(to_string(best))].first : by_tier[std::string(to_string(best))].second);
    if (contains(label.image, "almalinux") && has_alma && !components.empty()) alma.add(label.is_true, sure);
    if (label.is_true && !hit) {
      const char* const why = reason_missed(matcher, components, about);
      ++missed[why];
      if (half == 0) ++missed_names[std::string(why) + ": " + label.package];
    }
    if (argc > 1 && sure != label.is_true && (sure || hit)) std::printf("    %s %s %s %s %s\n", label.is_true ? "TP only candidate:" : "FP:", label.image.substr(0, label.image.find('@')).c_str(), label.package.c_str(), label.version.c_str(), label.cve.c_str());
  }
  std::printf("labels without any advisory about the flaw: %zu\n", unknown_flaw);
  for (const int half : {0, 1}) {
    std::printf("half %d (%s)\n", half, half == 0 ? "tuning" : "judging");
    print("notifiable tiers (goal P 0.95)", notifiable[half]);
    print("all tiers (goal R 0.60)", all[half]);
  }
  print("both halves, all tiers", union_all);
  print("almalinux with an ALSA for the flaw", alma);
  for (const auto& [tier, n] : by_tier) std::printf("  best tier %-10s %zu true, %zu false\n", tier.c_str(), n.first, n.second);
  for (const auto& [why, n] : missed) std::printf("  missed: %-22s %zu\n", why.c_str(), n);
  std::vector<std::pair<std::size_t, std::string>> most;
  for (const auto& [name, n] : missed_names) most.emplace_back(n, name);
  std::ranges::sort(most, std::greater<>());
  for (std::size_t i = 0; argc > 1 && i < most.size() && i < 150; ++i) std::printf("    %zu %s\n", most[i].first, most[i].second.c_str());
  return 0;
}
