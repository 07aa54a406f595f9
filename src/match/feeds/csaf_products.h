#pragma once
// The product tree of a CSAF document, and what its products are as subjects of statements.

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "match/feeds/json_fields.h"

namespace lp::match {

struct CsafProduct {
  enum class Version : unsigned char { none, exact, range };
  std::string_view id{}, full_name{};
  std::string_view vendor{}, product{}, version{};       // by branches
  Version kind = Version::none;
  std::string_view cpe{};
  std::vector<std::string_view> purls{}, models{};
  std::string_view component{}, platform{};               // of a relationship: product ids; else ""
  std::string pointer{};                                  // where it is defined
};

class CsafProducts {
 public:
  // Texts are those of `document`, which must outlive it. A vendor's own document is believed more than others' about it.
  CsafProducts(JsonObject document, bool by_vendor, FeedSink& sink);
  const CsafProduct* find(std::string_view id) const;
  // One statement for each name the product goes by (package URL, CPE, model number; else vendor and product in words), status left open.
  // Empty: the product has no name that means anything. Made once for a product.
  const std::vector<Affected>& statements_of(const CsafProduct& product);
  std::size_t size() const { return products_.size(); }

 private:
  struct Branch {
    std::string_view vendor{}, product{}, version{};
    CsafProduct::Version kind = CsafProduct::Version::none;
  };
  void read_branches(JsonArray branches, const Branch& above, const Place& place, int depth);
  void read_product(JsonObject product, const Branch& branch, const Place& place);
  void read_relationships(JsonArray relationships, const Place& place);
  void put(CsafProduct product, const Place& place);
  void add_statements(const CsafProduct& product, int depth, std::vector<Affected>& out);
  void add_related(const CsafProduct& product, int depth, std::vector<Affected>& out);
  void add_words(const CsafProduct& product, std::vector<Affected>& out) const;
  void add_purls(const CsafProduct& product, std::vector<Affected>& out) const;
  void add_cpe(const CsafProduct& product, std::vector<Affected>& out) const;
  std::string module_of(const CsafProduct* product, int depth) const;
  std::string_view cpe_of_platform(const CsafProduct& product, int depth) const;

  bool by_vendor_;
  FeedSink& sink_;
  std::unordered_map<std::string_view, CsafProduct> products_;
  std::unordered_map<std::string_view, std::vector<Affected>> made_;
};

}  // namespace lp::match
