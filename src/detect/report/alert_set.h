#pragma once
// The alerts of a run or of files of alerts, each once: of several with one id the last counts.
//
// Made for many: of each alert only what totals need is kept, about 150 bytes and its texts once however often they occur. The
// whole alert, with evidence and notes, is kept of the `detailed` gravest alone (severity, then last time).
//
// Threads: one at a time.

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "detect/alert.h"

namespace lp::detect {

class AlertSet {
 public:
  struct Entry {
    std::uint32_t type = 0, entity = 0, organisation = 0;   // indices for type(), entity(), organisation()
    Severity severity = Severity::informational;
    AlertState state = AlertState::closed;
    bool cut_short = false;
    std::uint64_t count = 0;
    std::int64_t first = no_time, last = no_time;
  };

  explicit AlertSet(std::size_t detailed = 300) : detailed_(detailed) {}
  AlertSet(AlertSet&&) = default;   // copies would look up texts of the original

  // Its index in alerts().
  std::size_t add(const Alert& alert, const AlertType& type);

  const std::vector<Entry>& alerts() const { return alerts_; }   // in the order their ids were met
  std::uint64_t told() const { return told_; }                   // calls of add
  std::size_t types() const { return types_.size(); }
  const AlertType& type(std::uint32_t index) const { return types_[index]; }
  const std::string& entity(std::uint32_t index) const { return entities_.texts[index]; }
  const std::string& organisation(std::uint32_t index) const { return organisations_.texts[index]; }
  // Indices into alerts(), gravest first, at most `limit`.
  std::vector<std::size_t> gravest(std::size_t limit) const;
  // nullptr when only its Entry was kept: beyond `detailed`, or another sank below it when its last line said less than earlier ones.
  const Alert* whole(std::size_t index) const;

 private:
  using Rank = std::tuple<Severity, std::int64_t, std::size_t>;
  struct Texts {
    std::deque<std::string> texts;                            // stay where they are
    std::unordered_map<std::string_view, std::uint32_t> index;
    std::uint32_t intern(const std::string& text);
  };
  static Rank rank(const Entry& entry, std::size_t index) { return {entry.severity, entry.last, ~index}; }
  std::uint32_t intern(const AlertType& type);
  void keep_whole(const Alert& alert, std::size_t index);

  std::size_t detailed_;
  std::uint64_t told_ = 0;
  std::vector<Entry> alerts_;
  std::unordered_map<std::string, std::size_t> by_id_;
  std::vector<AlertType> types_;
  std::unordered_map<std::string, std::uint32_t> type_index_;
  Texts entities_, organisations_;
  std::set<Rank> kept_;
  std::unordered_map<std::size_t, Alert> whole_;
};

}  // namespace lp::detect
