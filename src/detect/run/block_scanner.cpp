#include "detect/run/block_scanner.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/text.h"

namespace lp::detect {

void BlockCounts::add(const BlockCounts& other) {
  lines += other.lines;
  events += other.events;
  control += other.control;
  rejected += other.rejected;
  mended += other.mended;
  bytes += other.bytes;
  no_time += other.no_time;
  for (const auto& [reason, count] : other.rejected_for) rejected_for[reason] += count;
}

BlockScanner::BlockScanner(std::shared_ptr<const Detector> detector, const ScanOptions& options)
    : detector_(std::move(detector)), options_(options), event_(detector_->fields()), rules_(detector_->rules(), detector_->routes()),
      indicators_(detector_->indicators(), detector_->watched(), detector_->allow_lists()), observer_(detector_->watched()) {}

Decoder& BlockScanner::decoder_for(const StreamBlock& block) {
  const Format& format = *block.stream->format;
  if (format.is_control == nullptr) {
    auto& kept = decoders_[&format];
    if (kept == nullptr) kept = format.make(detector_->context(format.id));
    return *kept;
  }
  fresh_ = format.make(detector_->context(format.id));
  for (const std::string& line : *block.block.controls) {
    // Decoders may read a little behind a line.
    std::string padded = line;
    padded.resize(line.size() + line_slack);
    event_.clear();
    (void)fresh_->decode(std::string_view(padded).substr(0, line.size()), event_);
  }
  return *fresh_;
}

namespace {

// The lines of the seeds alone, where lines stand for themselves: they are kept for minutes, and blocks are many.
std::shared_ptr<const StreamBlock> keep_lines(const std::shared_ptr<const StreamBlock>& held, std::vector<CorrelationSeed>& seeds) {
  if (held->stream->format->is_control != nullptr) return held;
  auto out = std::make_shared<StreamBlock>();
  out->stream = held->stream;
  out->block.offset = held->block.offset;
  out->block.end = held->block.end;
  out->block.controls = held->block.controls;
  std::size_t size = line_slack, last = std::string_view::npos;
  for (const CorrelationSeed& seed : seeds) {
    if (seed.line_offset != last) size += seed.line_size;
    last = seed.line_offset;
  }
  LineBuffer& buffer = out->block.buffer;
  buffer.resize(size);
  std::memset(buffer.data() + size - line_slack, 0, line_slack);
  std::size_t at = 0, kept_at = 0;
  last = std::string_view::npos;
  for (CorrelationSeed& seed : seeds) {
    if (seed.line_offset != last) {
      std::memcpy(buffer.data() + at, held->block.buffer.data() + seed.line_offset, seed.line_size);
      kept_at = at;
      at += seed.line_size;
    }
    last = std::exchange(seed.line_offset, kept_at);
  }
  out->block.size = at;
  return out;
}

}  // namespace

BlockResult BlockScanner::scan(StreamBlock given) {
  const auto held = std::make_shared<const StreamBlock>(std::move(given));
  const StreamBlock& block = *held;
  BlockResult out{.stream = block.stream, .end = block.block.end, .next_line = block.block.first_line, .controls = block.block.controls};
  Decoder& decoder = decoder_for(block);
  observations_ = options_.observe ? std::make_shared<Observations>() : nullptr;
  const std::uint64_t mended = decoder.mended();
  const auto reject = [&](std::uint64_t line, std::string_view reason) {
    ++out.counts.rejected;
    ++out.counts.rejected_for[std::string(reason)];
    if (out.rejected.size() < options_.rejected_kept) out.rejected.push_back({line, std::string(reason)});
  };
  each_line(block.block, [&](std::string_view line, std::uint64_t number) {
    ++out.counts.lines;
    event_.clear();
    switch (decoder.decode(line, event_)) {
      case Decoded::event: take_event(out, static_cast<std::size_t>(line.data() - block.block.buffer.data())); break;
      case Decoded::control: ++out.counts.control; break;
      case Decoded::rejected: reject(number, decoder.reason()); break;
    }
    out.next_line = number + 1;
  });
  for (const OverlongLine& line : block.block.overlong) {
    ++out.counts.lines;
    reject(line.line, "too_long");
    out.next_line = line.line + 1;
  }
  out.counts.bytes = block.block.end - block.block.offset;
  out.counts.mended = decoder.mended() - mended;
  out.observations = std::move(observations_);
  if (!out.seeds.empty()) out.block = keep_lines(held, out.seeds);
  return out;
}

void BlockScanner::take_event(BlockResult& out, std::size_t line_offset) {
  if (event_.time == no_time) {
    ++out.counts.no_time;
  } else {
    out.first = out.first == no_time ? event_.time : std::min(out.first, event_.time);
    out.last = std::max(out.last, event_.time);
  }
  take_sensor_alert(out);
  if (observations_ != nullptr) observer_.observe(event_, observations_->intern_owner(detector_->subjects().organisation_of(event_)), *observations_);
  hits_.clear();
  indicators_.begin(event_);  // memory is fetched while the rules are matched
  rules_.match(event_, matches_);
  indicators_.finish(event_, hits_);
  for (const IndicatorHit& hit : hits_) add(out, detector_->type_of(hit), hit.severity, no_field, explain(hit));
  for (const sigma::RuleIndex rule : matches_) take_rule(out, rule, line_offset);
  ++out.counts.events;
}

void BlockScanner::take_sensor_alert(BlockResult& out) {
  auto type = detector_->sensor().type_of(event_);
  if (!type) return;
  const Severity severity = type->severity;
  auto known = std::ranges::find(out.sensor_types, type->id, &AlertType::id);
  if (known == out.sensor_types.end()) known = out.sensor_types.insert(known, std::move(*type));
  const auto index = static_cast<std::uint32_t>(detector_->types().size() + static_cast<std::size_t>(known - out.sensor_types.begin()));
  add(out, index, severity, no_field, {});
}

void BlockScanner::take_rule(BlockResult& out, sigma::RuleIndex rule, std::size_t line_offset) {
  if (detector_->correlations()->reports(rule)) add(out, rule, detector_->types()[rule].severity, detector_->entity_field(rule), {});
  CorrelationSeed seed{.input = {}, .line_offset = line_offset, .line_size = event_.raw.size()};
  if (detector_->correlations()->extract(event_, rule, out.counts.events, seed.input)) out.seeds.push_back(std::move(seed));
}

Finding BlockScanner::finding_of(const StreamBlock& block, const CorrelationSeed& seed, std::uint32_t type, Severity severity, FieldId entity) {
  Decoder& decoder = decoder_for(block);
  if (block.stream->format->is_control != nullptr) {
    // Headers that stand in the block before the line.
    each_line(block.block, [&](std::string_view line, std::uint64_t number) {
      event_.clear();
      if (line.data() < block.block.buffer.data() + seed.line_offset && block.stream->format->is_control(line, number == 1)) (void)decoder.decode(line, event_);
    });
  }
  event_.clear();
  const std::string_view line = block.block.buffer.view().substr(seed.line_offset, seed.line_size);
  if (decoder.decode(line, event_) != Decoded::event) return {.entity = "event"};
  return finding(0, type, severity, entity);
}

void BlockScanner::add(BlockResult& out, std::uint32_t type, Severity severity, FieldId entity, std::vector<std::string> notes) {
  out.findings.push_back(finding(out.counts.events, type, severity, entity));
  out.findings.back().notes = std::move(notes);
}

Finding BlockScanner::finding(std::uint64_t sequence, std::uint32_t type, Severity severity, FieldId entity) const {
  Subject subject = detector_->subjects().of(event_, entity);
  return {.type = type, .sequence = sequence, .time = event_.time, .severity = severity, .entity = std::move(subject.entity),
          .owner = std::move(subject.owner), .evidence = evidence()};
}

std::string BlockScanner::evidence() const {
  std::string line(event_.raw);
  if (options_.mask) line = options_.mask(line);
  if (line.size() <= options_.evidence_bytes) return line;
  line.resize(valid_utf8_prefix(std::string_view(line).substr(0, options_.evidence_bytes)));
  return line + "…";
}

}  // namespace lp::detect
