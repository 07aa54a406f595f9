#pragma once
// Which advisories hold for which components, and why. Two ways with the same answers: components at a time, or a prepared table of
// many, in which every version is already a rank.
//
// What is decided here, in this order, for one component and one statement:
//   name       one of keys_of(component) is the statement's package
//   version    of the package that key names: the source package's for a source key, the CPE's own for a CPE key
//   range      in the scheme of the statement; without one, or for versions that are none of it, the generic order: tier `rough`
//   name again edition, target software and so on of a CPE; the module stream of a modular RPM
//   platform   what must be on the same asset beside it
//   distribution  what is said of an upstream project is `rough` for a package of a distribution, and is suppressed when the
//                 distribution's own statement about the same flaw and package does not hold
//   VEX        not_affected and fixed suppress the same flaw of the same component in their own and every worse tier
//
// Threads: const functions may be called from many threads.

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "match/component.h"
#include "match/index/advisory_layers.h"
#include "match/index/match.h"

namespace lp::match {

struct PreparedRows;

// Components against one AdvisoryLayers value. 24 bytes for each package name of a component that some advisory names.
class PreparedComponents {
 public:
  PreparedComponents();
  ~PreparedComponents();
  PreparedComponents(PreparedComponents&&) noexcept;
  PreparedComponents& operator=(PreparedComponents&&) noexcept;
  std::size_t size() const;         // components
  std::size_t known_rows() const;   // names that advisories know
  std::size_t bytes() const;

 private:
  friend class Matcher;
  std::unique_ptr<PreparedRows> rows_;
};

struct MatchOptions {
  bool suppressed = true;           // also give matches of outcome suppressed
  bool guess_names = false;         // also products that are called like a package, whoever makes them: candidates, and many
};

class Matcher {
 public:
  explicit Matcher(AdvisoryLayers layers, MatchOptions options = {});
  const AdvisoryLayers& layers() const { return layers_; }

  // By component, then advisory. Components with the same `asset` are platforms of each other.
  std::vector<Match> match(std::span<const Component> components) const;
  std::vector<Match> match(const Component& component) const { return match(std::span(&component, 1)); }

  // What a component is looked for as: append_package_text() of each name.
  std::vector<std::string> names(const Component& component) const;
  PreparedComponents prepare(std::span<const Component> components) const;
  // Component by component, the matches of one in no order; the span is valid during the call. Nothing is allocated once the buffers have grown.
  using Take = std::function<void(std::span<const Match>)>;
  void match(const PreparedComponents& prepared, const Take& take) const;

  // `component`: the one the match is of. Made when asked for: a match itself holds numbers only.
  MatchText text(const Component& component, const Match& match) const;
  // Every statement of every advisory with this id or alias. `beside`: what else is on the asset.
  Explanation explain(const Component& component, std::string_view id, std::span<const Component> beside = {}) const;

 private:
  AdvisoryLayers layers_;
  MatchOptions options_;
};

}  // namespace lp::match
