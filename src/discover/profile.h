#pragma once
// Adds hits up to findings: per field and kind how often, how many different, where first, three masked examples; and
// how many natural persons the rows speak of. Bounded memory whatever the document holds.

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "discover/distinct.h"
#include "discover/hit.h"
#include "discover/result.h"
#include "discover/window.h"

namespace lp::discover {

class Profile final : public HitSink {
 public:
  // Counters with sketches for the first `full` pairs of field and kind; later pairs count hits only.
  Profile(const Rules& rules, const ValueHasher& hasher, TextForm form, std::size_t full = 256);

  void take(std::span<const Hit> hits, std::span<const std::string_view> values) override;
  // What words led to: a credential ("secret:<rule>") or a name in running text. The field is not known.
  void take_led(std::string_view kind, std::uint64_t offset, std::string_view value, int confidence);

  struct Stat {
    FieldIndex field = 0;
    std::string kind;             // id
    KindIndex index = 0;          // of the kind; none for secrets
    bool secret = false, led = false;   // led: by a word beside it
    std::uint64_t hits = 0, first_offset = 0, confidence_sum = 0;
    std::uint64_t named = 0;      // hits whose field speaks for the kind
    std::unique_ptr<DistinctCounter> distinct;
    std::vector<std::string> examples;
  };
  // In order of first offset. Valid until the next take().
  std::vector<const Stat*> stats() const;
  std::uint64_t persons();
  bool persons_exact() const { return persons_.exact(); }
  std::uint64_t hits() const { return hits_; }

 private:
  Stat& stat_of(FieldIndex field, KindIndex kind);
  void count(Stat& stat, std::string_view value, const Kind* kind, std::uint64_t offset, bool links);
  void end_row();

  const Rules& rules_;
  const ValueHasher& hasher_;
  TextForm form_;
  std::size_t full_;
  std::unordered_map<std::uint64_t, std::unique_ptr<Stat>> stats_;
  std::unordered_map<std::string, std::unique_ptr<Stat>> led_;
  std::vector<Stat*> recent_;           // by kind: the field last seen with it
  std::uint64_t row_ = ~0ULL;
  std::vector<std::uint64_t> row_links_;
  PersonCounter persons_;
  std::uint64_t hits_ = 0;
  std::string text_;                    // scratch
};

// One spelling of a value: without separators, upper case, mobiles without country code. For counting.
void normal_value(std::string_view utf8, std::string& out);

}  // namespace lp::discover
