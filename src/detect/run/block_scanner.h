#pragma once
// One block of lines through all stages: decode, sensors' own alerts, indicators, rules; out come findings that own
// their texts, and the account of the lines. One scanner a thread; blocks in any order, since a block carries what it needs.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "detect/indicators/indicator_matcher.h"
#include "detect/indicators/observer.h"
#include "detect/run/detector.h"
#include "detect/sigma/rule_matcher.h"
#include "detect/stream/line_blocks.h"

namespace lp::detect {

struct StreamInfo {
  std::string name;              // for people: "day.zip!eve.json"
  const Format* format = nullptr;
};

struct StreamBlock {
  std::shared_ptr<const StreamInfo> stream;
  LineBlock block;
};

struct RejectedLine {
  std::uint64_t line = 0;
  std::string reason;
};

// lines = events + control + rejected.
struct BlockCounts {
  std::uint64_t lines = 0, events = 0, control = 0, rejected = 0, mended = 0, bytes = 0;
  std::uint64_t no_time = 0;     // events that do not say when
  std::map<std::string, std::uint64_t, std::less<>> rejected_for{};
  void add(const BlockCounts& other);
};

// A match that correlations want, and the line it is of: should it complete one, the line is read again.
struct CorrelationSeed {
  sigma::CorrelationInput input;               // sequence: of the event in the block
  std::size_t line_offset = 0, line_size = 0;  // in the block's buffer
};

struct BlockResult {
  std::shared_ptr<const StreamInfo> stream;
  std::uint64_t end = 0, next_line = 1;        // where the next block begins
  std::shared_ptr<const std::vector<std::string>> controls;
  BlockCounts counts{};
  std::vector<RejectedLine> rejected{};        // the first few
  std::int64_t first = no_time, last = no_time;
  // Finding::sequence is the number of the event in the block; Finding::type from types().size() on is an index into sensor_types.
  std::vector<Finding> findings{};
  std::vector<AlertType> sensor_types{};
  std::vector<CorrelationSeed> seeds{};
  std::shared_ptr<const StreamBlock> block{};  // when there are seeds
  std::shared_ptr<const Observations> observations{};  // when they were asked for
};

// Takes personal data out of an event's line before it is kept as evidence.
using Masker = std::function<std::string(std::string_view line)>;

struct ScanOptions {
  Masker mask{};                               // none: lines are kept as they are
  std::size_t evidence_bytes = 2048;           // longer lines are cut
  std::size_t rejected_kept = 20;              // a block
  bool observe = false;                        // give observations
};

class BlockScanner {
 public:
  BlockScanner(std::shared_ptr<const Detector> detector, const ScanOptions& options);
  BlockResult scan(StreamBlock block);
  // The finding a line of an earlier block is; an empty one when it is no event any more.
  Finding finding_of(const StreamBlock& block, const CorrelationSeed& seed, std::uint32_t type, Severity severity, FieldId entity);
  sigma::RuleMatcher::Statistics rule_statistics() const { return rules_.statistics(); }
  const MatchStatistics& indicator_statistics() const { return indicators_.statistics(); }

 private:
  Decoder& decoder_for(const StreamBlock& block);
  void take_event(BlockResult& out, std::size_t line_offset);
  void take_sensor_alert(BlockResult& out);
  void take_rule(BlockResult& out, sigma::RuleIndex rule, std::size_t line_offset);
  void add(BlockResult& out, std::uint32_t type, Severity severity, FieldId entity, std::vector<std::string> notes);
  Finding finding(std::uint64_t sequence, std::uint32_t type, Severity severity, FieldId entity) const;
  std::string evidence() const;

  std::shared_ptr<const Detector> detector_;
  ScanOptions options_;
  Event event_;
  sigma::RuleMatcher rules_;
  IndicatorMatcher indicators_;
  Observer observer_;
  std::shared_ptr<Observations> observations_;                   // of the block at hand
  std::map<const Format*, std::unique_ptr<Decoder>> decoders_;   // of formats whose lines stand alone
  std::unique_ptr<Decoder> fresh_;                               // of the others: one a block
  std::vector<sigma::RuleIndex> matches_;
  std::vector<IndicatorHit> hits_;
};

}  // namespace lp::detect
