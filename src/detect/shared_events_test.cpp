// Real events of many makers, where a checkout has them beside it: every line is an event, a control line or rejected for a
// reason that is written here.
#include <gtest/gtest.h>

#include <map>

#include "detect/decoder_testing.h"
#include "detect/json_sniff.h"
#include "io/unpack.h"

namespace lp::detect {
namespace {

class Files final : public io::UnpackVisitor {
 public:
  std::map<std::string, std::string> texts;
  Status leaf(const io::Leaf& leaf, io::ByteSource& bytes) override {
    std::string& text = texts[std::string(leaf.path)];
    char block[65536];
    for (;;) {
      LP_TRY(const std::size_t n, bytes.read(block, sizeof block));
      if (n == 0) return ok_status();
      text.append(block, n);
    }
  }
  void skipped(const io::SkippedPart&) override {}
};

const std::map<std::string, std::string>& files_of(const char* archive) {
  static std::map<std::string, Files> opened;
  const auto [place, added] = opened.try_emplace(archive);
  if (added) {
    EXPECT_TRUE(io::unpack(shared_data() / archive, {}, place->second));
  }
  return place->second.texts;
}

struct Tally {
  std::size_t events = 0, control = 0, timeless = 0;
  std::map<std::string, std::size_t> rejected;
  std::map<std::string, std::size_t> routes;
};

Tally decode_all(std::string_view format, std::string_view text) {
  DecoderUnderTest decoder(format, {"source.ip", "Image", "query", "EventID", "message"}, 0, 1719500000LL * 1'000'000);
  Tally tally;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    switch (decoder.decode(text.substr(0, end))) {
      case Decoded::event:
        ++tally.events;
        ++tally.routes[decoder.route()];
        if (decoder.event().time == no_time) ++tally.timeless;
        break;
      case Decoded::control: ++tally.control; break;
      case Decoded::rejected: ++tally.rejected[std::string(decoder.decoder().reason())]; break;
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return tally;
}

// timeless: one line of Zeek was written without ts; RFC 5424 allows "-" for the time; Zeek's loaded_scripts have no ts.
struct Expected {
  const char *archive, *path, *format;
  std::size_t events;
  std::size_t timeless = 0;
  std::map<std::string, std::size_t> rejected{};
  bool sniffs = true;
};

TEST(SharedEvents, EveryLineIsAccountedFor) {
  if (shared_data().empty()) GTEST_SKIP() << "../shared/data/detect is not there";
  const Expected all[] = {
      {"otrf-events.jsonl.xz", "otrf-events.jsonl", "windows_json", 17268, 0, {}, false},
      {"vast-testdata.tar.xz", "data/suricata/eve.json", "suricata_eve", 7},
      {"vast-testdata.tar.xz", "data/json/sysmon.json", "windows_json", 2500},
      {"vast-testdata.tar.xz", "data/zeek/zeek.json", "zeek_json", 34, 1},
      {"vast-testdata.tar.xz", "data/syslog/syslog.log", "syslog", 13, 1},
      {"vast-testdata.tar.xz", "logs/syslog/syslog-test.txt", "syslog", 5, 1},
      {"vast-testdata.tar.xz", "logs/zeek/conn.log", "zeek_tsv", 8462},
      {"suricata-verify-datasets-iprep.tar.xz", "expected/eve.json", "suricata_eve", 1},
      {"otrf-zeek-log4shell-linux-aws.tar.xz", "day1/zeek/combined_zeek.log", "zeek_json", 2140},
      {"otrf-zeek-log4shell-linux-aws.tar.xz", "day2/zeek/combined_zeek.log", "zeek_json", 5664, 2880},
      {"otrf-zeek-log4shell-linux-aws.tar.xz", "sh_arp_cache_2020-11-10074812.log", "auditd", 12},
      {"otrf-zeek-log4shell-linux-aws.tar.xz", "sh_binary_padding_dd_2020-11-10081941.log", "auditd", 6},
  };
  for (const Expected& e : all) {
    bool found = false;
    for (const auto& [path, text] : files_of(e.archive)) {
      if (!path.ends_with(e.path)) continue;
      found = true;
      const Tally tally = decode_all(e.format, text);
      EXPECT_EQ(tally.events, e.events) << path;
      EXPECT_EQ(tally.timeless, e.timeless) << path;
      EXPECT_EQ(tally.rejected, e.rejected) << path;
      if (e.sniffs) {
        EXPECT_EQ(sniff_format(text.substr(0, text.rfind('\n', 65536) + 1))->id, e.format) << path;
      }
    }
    EXPECT_TRUE(found) << e.archive << ' ' << e.path;
  }
}

// Zeek's own expected logs: those with a head are read to the last line.
TEST(SharedEvents, ZeekBaselines) {
  if (shared_data().empty()) GTEST_SKIP() << "../shared/data/detect is not there";
  std::size_t files = 0, events = 0;
  for (const auto& [path, text] : files_of("zeek-baselines.tar.xz")) {
    if (!path.ends_with(".log") || text.find("\n#fields\t") == text.npos) continue;  // others are what scripts print
    const Tally tally = decode_all("zeek_tsv", text);
    EXPECT_TRUE(tally.rejected.empty()) << path << ' ' << tally.rejected.begin()->first << ' ' << tally.rejected.begin()->second;
    ++files;
    events += tally.events;
  }
  EXPECT_GT(files, 500u);
  EXPECT_GT(events, 1000u);
}

// As many events in each log source as their channels and ids say.
TEST(SharedEvents, WindowsEventsAreOfTheirLogSources) {
  if (shared_data().empty()) GTEST_SKIP() << "../shared/data/detect is not there";
  const Tally tally = decode_all("windows_json", files_of("otrf-events.jsonl.xz").begin()->second);
  std::map<std::string, std::size_t> sources;
  for (const auto& [route, count] : tally.routes) {
    for (const char* source : {"windows//sysmon", "windows//security", "windows/process_creation/", "windows/ps_script/", "windows/image_load/", "aws//cloudtrail", "linux//syslog"})
      if (route.find(source) != route.npos) sources[source] += count;
  }
  const std::map<std::string, std::size_t> expected{{"windows//sysmon", 12559},         {"windows//security", 3403},      {"windows/process_creation/", 102}, {"windows/ps_script/", 13},
                                                    {"windows/image_load/", 2564},      {"aws//cloudtrail", 52},          {"linux//syslog", 72}};
  EXPECT_EQ(sources, expected);
}

}  // namespace
}  // namespace lp::detect
