#include "match/feeds/csaf_products.h"

#include <algorithm>

#include "base/text.h"
#include "match/feeds/purl_subject.h"
#include "match/product_text/version_phrase.h"

namespace lp::match {
namespace {

constexpr int deepest_branch = 40, deepest_relation = 6;

// What a version branch says, put into a statement by words.
void state_versions(const CsafProduct& product, bool known_order, Affected& to) {
  if (product.kind == CsafProduct::Version::none) {
    to.intervals.push_back(Interval::everything());
    to.confidence = std::min(to.confidence, 0.6);   // a product without a version: all, or not said
    return;
  }
  VersionPhrase phrase = parse_version_phrase(product.version);
  if (phrase.intervals.empty()) {
    if (product.kind == CsafProduct::Version::exact) to.versions.emplace_back(product.version);
    to.confidence = std::min(to.confidence, 0.5);
    return;
  }
  to.intervals = std::move(phrase.intervals);
  to.confidence = std::min(to.confidence, phrase.confidence);
  if (!known_order) to.scheme = phrase.scheme;
  // A version, or a range in a notation, is no prose.
  const bool prose = phrase.why != "exact" && phrase.why != "all" && (phrase.why != "vers" || phrase.scheme == "generic");
  if (prose) to.tier = std::max(to.tier, Tier::text);
}

Affected statement(PackageKey package, const CsafProduct& product, Tier tier) {
  return {.package = std::move(package), .stated_name = std::string(product.full_name), .tier = tier, .where = product.pointer};
}

}  // namespace

CsafProducts::CsafProducts(JsonObject document, bool by_vendor, FeedSink& sink) : by_vendor_(by_vendor), sink_(sink) {
  const Place root, place(root, "product_tree");
  const auto tree = object_of(document, "product_tree", root, sink);
  if (!tree) return;
  if (const auto branches = array_of(*tree, "branches", place, sink)) read_branches(*branches, {}, place, 0);
  if (const auto names = array_of(*tree, "full_product_names", place, sink)) {
    const Place below(place, "full_product_names");
    std::size_t index = 0;
    for (const JsonElement element : *names) {
      const Place here(below, index++);
      if (const auto object = object_of(element)) read_product(*object, {}, here);
    }
  }
  if (const auto relationships = array_of(*tree, "relationships", place, sink)) read_relationships(*relationships, Place(place, "relationships"));
}

void CsafProducts::read_branches(JsonArray branches, const Branch& above, const Place& place, int depth) {
  const Place below(place, "branches");
  if (depth > deepest_branch) return sink_.refuse(below.pointer(), "too_deep", "branches in branches are not followed further");
  std::size_t index = 0;
  for (const JsonElement element : branches) {
    const Place here(below, index++);
    const auto object = object_of(element);
    if (!object) {
      sink_.refuse(here.pointer(), "wrong_type", "is no object");
      continue;
    }
    Branch branch = above;
    const std::string_view category = text_of(*object, "category"), name = trim(text_of(*object, "name"));
    if (category == "vendor") branch.vendor = name;
    else if (category == "product_name" || (category == "product_family" && branch.product.empty())) branch.product = name;
    else if (category == "product_version") branch.version = name, branch.kind = CsafProduct::Version::exact;
    else if (category == "product_version_range") branch.version = name, branch.kind = CsafProduct::Version::range;
    if (const auto product = object_of(*object, "product", here, sink_)) read_product(*product, branch, Place(here, "product"));
    if (const auto more = array_of(*object, "branches", here, sink_)) read_branches(*more, branch, here, depth + 1);
  }
}

void CsafProducts::read_product(JsonObject object, const Branch& branch, const Place& place) {
  CsafProduct product{.id = text_of(object, "product_id"), .full_name = text_of(object, "name"), .vendor = branch.vendor, .product = branch.product, .version = branch.version, .kind = branch.kind};
  if (const auto helper = object_of(object, "product_identification_helper", place, sink_)) {
    product.cpe = text_of(*helper, "cpe");
    if (const std::string_view purl = text_of(*helper, "purl"); !purl.empty()) product.purls.push_back(purl);
    if (const auto purls = array_of(*helper, "purls"))
      for (const JsonElement purl : *purls) product.purls.push_back(text_of(purl));
    if (const auto models = array_of(*helper, "model_numbers"))
      for (const JsonElement model : *models) product.models.push_back(text_of(model));
  }
  put(std::move(product), place);
}

void CsafProducts::put(CsafProduct product, const Place& place) {
  if (product.id.empty()) return sink_.refuse(place.pointer(), "no_id", "a product needs a product_id");
  product.pointer = place.pointer();
  const std::string_view id = product.id;
  if (!products_.emplace(id, std::move(product)).second) sink_.refuse(place.pointer(), "double_product", "is the second product of this id: " + truncate(id, 60));
}

void CsafProducts::read_relationships(JsonArray relationships, const Place& place) {
  std::size_t index = 0;
  for (const JsonElement element : relationships) {
    const Place here(place, index++);
    const auto object = object_of(element);
    const auto product = object ? object_of(*object, "full_product_name", here, sink_) : std::nullopt;
    if (!product) {
      sink_.refuse(here.pointer(), "no_relationship", "names no product");
      continue;
    }
    CsafProduct related{.id = text_of(*product, "product_id"), .full_name = text_of(*product, "name")};
    related.component = text_of(*object, "product_reference");
    related.platform = text_of(*object, "relates_to_product_reference");
    if (const auto helper = object_of(*product, "product_identification_helper")) {
      related.cpe = text_of(*helper, "cpe");
      if (const std::string_view purl = text_of(*helper, "purl"); !purl.empty()) related.purls.push_back(purl);
    }
    put(std::move(related), here);
  }
}

const CsafProduct* CsafProducts::find(std::string_view id) const {
  const auto found = products_.find(id);
  return found == products_.end() ? nullptr : &found->second;
}

const std::vector<Affected>& CsafProducts::statements_of(const CsafProduct& product) {
  const auto [made, added] = made_.try_emplace(product.id);
  if (added) add_statements(product, 0, made->second);
  return made->second;
}

void CsafProducts::add_statements(const CsafProduct& product, int depth, std::vector<Affected>& out) {
  if (!product.component.empty()) return add_related(product, depth, out);
  add_purls(product, out);
  if (out.empty()) add_cpe(product, out);
  if (out.empty()) add_words(product, out);
}

std::string_view CsafProducts::cpe_of_platform(const CsafProduct& product, int depth) const {
  if (depth > deepest_relation || !product.cpe.empty()) return product.cpe;
  const CsafProduct* const platform = product.platform.empty() ? nullptr : find(product.platform);
  return platform == nullptr ? std::string_view() : cpe_of_platform(*platform, depth + 1);
}

// "ruby:2.7" of "pkg:rpmmod/redhat/ruby@2.7:8080020230427102918:63b34585", the module a modular package is a component of.
std::string CsafProducts::module_of(const CsafProduct* product, int depth) const {
  if (product == nullptr || depth > deepest_relation) return {};
  for (const std::string_view text : product->purls) {
    if (!text.starts_with("pkg:rpmmod/")) continue;
    if (const auto purl = parse_purl(text)) return purl->name + ':' + purl->version.substr(0, purl->version.find(':'));
  }
  if (product->component.empty()) return {};
  std::string module = module_of(find(product->component), depth + 1);
  return module.empty() ? module_of(find(product->platform), depth + 1) : module;
}

void CsafProducts::add_related(const CsafProduct& product, int depth, std::vector<Affected>& out) {
  const CsafProduct* const component = find(product.component);
  if (component == nullptr || depth > deepest_relation) return sink_.refuse(product.pointer, "unknown_product", "is of a product that is not defined: " + truncate(product.component, 60));
  add_statements(*component, depth + 1, out);
  const CsafProduct* const platform = find(product.platform);
  const std::string_view cpe = platform == nullptr ? std::string_view() : cpe_of_platform(*platform, 0);
  const std::size_t vendor = cpe.find("redhat:");
  for (Affected& affected : out) {
    affected.stated_name = std::string(product.full_name);
    // Packages of Red Hat are told by the repository: "cpe:/a:redhat:enterprise_linux:9::appstream".
    if (vendor != std::string_view::npos && affected.scheme == "rpm") {
      PackageKey key = key_of_osv("Red Hat:" + std::string(cpe.substr(vendor + 7)), affected.package.name.substr(affected.package.name.rfind('/') + 1));
      if (key.space == NameSpace::distribution) affected.package = std::move(key);
      if (!affected.versions.empty() && affected.versions[0].find(".module") != std::string::npos) affected.module_stream = module_of(platform, 0);
      continue;
    }
    auto name = parse_cpe(cpe);
    if (!name || affected.package.space == NameSpace::distribution) continue;
    Condition condition;
    condition.any_of.push_back(*std::move(name));
    condition.ranges.emplace_back();
    affected.conditions.push_back(std::move(condition));
  }
}

void CsafProducts::add_purls(const CsafProduct& product, std::vector<Affected>& out) const {
  for (const std::string_view text : product.purls) {
    const auto subject = subject_of_purl(text);
    if (!subject) {
      sink_.refuse(product.pointer, "no_purl", "is no package URL: " + truncate(text, 100));
      continue;
    }
    Affected affected = statement(subject->package, product, by_vendor_ ? Tier::vendor : Tier::typed);
    affected.scheme = subject->scheme;
    if (!subject->version.empty()) affected.versions.push_back(subject->version);
    else if (product.kind == CsafProduct::Version::none) affected.intervals.push_back(Interval::everything());
    else state_versions(product, !subject->scheme.empty(), affected);
    out.push_back(std::move(affected));
  }
}

void CsafProducts::add_cpe(const CsafProduct& product, std::vector<Affected>& out) const {
  if (product.cpe.empty()) return;
  auto cpe = parse_cpe(product.cpe);
  if (!cpe) return sink_.refuse(product.pointer, "no_cpe", "is no CPE name: " + truncate(product.cpe, 100));
  Affected affected = statement(key_of_cpe(*cpe), product, by_vendor_ ? Tier::vendor : Tier::cpe);
  affected.scheme = generic_scheme().id;
  const std::string version = (*cpe)[Cpe::version];
  if (version != "*" && product.kind != CsafProduct::Version::range) affected.versions.push_back(version);
  else if (product.kind == CsafProduct::Version::none) affected.intervals.push_back(Interval::everything());
  else state_versions(product, true, affected);
  cpe->values[Cpe::version] = "*";
  affected.cpe = *std::move(cpe);
  out.push_back(std::move(affected));
}

void CsafProducts::add_words(const CsafProduct& product, std::vector<Affected>& out) const {
  const std::string_view name = product.product.empty() ? product.full_name : product.product;
  if (trim(name).empty()) return;
  Affected affected = statement(key_of_product(product.vendor, name), product, Tier::rough);
  if (product.product.empty()) affected.tier = Tier::text, affected.confidence = 0.4;  // a full name alone: its version may be in it
  state_versions(product, false, affected);
  for (const std::string_view model : product.models) {
    if (model.find_first_of("*?") != std::string_view::npos || trim(model).empty()) {
      sink_.leave_out("model_pattern");
      continue;
    }
    Affected& by_model = out.emplace_back(affected);
    by_model.package = key_of_product(product.vendor, model);
  }
  out.push_back(std::move(affected));
}

}  // namespace lp::match
