#include "match/feeds/feed_format.h"

#include <algorithm>

#include "base/text.h"
#include "match/feeds/feed_reading.h"

namespace lp::match {
namespace {

constexpr std::string_view known_feeds = "OSV, CVE 5, NVD, CSAF, OpenVEX, CycloneDX VEX, CNVD, CNNVD, KEV and EPSS files are read";

}  // namespace

FeedSink::FeedSink(const FeedOptions& options, const FeedTakers& takers, Diagnostics& out) : options_(options), takers_(takers), out_(out) {}

void FeedSink::take(Advisory&& advisory) {
  ++statistics_.taken;
  if (advisory.withdrawn) ++statistics_.withdrawn;
  if (takers_.advisory) takers_.advisory(std::move(advisory));
}

void FeedSink::take(Signal&& signal) {
  ++statistics_.signals;
  if (takers_.signal) takers_.signal(std::move(signal));
}

void FeedSink::refuse(std::string_view place, std::string code, std::string what, std::string hint) {
  ++statistics_.refused;
  std::string pointer = in_array_ ? array_ + "/" + std::to_string(index_) : std::string();
  pointer += place;
  if (!pointer.empty()) what = pointer + ": " + what;
  out_.warning({options_.file, line_, 0}, std::move(code), std::move(what), "what it says of vulnerabilities is not known", std::move(hint));
}

const FeedFormat* sniff_feed(std::string_view head) {
  const FeedFormat* best = nullptr;
  int best_score = 0;
  for (const FeedFormat& format : builtin_feeds())
    if (const int score = format.sniff(head); score > best_score) {
      best = &format;
      best_score = score;
    }
  return best;
}

const FeedFormat* feed_format_of(std::string_view head, std::string_view id) {
  if (id.empty()) return sniff_feed(head.substr(0, sniffed_bytes));
  const auto found = std::ranges::find(builtin_feeds(), id, &FeedFormat::id);
  return found == builtin_feeds().end() ? nullptr : &*found;
}

Error no_feed(const std::string& file) {
  return make_error(Errc::invalid, file + " is no feed of advisories that is known", std::string(known_feeds));
}

void add_to(FeedStatistics& sum, const FeedStatistics& more) {
  for (const auto& [format, count] : more.records) sum.records[format] += count;
  for (const auto& [reason, count] : more.left_out) sum.left_out[reason] += count;
  sum.taken += more.taken;
  sum.withdrawn += more.withdrawn;
  sum.signals += more.signals;
  sum.refused += more.refused;
}

Result<FeedStatistics> read_feed(std::string_view bytes, const FeedOptions& options, const FeedTakers& takers, Diagnostics& out) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const FeedFormat* format = feed_format_of(bytes, options.format);
  if (format == nullptr) return no_feed(options.file);
  FeedSink sink(options, takers, out);
  if (format->read_text != nullptr) {
    format->read_text(bytes, sink);
  } else {
    JsonRecords records(*format, sink);
    records.read(bytes);
  }
  return std::move(sink.statistics());
}

}  // namespace lp::match
