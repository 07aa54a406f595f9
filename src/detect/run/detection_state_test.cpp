#include "detect/run/detection_state.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "detect/run/rule_examples.h"
#include "io/files.h"

namespace lp::detect {
namespace {

namespace fs = std::filesystem;

std::shared_ptr<const Detector> load(const fs::path& rules) {
  Diagnostics out;
  auto loaded = Detector::load({.specs = fs::path(LP_SOURCE_DIR) / "specs", .rules = {rules}}, out);
  if (!loaded) throw std::runtime_error(loaded.error().message);
  return *loaded;
}
const std::shared_ptr<const Detector>& own_rules() {
  static const std::shared_ptr<const Detector> detector = load(fs::path(LP_SOURCE_DIR) / "specs" / "rules");
  return detector;
}

// The examples of all rules of ours that are of one format: every rule and correlation tells something.
std::string examples_of(std::string_view format) {
  std::string out;
  for (const auto& [id, note] : own_rules()->notes()) {
    for (const auto* sequence : {&note.match, &note.no_match})
      for (const ExampleText& text : example_texts(*sequence))
        if (text.format == format) out += text.lines;
  }
  return out;
}

class DetectionStates : public ::testing::Test {
 protected:
  // Lives of a run: each reads some blocks, is saved and ended; the next goes on. `blocks_a_life` 0: one life.
  std::string alerts(const std::string& text, std::string_view format, int blocks_a_life, std::size_t block_bytes) {
    const fs::path file = folder_.path() / ("state" + std::to_string(++states_));
    const Format* found = find_format(format);
    std::string out;
    std::size_t kept = 0;   // of `out`, as a file is cut to its length at the last save
    std::uint64_t offset = 0, line = 1;
    std::vector<std::string> controls;
    lives = 0;
    for (bool ended = false; !ended; ++lives) {
      Detection run(own_rules(), {.threads = 1 + lives % 3}, [&](const Alert& alert, const AlertType& type) { out += to_text(to_json(alert, type)) + "\n"; });
      DetectionState state = *DetectionState::open(file);
      const auto restored = state.restore(run);
      EXPECT_TRUE(restored) << restored.error().message;
      EXPECT_EQ(restored && *restored, lives > 0);
      out.resize(kept);
      const auto source = io::make_memory_source(std::string_view(text).substr(offset));
      LineBlocks blocks(*source, {.block_bytes = block_bytes, .longest_line = 1 << 20, .is_control = found->is_control, .offset = offset, .first_line = line, .controls = controls});
      const auto stream = std::make_shared<const StreamInfo>(StreamInfo{"test", found});
      for (int n = 0;; ++n) {
        if (blocks_a_life > 0 && n == blocks_a_life) {
          run.drain();
          EXPECT_TRUE(state.save(run, std::to_string(blocks.offset())));
          EXPECT_EQ(*state.places(), std::to_string(blocks.offset()));
          offset = blocks.offset();
          line = blocks.line();
          controls = blocks.controls();
          kept = out.size();
          // What a run does behind its last save is done again by the next.
          if (auto lost = *blocks.next(true)) run.feed({stream, std::move(*lost)});
          run.drain();
          break;
        }
        auto block = *blocks.next(true);
        if (!block) {
          run.finish();
          statistics = run.statistics();
          ended = true;
          break;
        }
        run.feed({stream, std::move(*block)});
      }
    }
    return out;
  }
  io::TempDir folder_ = *io::TempDir::create("detection-state");
  int states_ = 0, lives = 0;
  DetectionStatistics statistics;
};

TEST_F(DetectionStates, ManyLivesTellWhatOneTells) {
  for (const char* format : {"suricata_eve", "zeek_tsv", "syslog", "windows_json", "access_log"}) {
    const std::string text = examples_of(format);
    if (text.empty()) continue;
    const std::string whole = alerts(text, format, 0, 1 << 20);
    const DetectionStatistics once = statistics;
    for (const auto& [blocks, bytes] : {std::pair<int, std::size_t>{1, 3000}, {3, 700}, {7, 20'000}}) {
      EXPECT_EQ(alerts(text, format, blocks, bytes), whole) << format << ", " << blocks << " blocks of " << bytes << " a life";
      EXPECT_EQ(statistics.lines.lines, once.lines.lines);
      EXPECT_EQ(statistics.lines.events, once.lines.events);
      EXPECT_EQ(statistics.lines.rejected_for, once.lines.rejected_for);
      EXPECT_EQ(statistics.fold.alerts, once.fold.alerts);
      EXPECT_EQ(statistics.correlation.matches, once.correlation.matches);
      EXPECT_TRUE(text.size() < 50'000 || lives > 2) << lives;
    }
  }
  EXPECT_GT(examples_of("suricata_eve").size(), 10'000u);
}

TEST_F(DetectionStates, OfOtherRulesIsRefusedAndDamageIsToldOf) {
  const fs::path file = folder_.path() / "state";
  {
    Detection run(own_rules(), {.threads = 1}, [](const Alert&, const AlertType&) {});
    DetectionState state = *DetectionState::open(file);
    ASSERT_TRUE(state.save(run, "here"));
    EXPECT_EQ(DetectionState::open(file).error().code, Errc::conflict) << "two runs on one state";
  }
  const auto fewer = load(fs::path(LP_SOURCE_DIR) / "specs" / "rules" / "web");
  Detection other(fewer, {.threads = 1}, [](const Alert&, const AlertType&) {});
  DetectionState state = *DetectionState::open(file);
  const auto restored = state.restore(other);
  ASSERT_FALSE(restored);
  EXPECT_EQ(restored.error().code, Errc::conflict);
  // With the new rules from the old places.
  EXPECT_EQ(*state.forget_run(), 0U);
  EXPECT_EQ(*state.places(), "here");
  ASSERT_TRUE(state.save(other, "there"));
  Detection again(fewer, {.threads = 1}, [](const Alert&, const AlertType&) {});
  EXPECT_TRUE(*state.restore(again));
  EXPECT_EQ(*state.places(), "there");
}

}  // namespace
}  // namespace lp::detect
