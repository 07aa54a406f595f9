#include "detect/run/detection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "detect/indicators/indicator_set.h"
#include "detect/run/rule_examples.h"
#include "io/files.h"

namespace lp::detect {
namespace {

namespace fs = std::filesystem;

const fs::path specs = fs::path(LP_SOURCE_DIR) / "specs";

std::shared_ptr<const Detector> load(DetectorOptions options) {
  Diagnostics out;
  options.specs = specs;
  auto loaded = Detector::load(options, out);
  for (const Diagnostic& d : out.items()) ADD_FAILURE() << to_string(d.where) << ": " << d.what;
  if (!loaded) throw std::runtime_error(loaded.error().message);
  return *loaded;
}

const std::shared_ptr<const Detector>& own_rules() {
  static const std::shared_ptr<const Detector> detector = load({.specs = {}, .rules = {specs / "rules"}});
  return detector;
}

// The alerts of a text as JSON lines.
std::string alerts_of(const std::shared_ptr<const Detector>& detector, const std::string& text, const char* format, int threads, std::size_t block_bytes = 1 << 20,
                      DetectionStatistics* statistics = nullptr) {
  std::string out;
  Detection run(detector, {.threads = threads}, [&](const Alert& alert, const AlertType& type) { out += to_text(to_json(alert, type)) + "\n"; });
  const Format* found = find_format(format);
  const auto source = io::make_memory_source(text);
  LineBlocks blocks(*source, {.block_bytes = block_bytes, .longest_line = std::max<std::size_t>(block_bytes, 65536), .is_control = found->is_control});
  const auto stream = std::make_shared<const StreamInfo>(StreamInfo{"test", found});
  while (auto block = *blocks.next(true)) run.feed({stream, std::move(*block)});
  run.finish();
  if (statistics != nullptr) *statistics = run.statistics();
  return out;
}

TEST(OwnRules, AreSixtyOrMoreAndAllHaveChineseTitlesClassesAndExamples) {
  const RuleNotesById& notes = own_rules()->notes();
  EXPECT_GE(notes.size(), 60u);
  for (const auto& [id, note] : notes) {
    EXPECT_FALSE(note.title.empty()) << id;
    EXPECT_FALSE(note.advice.empty()) << note.title;
    EXPECT_EQ(note.classes.size(), 3u) << note.title;
    EXPECT_FALSE(note.match.empty()) << note.title;
    EXPECT_FALSE(note.no_match.empty()) << note.title;
  }
}

TEST(OwnRules, TellOfTheirExamplesAndNotOfTheOthers) {
  for (const auto& [id, note] : own_rules()->notes()) {
    const auto matched = run_examples(own_rules(), note.match);
    ASSERT_TRUE(matched) << note.title << ": " << matched.error().message;
    EXPECT_THAT(*matched, ::testing::Contains(id)) << note.title << " does not tell of its example";
    const auto other = run_examples(own_rules(), note.no_match);
    ASSERT_TRUE(other) << note.title << ": " << other.error().message;
    EXPECT_THAT(*other, ::testing::Not(::testing::Contains(id))) << note.title << " tells of what it should not";
  }
}

std::string mixed_events(int n) {
  std::string out;
  for (int i = 0; i < n; ++i) {
    const std::string time = time_text(1'782'864'000'000'000 + i * one_second);
    const std::string from = "10.1." + std::to_string(i % 7) + "." + std::to_string(i % 50);
    switch (i % 5) {
      case 0: out += R"({"timestamp":")" + time + R"(","event_type":"dns","src_ip":")" + from + R"(","dns":{"type":"query","rrname":"pool.supportxmr.com"}})"; break;
      case 1: out += R"({"timestamp":")" + time + R"(","event_type":"alert","src_ip":")" + from + R"(","alert":{"signature":"sig )" + std::to_string(i % 3) + R"(","signature_id":)" + std::to_string(i % 3) + R"(,"severity":1}})"; break;
      case 2: out += "this is no event " + std::to_string(i); break;
      case 3: out += R"({"timestamp":")" + time + R"(","event_type":"dns","src_ip":")" + from + R"(","dns":{"type":"query","rrname":"www.evil.example"}})"; break;
      default: out += R"({"timestamp":")" + time + R"(","event_type":"flow","src_ip":")" + from + R"(","flow":{"bytes_toserver":1}})"; break;
    }
    out += '\n';
  }
  return out;
}

TEST(Detection, TellsTheSameOnAnyNumberOfThreadsAndForAnyBlocks) {
  io::TempDir folder = *io::TempDir::create("detection");
  IndicatorSet set;
  ASSERT_TRUE(set.add(IndicatorKind::domain, "evil.example", set.add_context({.source = "feed"})));
  ASSERT_TRUE(set.write(folder.path() / "i.image", PublicSuffixes::minimum()));
  const auto detector = load({.specs = {}, .rules = {specs / "rules"}, .indicators = folder.path() / "i.image"});
  const std::string text = mixed_events(3000);
  DetectionStatistics one;
  const std::string expected = alerts_of(detector, text, "suricata_eve", 1, 1 << 20, &one);
  EXPECT_EQ(one.lines.lines, 3000u);
  EXPECT_EQ(one.lines.events, 2400u);
  EXPECT_EQ(one.lines.rejected, 600u);
  EXPECT_EQ(one.lines.lines, one.lines.events + one.lines.control + one.lines.rejected);
  EXPECT_EQ(one.lines.bytes, text.size());
  EXPECT_THAT(expected, ::testing::HasSubstr("\"indicator:domain\""));
  EXPECT_THAT(expected, ::testing::HasSubstr("\"suricata:1\""));
  EXPECT_THAT(expected, ::testing::HasSubstr("解析挖矿矿池域名"));
  for (const int threads : {2, 3}) {
    for (const std::size_t block : {700u, 5000u, 100'000u}) {
      EXPECT_EQ(alerts_of(detector, text, "suricata_eve", threads, block), expected) << threads << " threads, blocks of " << block;
    }
  }
}

TEST(Detection, AHeaderHoldsForTheBlocksBehindIt) {
  std::string text = "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tdns\n#fields\tts\tid.orig_h\tid.resp_h\tquery\n#types\ttime\taddr\taddr\tstring\n";
  for (int i = 0; i < 200; ++i) text += "1782864000." + std::to_string(i) + "\t10.1.1.5\t10.1.1.53\tpool.supportxmr.com\n";
  DetectionStatistics statistics;
  const std::string whole = alerts_of(own_rules(), text, "zeek_tsv", 1, 1 << 20, &statistics);
  EXPECT_EQ(statistics.lines.rejected, 0u);
  EXPECT_EQ(statistics.lines.events, 200u);
  EXPECT_THAT(whole, ::testing::HasSubstr("\"count\":200"));
  EXPECT_EQ(alerts_of(own_rules(), text, "zeek_tsv", 2, 300), whole);
}

std::string tunnel(const std::string& from, std::int64_t first_second, int n) {
  std::string out;
  for (int i = 0; i < n; ++i) {
    out += R"({"timestamp":")" + time_text(1'782'864'000'000'000 + (first_second + i) * one_second) + R"(","event_type":"dns","src_ip":")" + from +
           R"(","dns":{"type":"query","rrname":"aaaabbbbccccddddeeeeffff0000)" + std::to_string(10'000 + i + first_second) + R"(.t.example.net"}})" + "\n";
  }
  return out;
}

// Alerts of several logs, read one after the other.
std::vector<std::string> tunnels_of(const std::vector<std::string>& logs, DetectionStatistics& statistics) {
  std::vector<std::string> out;
  Detection run(own_rules(), {.threads = 2}, [&](const Alert& alert, const AlertType& type) {
    if (type.title.en == "DNS tunnel: very many names below one domain") out.push_back(alert.entity + (alert.evidence.empty() ? " without its line" : ""));
  });
  for (const std::string& log : logs) {
    run.next_stream();
    const auto source = io::make_memory_source(log);
    LineBlocks blocks(*source, {.block_bytes = 2000, .longest_line = 65536});
    const auto stream = std::make_shared<const StreamInfo>(StreamInfo{"test", find_format("suricata_eve")});
    while (auto block = *blocks.next(true)) run.feed({stream, std::move(*block)});
  }
  run.finish();
  statistics = run.statistics();
  return out;
}

TEST(Detection, LogsOfTheSameTimeAreEachCorrelated) {
  DetectionStatistics statistics;
  const std::string quiet = mixed_events(5000);  // an hour and more behind the first tunnel
  EXPECT_THAT(tunnels_of({tunnel("10.1.0.1", 0, 150) + quiet, tunnel("10.1.0.2", 10, 150) + quiet, tunnel("10.1.0.3", -7200, 150)}, statistics),
              ::testing::ElementsAre("ip:10.1.0.1", "ip:10.1.0.2", "ip:10.1.0.3"));
  EXPECT_EQ(statistics.correlation.late, 0u);
}

TEST(Detection, AnEventFarAheadCostsNoLines) {
  DetectionStatistics statistics;
  const std::string ahead = R"({"timestamp":"2027-01-01T00:00:00.000000+0000","event_type":"stats","stats":{"uptime":1}})" "\n";
  EXPECT_THAT(tunnels_of({tunnel("10.1.0.1", 0, 50) + ahead + tunnel("10.1.0.1", 50, 60)}, statistics), ::testing::ElementsAre("ip:10.1.0.1"));
}

TEST(Detection, ALogThatGoesOnIsCorrelatedWithTheOneBefore) {
  DetectionStatistics statistics;
  EXPECT_THAT(tunnels_of({tunnel("10.1.0.1", 0, 70), tunnel("10.1.0.1", 70, 70)}, statistics), ::testing::ElementsAre("ip:10.1.0.1"));
  EXPECT_TRUE(tunnels_of({tunnel("10.1.0.1", 1000, 70), tunnel("10.1.0.1", 0, 70)}, statistics).empty());
  EXPECT_TRUE(tunnels_of({tunnel("10.1.0.1", 1000, 70) + tunnel("10.1.0.1", 0, 70)}, statistics).empty());
  EXPECT_EQ(statistics.correlation.late, 70u) << "within one log, what is late is counted";
}

TEST(Detection, EvidenceIsMaskedAndCut) {
  std::string told;
  Detection run(own_rules(), {.threads = 1, .scan = {.mask = [](std::string_view) { return std::string(5000, 'm'); }}},
                [&](const Alert& alert, const AlertType&) { told = alert.evidence.empty() ? "" : alert.evidence[0]; });
  const std::string text = mixed_events(1);
  const auto source = io::make_memory_source(text);
  LineBlocks blocks(*source, {});
  run.feed({std::make_shared<const StreamInfo>(StreamInfo{"t", find_format("suricata_eve")}), std::move(**blocks.next(true))});
  run.finish();
  EXPECT_EQ(told, std::string(2048, 'm') + "…");
}

}  // namespace
}  // namespace lp::detect
