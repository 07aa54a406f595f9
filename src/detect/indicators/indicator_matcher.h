#pragma once
// Looks up the watched fields of events among the indicators.
//
// A name hits its own indicator and those of the names above it, but never an indicator that is a public suffix. An address hits its
// own indicator and the ranges around it. A sighting outside a context's dates does not count for that context; an indicator all of
// whose contexts are out of date is no hit, but counted. No false hits: everything is compared with the stored key.
//
// One matcher a thread; image, allow-lists and watched fields are shared.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "detect/alert.h"
#include "detect/event.h"
#include "detect/indicators/allow_lists.h"
#include "detect/indicators/indicator_handle.h"
#include "detect/indicators/watched_fields.h"

namespace lp::detect {

// Owns its texts: hits are rare and outlive the event.
struct IndicatorHit {
  IndicatorKind kind = IndicatorKind::ip;
  std::string indicator;          // key_text()
  FieldId field = no_field;
  std::string_view field_name{};  // of the table of watched fields
  std::string value;              // what was seen, as the source wrote it
  bool exact = true;              // false: below the indicated name, within the indicated range
  Direction direction = Direction::inbound;
  std::vector<IndicatorContext> contexts{};  // those in date, in the order of import
  Severity severity = Severity::medium;
  std::string allowed_by{};       // name of an allow-list and its entry: the severity was lowered for it
};

// By confidence (80 high, 50 medium, else low), one lower when the thing came to us instead of being sought.
Severity severity_of(const IndicatorHit& hit);
// Reasons for an alert's notes: indicator, field, sources, list.
std::vector<std::string> explain(const IndicatorHit& hit);
// "indicator:domain" and its kin, one for each kind in order: append to a run's types.
std::vector<AlertType> indicator_alert_types();

struct MatchStatistics {
  std::uint64_t events = 0, values = 0, probes = 0, hits = 0, out_of_date = 0, allowed = 0;
};

class IndicatorMatcher {
 public:
  // All must outlive the matcher; `allow` may be null.
  IndicatorMatcher(const IndicatorHandle& handle, const Watched& watched, const AllowLists* allow = nullptr)
      : handle_(handle), watched_(watched), allow_(allow) {}

  // Appends. One hit for each field and value and indicator.
  void match(const Event& event, std::vector<IndicatorHit>& hits);
  // The same in two steps, for callers with other work to do on the event (rules): begin() computes the keys and asks the memory for
  // them, finish() looks. The event must be as it was at begin().
  void begin(const Event& event);
  void finish(const Event& event, std::vector<IndicatorHit>& hits);
  const MatchStatistics& statistics() const { return statistics_; }

 private:
  struct Probe {
    std::uint64_t hash;
    std::uint32_t key_place, key_length;  // in keys_
    const Value* value;
    IndicatorKind kind;
    bool exact;
  };
  void gather(const Value& value, FieldRole role, const Event& event);
  void gather_address(const Value& value, std::string_view text);
  void gather_name(const Value& value, std::string_view text);
  void gather_host(const Value& value, std::string_view text);
  void gather_url(const Value& value, std::string_view text);
  void gather_path(const Value& value, const Event& event);
  void gather_url_key(const Value& value);
  void gather_hashes(const Value& value, std::string_view text);
  void gather_key(const Value& value, IndicatorKind kind, std::string_view text);
  void add_probe(const Value& value, IndicatorKind kind, std::size_t place, std::size_t length, bool exact);
  std::size_t keep_key(std::string_view key);
  void report(std::uint32_t record, const Value& value, bool exact, const Event& event, std::vector<IndicatorHit>& hits);

  const IndicatorHandle& handle_;
  const Watched& watched_;
  const AllowLists* allow_;
  IndicatorHandle::Image image_;
  std::uint64_t version_ = 0;
  std::vector<Probe> probes_;
  std::vector<std::pair<std::uint32_t, const Value*>> ranges_;  // records of prefixes, 1 + number
  std::vector<std::uint32_t> found_;
  std::string keys_, scratch_;
  MatchStatistics statistics_;
};

}  // namespace lp::detect
