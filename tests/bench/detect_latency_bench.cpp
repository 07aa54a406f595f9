// How long one event takes, how long until its alert is told, and what a second core gives.
//   detect_latency_bench FORMAT FILE [--rules FOLDER] [--indicators IMAGE] [--allow FOLDER]
#include <time.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "detect/inputs/log_follower.h"
#include "detect/run/detection.h"
#include "io/files.h"

namespace {

using namespace lp;
using namespace lp::detect;
using Clock = std::chrono::steady_clock;

double percentile(std::vector<double>& sorted, double share) { return sorted.empty() ? 0 : sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(share * static_cast<double>(sorted.size())))]; }

double thread_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

// Blocks of one line: each pays for its block as well.
void measure_events(const std::shared_ptr<const Detector>& detector, const Format& format, const std::string& text) {
  const auto stream = std::make_shared<const StreamInfo>(StreamInfo{"bench", &format});
  BlockScanner scanner(detector, {});
  std::vector<double> took;
  for (std::size_t at = 0; at < text.size() && took.size() < 400'000;) {
    const std::size_t end = text.find('\n', at);
    const auto source = io::make_memory_source(std::string_view(text).substr(at, end - at + 1));
    at = end == text.npos ? text.size() : end + 1;
    LineBlocks blocks(*source, {.is_control = format.is_control});
    auto block = *blocks.next(true);
    if (!block) continue;
    const double from = thread_seconds();
    (void)scanner.scan({stream, std::move(*block)});
    took.push_back((thread_seconds() - from) * 1e6);
  }
  took.erase(took.begin(), took.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(took.size(), 20'000)));   // tables fill
  std::sort(took.begin(), took.end());
  std::printf("one event, microseconds of processor: p50 %.1f, p99 %.1f (bar 10), p99.9 %.1f (bar 50), largest %.1f, of %zu\n", percentile(took, 0.5), percentile(took, 0.99), percentile(took, 0.999),
              took.back(), took.size());
}

double events_a_second(const std::shared_ptr<const Detector>& detector, const Format& format, const std::string& text, int threads) {
  double best = 0;
  for (int round = 0; round < 5; ++round) {
    const auto source = io::make_memory_source(text);
    const auto stream = std::make_shared<const StreamInfo>(StreamInfo{"bench", &format});
    const auto from = Clock::now();
    Detection run(detector, {.threads = threads}, [](const Alert&, const AlertType&) {});
    LineBlocks blocks(*source, {.is_control = format.is_control});
    while (auto block = *blocks.next(true)) run.feed({stream, std::move(*block)});
    run.finish();
    const double seconds = std::chrono::duration<double>(Clock::now() - from).count();
    best = std::max(best, static_cast<double>(run.statistics().lines.lines) / seconds);
  }
  return best;
}

// A line whose host nobody else has; its alert is known again by the host.
std::string marked_line(std::size_t n) {
  return R"({"timestamp":"2026-07-01T08:00:00.000000+0800","event_type":"dns","src_ip":"10.)" + std::to_string(n >> 16 & 255) + "." + std::to_string(n >> 8 & 255) + "." + std::to_string(n & 255) +
         R"(","dns":{"type":"query","rrname":"pool.supportxmr.com"}})" + "\n";
}

// A log is written at half the speed one thread reads at; every thousandth line is to be told.
void measure_telling(const std::shared_ptr<const Detector>& detector, const Format& format, const std::string& text, double rate) {
  const io::TempDir folder = *io::TempDir::create("latency");
  const std::filesystem::path log = folder.path() / "eve.json";
  constexpr std::size_t marks = 3000;
  std::vector<Clock::time_point> written(marks), told(marks);
  std::atomic<bool> done = false;
  std::ofstream(log) << text.substr(0, text.find('\n') + 1);   // there when the follower begins: finding new files is another matter
  std::thread writer([&] {
    std::ofstream out(log, std::ios::binary | std::ios::app);
    std::size_t at = 0, lines = 0, mark = 0;
    const auto from = Clock::now();
    while (mark < marks) {
      const auto due = static_cast<std::size_t>(std::chrono::duration<double>(Clock::now() - from).count() * rate);
      for (; lines < due && mark < marks; ++lines) {
        if (lines % 200 == 0) {
          out << marked_line(mark);
          written[mark++] = Clock::now();
        }
        const std::size_t end = text.find('\n', at);
        out.write(text.data() + at, static_cast<std::streamsize>(end + 1 - at));
        at = end + 1 < text.size() ? end + 1 : 0;
      }
      out.flush();
      std::this_thread::sleep_for(std::chrono::microseconds(500));
    }
    done = true;
  });
  FoldOptions fold;
  fold.updates = true;
  Detection run(detector, {.threads = 1, .fold = fold}, [&](const Alert& alert, const AlertType& type) {
    unsigned a = 0, b = 0, c = 0;
    if (type.kind != AlertKind::rule || std::sscanf(alert.entity.c_str(), "ip:10.%u.%u.%u", &a, &b, &c) != 3) return;
    const std::size_t n = (a << 16 | b << 8 | c);
    if (n < marks && told[n] == Clock::time_point{}) told[n] = Clock::now();
  });
  LogFollower follower({log}, {.format = &format, .look_every = std::chrono::milliseconds(500)});
  auto pause = std::chrono::microseconds(500);
  for (bool last = false; !last;) {
    last = done;
    const auto came = follower.poll([&](StreamBlock block) {
      run.feed(std::move(block));
      return true;
    });
    if (came && *came) run.drain();
    else std::this_thread::sleep_for(pause);
  }
  writer.join();
  std::vector<double> took;
  for (std::size_t i = 100; i < marks; ++i)
    if (told[i] != Clock::time_point{}) took.push_back(std::chrono::duration<double, std::milli>(told[i] - written[i]).count());
  std::sort(took.begin(), took.end());
  std::printf("line in to alert out at %.0f lines/s, milliseconds: p50 %.2f, p99 %.2f (bar 5), largest %.2f, of %zu of %zu\n", rate, percentile(took, 0.5), percentile(took, 0.99),
              took.empty() ? 0 : took.back(), took.size(), marks - 100);
}

}  // namespace

int main(int argc, char** argv) {
  const Format* format = argc > 2 ? find_format(argv[1]) : nullptr;
  if (format == nullptr) {
    std::fprintf(stderr, "usage: detect_latency_bench FORMAT FILE [--rules FOLDER] [--indicators IMAGE] [--allow FOLDER]\n");
    return 2;
  }
  DetectorOptions options{.specs = std::filesystem::path(LP_SOURCE_DIR) / "specs"};
  options.rules.push_back(options.specs / "rules");
  for (int i = 3; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    if (name == "--rules") options.rules.emplace_back(argv[i + 1]);
    else if (name == "--indicators") options.indicators = argv[i + 1];
    else if (name == "--allow") options.allow_lists = argv[i + 1];
  }
  const auto text = io::read_file(argv[2], std::uint64_t{4} << 30);
  Diagnostics found;
  const auto detector = Detector::load(options, found);
  if (!text || !detector) {
    std::fprintf(stderr, "%s\n", (!text ? text.error() : detector.error()).message.c_str());
    return 1;
  }
  measure_events(*detector, *format, *text);
  const double one = events_a_second(*detector, *format, *text, 1), two = events_a_second(*detector, *format, *text, 2);
  std::printf("one worker %.3f M/s, two %.3f M/s: %.2f times (bar 1.85)\n", one / 1e6, two / 1e6, two / one);
  if (std::string_view(argv[1]) == "suricata_eve") measure_telling(*detector, *format, *text, one / 2);
}
