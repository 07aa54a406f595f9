#include "detect/run/detection_state.h"

#include <algorithm>

#include "base/hash.h"
#include "detect/state_bytes.h"

namespace lp::detect {
namespace {

constexpr std::string_view format = "longpan-detect/1";
constexpr std::string_view run_key = "run", places_key = "places", alert_keys = "alert/";

Error broken() { return make_error(Errc::corrupt, "the state of the run cannot be read", "begin anew with another state file"); }

std::string digest_of(const std::vector<AlertType>& types, const sigma::Correlator& correlator) {
  StateWriter out;
  out.text(correlator.program_digest());
  for (const AlertType& type : types) out.text(type.id);
  return to_hex(sha256(out.bytes()));
}

void save(StateWriter& out, const AlertType& type) {
  out.number(static_cast<std::uint64_t>(type.kind));
  for (const std::string* text : {&type.id, &type.title.zh, &type.title.en}) out.text(*text);
  out.number(static_cast<std::uint64_t>(type.severity));
  for (const auto* list : {&type.tags, &type.classes}) {
    out.number(list->size());
    for (const std::string& item : *list) out.text(item);
  }
}

AlertType read_type(StateReader& in) {
  AlertType type;
  type.kind = static_cast<AlertKind>(std::min<std::uint64_t>(in.number(), static_cast<std::uint64_t>(AlertKind::sensor)));
  for (std::string* text : {&type.id, &type.title.zh, &type.title.en}) *text = in.text();
  type.severity = static_cast<Severity>(std::min<std::uint64_t>(in.number(), static_cast<std::uint64_t>(Severity::critical)));
  for (auto* list : {&type.tags, &type.classes}) {
    list->resize(in.count());
    for (std::string& item : *list) item = in.text();
  }
  return type;
}

void save(StateWriter& out, const BlockCounts& n) {
  for (const std::uint64_t value : {n.lines, n.events, n.control, n.rejected, n.mended, n.bytes, n.no_time}) out.number(value);
  out.number(n.rejected_for.size());
  for (const auto& [reason, count] : n.rejected_for) {
    out.text(reason);
    out.number(count);
  }
}

BlockCounts read_counts(StateReader& in) {
  BlockCounts n;
  for (std::uint64_t* value : {&n.lines, &n.events, &n.control, &n.rejected, &n.mended, &n.bytes, &n.no_time}) *value = in.number();
  for (std::size_t i = in.count(); i > 0 && in.good(); --i) {
    const std::string reason = in.text();
    n.rejected_for[reason] = in.number();
  }
  return n;
}

}  // namespace

// Lines a correlation may still ask for, each with the headers that stood before it.
void Detection::save_lines(StateWriter& out) const {
  std::vector<std::uint64_t> needed;
  correlator_.each_needed([&](std::uint64_t sequence) { needed.push_back(sequence); });
  std::ranges::sort(needed);
  needed.erase(std::unique(needed.begin(), needed.end()), needed.end());
  StateWriter lines;
  std::uint64_t count = 0;
  for (const std::uint64_t sequence : needed) {
    const auto [held, seed] = find_seed(sequence);
    if (seed == nullptr) continue;
    const StreamBlock& block = *held->block;
    ++count;
    lines.number(sequence);
    lines.number(seed->input.rule);
    lines.signed_number(held->last);
    lines.text(block.stream->name);
    lines.text(block.stream->format->id);
    std::vector<std::string> controls = *block.block.controls;
    if (block.stream->format->is_control != nullptr) {
      each_line(block.block, [&](std::string_view line, std::uint64_t number) {
        if (line.data() < block.block.buffer.data() + seed->line_offset && block.stream->format->is_control(line, number == 1)) controls.emplace_back(line);
      });
    }
    lines.number(controls.size());
    for (const std::string& line : controls) lines.text(line);
    lines.text(block.block.buffer.view().substr(seed->line_offset, seed->line_size));
  }
  out.number(count);
  out.text(lines.bytes());
}

bool Detection::restore_lines(StateReader& in) {
  std::uint64_t count = in.number();
  const std::string bytes = in.text();
  StateReader lines(bytes);
  for (; count > 0 && lines.good(); --count) {
    const std::uint64_t sequence = lines.number();
    CorrelationSeed seed;
    seed.input.rule = static_cast<sigma::RuleIndex>(lines.number());
    HeldBlock held{.first_event = sequence, .last = lines.signed_number(), .block = nullptr, .seeds = {}};
    const std::string name = lines.text();
    const Format* known = find_format(lines.text());
    std::vector<std::string> controls(lines.count());
    for (std::string& line : controls) line = lines.text();
    const std::string line = lines.text();
    if (!lines.good() || known == nullptr || seed.input.rule >= detector_->correlations()->size()) return false;
    auto block = std::make_shared<StreamBlock>();
    block->stream = std::make_shared<const StreamInfo>(StreamInfo{name, known});
    block->block.controls = std::make_shared<const std::vector<std::string>>(std::move(controls));
    block->block.buffer.assign(line + std::string(line_slack, '\0'));
    block->block.size = line.size();
    block->block.first_line = 2;  // no header of its own
    seed.line_size = line.size();
    held.seeds.push_back(std::move(seed));
    held_bytes_ += block->block.buffer.size();
    held.block = std::move(block);
    held_.push_back(std::move(held));
  }
  return lines.good();
}

void Detection::save(StateWriter& out) const {
  out.text(digest_of(detector_->types(), correlator_));
  detect::save(out, counts_);
  out.number(events_);
  out.signed_number(first_);
  out.signed_number(last_);
  out.number(types_.size() - detector_->types().size());
  for (std::size_t i = detector_->types().size(); i < types_.size(); ++i) detect::save(out, types_[i]);
  out.text(fold_.clock_state());
  save_lines(out);
  correlator_.save(out);
}

Status Detection::restore(StateReader& in) {
  if (in.text() != digest_of(detector_->types(), correlator_))
    return make_error(Errc::conflict, "the state is of other rules or indicator kinds", "load the same rules, or go on with these from the same places with --new-rules");
  counts_ = read_counts(in);
  events_ = in.number();
  first_ = in.signed_number();
  last_ = in.signed_number();
  for (std::size_t n = in.count(); n > 0 && in.good(); --n) (void)intern_type(read_type(in));
  if (!in.good()) return broken();
  LP_CHECK_OK(fold_.restore_clock(in.text()));
  if (!restore_lines(in)) return broken();
  return correlator_.restore(in);
}

Result<DetectionState> DetectionState::open(const std::filesystem::path& path) {
  LP_TRY(auto file, io::KeyedFile::open(path, format));
  return DetectionState(std::move(file));
}

Result<bool> DetectionState::restore(Detection& run) {
  LP_TRY(const std::optional<std::string> state, file_->get(run_key));
  if (!state) return false;
  StateReader in(*state);
  LP_CHECK_OK(run.restore(in));
  Status alerts = ok_status();
  LP_CHECK_OK(file_->each(alert_keys, [&](std::string_view key, std::string_view value) {
    if (!key.starts_with(alert_keys)) return false;
    alerts = run.fold().restore_alert(value);
    return alerts.has_value();
  }));
  LP_CHECK_OK(alerts);
  return true;
}

Result<std::size_t> DetectionState::forget_run() {
  LP_TRY(const std::vector<std::string> keys, alert_names());
  forgetting_ = true;
  return keys.size();
}

Result<std::vector<std::string>> DetectionState::alert_names() {
  std::vector<std::string> keys;
  LP_CHECK_OK(file_->each(alert_keys, [&](std::string_view key, std::string_view) {
    if (!key.starts_with(alert_keys)) return false;
    keys.emplace_back(key);
    return true;
  }));
  return keys;
}

// Half a state would be worse than the last one.
Status DetectionState::save(Detection& run, std::string_view places) {
  Status saved = put_all(run, places);
  if (!saved) file_->rollback();
  return saved;
}

Status DetectionState::put_all(Detection& run, std::string_view places) {
  if (forgetting_) {
    LP_TRY(const std::vector<std::string> keys, alert_names());
    for (const std::string& key : keys) LP_CHECK_OK(file_->erase(key));
  }
  Status status = ok_status();
  run.fold().each_change([&](const std::string& key, const std::string* value) {
    if (!status) return;
    const std::string name = std::string(alert_keys) + key;
    status = value != nullptr ? file_->put(name, *value) : file_->erase(name);
  });
  LP_CHECK_OK(status);
  StateWriter out;
  run.save(out);
  LP_CHECK_OK(file_->put(run_key, out.bytes()));
  LP_CHECK_OK(file_->put(places_key, places));
  LP_CHECK_OK(file_->commit());
  forgetting_ = false;
  return ok_status();
}

Result<std::string> DetectionState::places() {
  LP_TRY(std::optional<std::string> places, file_->get(places_key));
  return std::move(places).value_or(std::string());
}

}  // namespace lp::detect
