#pragma once
// What of one organisation a change can have touched: whole obligations, or single objects of
// them. Kept as small as the facts allow, because the largest organisations have thousands of
// objects and an officer waits for one.
//
// A changed record touches: as an object, its own duty; as a proof of an obligation for each
// object, the duties of the objects it names or ever named (its history tells); as a proof for
// the whole organisation, all duties of that obligation. A changed organisation touches all.

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "campaign/plan_rules.h"
#include "store/store.h"

namespace lp::campaign {

class Scope {
 public:
  enum class Part : std::uint8_t { none, objects, all };
  // Everything of every obligation.
  Scope() = default;
  explicit Scope(std::size_t rules) : whole_(false), parts_(rules) {}
  static Scope only(std::size_t rules, std::size_t rule);

  bool whole() const { return whole_; }
  bool empty() const;
  Part part(std::size_t rule) const { return whole_ ? Part::all : parts_[rule]; }
  bool wants(std::size_t rule) const { return part(rule) != Part::none; }
  bool has(std::size_t rule, std::int64_t object) const;
  const std::vector<std::int64_t>& objects() const { return objects_; }   // sorted after seal()

  void add_all(std::size_t rule);
  void add_object(std::size_t rule, std::int64_t object);
  void add_everything();
  void seal();

 private:
  bool whole_ = true;
  std::vector<Part> parts_;
  std::vector<std::int64_t> objects_;   // of all obligations with Part::objects together
};

using Scopes = std::map<std::int64_t, Scope>;   // by organisation

// Reads the changed proofs and their history where an obligation asks for the objects they name.
Result<Scopes> find_scopes(store::ReadTx& tx, const PlanRules& rules, std::span<const store::Store::Change> changes);

}  // namespace lp::campaign
