#pragma once
// A run of detect: blocks in, alerts out. Blocks are scanned on several threads; what they found is folded in the order of the
// blocks, so that any number of threads tells the same alerts, byte for byte.
//
// Every line is in the account: lines = events + control + rejected. feed() waits while too much is in flight: who feeds
// faster than the processors are is held back, and memory does not grow.
//
// Threads: all members belong to one thread.

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "detect/fold/fold.h"
#include "detect/run/block_scanner.h"
#include "detect/sigma/correlation/correlator.h"
#include "detect/stream/ordered_pool.h"

namespace lp::detect {

class StateReader;
class StateWriter;

struct DetectionOptions {
  int threads = 0;               // 0: as many as processors
  FoldOptions fold{};
  ScanOptions scan{};
};

struct DetectionStatistics {
  BlockCounts lines;
  FoldStatistics fold;
  sigma::Correlator::Statistics correlation;
  std::int64_t first = no_time, last = no_time;  // event time
};

class Detection {
 public:
  using Tell = std::function<void(const Alert&, const AlertType&)>;
  // Told of each block, in order, after its findings were folded: what a checkpoint may be made of.
  using Done = std::function<void(const BlockResult&)>;

  Detection(std::shared_ptr<const Detector> detector, DetectionOptions options, Tell tell);
  void on_done(Done done) { done_ = std::move(done); }

  void feed(StreamBlock block);
  // What is fed from here on is of another log. One whose times go back further than events may be late is correlated for itself;
  // one that goes on, as rotated files do, together with those before it. Drains.
  void next_stream();
  void drain();                  // everything fed is folded
  void finish();                 // and every alert is closed
  DetectionStatistics statistics() const;
  std::size_t open_alerts() const { return fold_.open(); }
  Fold& fold() { return fold_; }
  const std::vector<AlertType>& types() const { return types_; }
  // The index of a sensor's type; added when it is new.
  std::uint32_t intern_type(const AlertType& type);
  // All but the open alerts, which the fold keeps (detection_state.h). After drain().
  void save(StateWriter& out) const;
  Status restore(StateReader& in);

 private:
  void deliver(BlockResult result);
  // Blocks with lines a correlation may still be completed by.
  struct HeldBlock {
    std::uint64_t first_event = 0;              // number in the run of the block's event 0
    std::int64_t last = no_time;                // the latest of its seeds
    std::shared_ptr<const StreamBlock> block;
    std::vector<CorrelationSeed> seeds;         // inputs moved out, sequences kept; ascending
  };
  void correlate(BlockResult& result);
  void begin_anew_if_late(std::int64_t time);
  void tell_correlations();
  Finding finding_of(const sigma::CorrelationMatch& match, std::uint32_t type);
  void forget_blocks();
  void forget_oldest_block();
  void save_lines(StateWriter& out) const;
  bool restore_lines(StateReader& in);
  std::pair<const HeldBlock*, const CorrelationSeed*> find_seed(std::uint64_t sequence) const;

  std::shared_ptr<const Detector> detector_;
  std::vector<AlertType> types_;
  std::map<std::string, std::uint32_t, std::less<>> sensor_types_;
  Fold fold_;
  sigma::Correlator correlator_;
  std::vector<sigma::CorrelationMatch> matches_;
  std::deque<HeldBlock> held_;
  std::size_t held_bytes_ = 0;
  std::unique_ptr<BlockScanner> again_;                  // reads lines of held blocks again
  Done done_;
  BlockCounts counts_;
  std::int64_t first_ = no_time, last_ = no_time;
  bool new_stream_ = false;                              // nothing of it was correlated yet
  std::uint64_t events_ = 0;
  std::vector<std::unique_ptr<BlockScanner>> scanners_;  // one a worker
  OrderedPool<StreamBlock, BlockResult> pool_;           // last: its threads use the scanners
};

}  // namespace lp::detect
