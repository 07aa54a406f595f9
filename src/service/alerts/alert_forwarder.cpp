#include "service/alerts/alert_forwarder.h"

#include <algorithm>
#include <fstream>
#include <utility>

#include "base/hash.h"

namespace lp::service {
namespace {

constexpr std::size_t read_at_once = 1 << 20, longest_line = 32 << 20;
constexpr std::int64_t longest_wait = 300'000'000;   // microseconds

std::string digest_of(std::string_view line) { return to_hex(sm3(line)).substr(0, 32); }

// Of the line that begins at `from`, if it is whole: says whether a file is the one it was.
std::string digest_of_line(std::ifstream& file, std::uint64_t from) {
  file.clear();
  file.seekg(static_cast<std::streamoff>(from));
  std::string line;
  if (!std::getline(file, line) || file.eof()) return {};
  return digest_of(line);
}
std::uint64_t size_of(std::ifstream& file) {
  file.clear();
  file.seekg(0, std::ios::end);
  return static_cast<std::uint64_t>(file.tellg());
}

}  // namespace

struct AlertForwarder::Receiver {
  explicit Receiver(std::unique_ptr<AlertTarget> to) : target(std::move(to)) { report.shown = target->shown(); }
  std::unique_ptr<AlertTarget> target;
  Report report;
  std::uint64_t place = 0, last = 0;       // end and beginning of the last line that was done with
  std::string head{}, tail{};              // digests of the first line and of that one
  std::int64_t wait = 0, not_before = 0;   // microseconds
};

AlertForwarder::AlertForwarder(Options options, std::unique_ptr<io::KeyedFile> places, const Clock& clock)
    : options_(std::move(options)), places_(std::move(places)), clock_(clock) {}
AlertForwarder::AlertForwarder(AlertForwarder&&) noexcept = default;
AlertForwarder::~AlertForwarder() = default;

Result<AlertForwarder> AlertForwarder::open(Options options, std::vector<std::unique_ptr<AlertTarget>> targets, const Clock& clock) {
  LP_TRY(std::unique_ptr<io::KeyedFile> places, io::KeyedFile::open(options.places, "longpan-forward/1"));
  AlertForwarder out(std::move(options), std::move(places), clock);
  for (std::unique_ptr<AlertTarget>& target : targets) {
    out.receivers_.push_back(std::make_unique<Receiver>(std::move(target)));
    LP_CHECK_OK(out.restore(*out.receivers_.back()));
  }
  return out;
}

Status AlertForwarder::restore(Receiver& receiver) {
  LP_TRY(const std::optional<std::string> kept, places_->get(receiver.target->key()));
  if (!kept) return ok_status();
  const auto parsed = parse_json(*kept);
  if (!parsed || !parsed->is_object()) return make_error(Errc::corrupt, "the places in " + options_.places.string() + " cannot be read", "remove the file; all alerts are then sent again");
  const json::object& o = parsed->as_object();
  receiver.place = get_count(o, "place");
  receiver.last = get_count(o, "last");
  receiver.head = get_string(o, "head");
  receiver.tail = get_string(o, "tail");
  return ok_status();
}

Status AlertForwarder::keep(const Receiver& receiver) {
  LP_CHECK_OK(places_->put(receiver.target->key(), to_text(json::object{{"place", receiver.place}, {"last", receiver.last}, {"head", receiver.head}, {"tail", receiver.tail}})));
  return places_->commit();
}

Result<bool> AlertForwarder::step(bool settled, std::size_t most) {
  bool any = false;
  for (const std::unique_ptr<Receiver>& receiver : receivers_) {
    if (clock_.now().micros() < receiver->not_before) continue;
    LP_TRY(const bool moved, step(*receiver, settled, most));
    any = any || moved;
  }
  return any;
}

Result<bool> AlertForwarder::step(Receiver& receiver, bool settled, std::size_t most) {
  std::ifstream file(options_.alerts, std::ios::binary);
  const std::string head = file ? digest_of_line(file, 0) : std::string();
  receiver.report.at_end = head.empty();   // nothing written yet
  if (head.empty()) return false;
  if (receiver.head != head) receiver.place = 0;
  receiver.head = head;
  // A run that goes on after a kill cuts its file back and writes the same again: that is waited for, not sent again.
  const bool is_shorter = size_of(file) < receiver.place;
  if (is_shorter && settled) {
    receiver.place = 0;
  } else if (is_shorter) {
    receiver.report.at_end = true;
    return false;
  }
  if (receiver.place > 0 && digest_of_line(file, receiver.last) != receiver.tail) receiver.place = 0;
  file.clear();
  file.seekg(static_cast<std::streamoff>(receiver.place));
  const std::uint64_t begun = receiver.place;
  std::string bytes, last;
  Status health = ok_status();
  std::size_t at = 0;                      // bytes before it are done with
  for (std::size_t n = 0; n < most;) {
    const std::size_t end = bytes.find('\n', at);
    if (end != bytes.npos) {
      const std::string_view line = std::string_view(bytes).substr(at, end - at);
      if (!pass_on(receiver, line)) break;
      receiver.last = receiver.place;
      receiver.place += line.size() + 1;
      last = line;
      at = end + 1;
      ++n;
      continue;
    }
    bytes.erase(0, std::exchange(at, 0));
    const std::size_t held = bytes.size();
    if (held > longest_line) {
      health = make_error(Errc::corrupt, options_.alerts.string() + " holds a line of more than 32 MB", "it is not a file of alerts");
      break;
    }
    bytes.resize(held + read_at_once);
    file.read(bytes.data() + held, read_at_once);
    bytes.resize(held + static_cast<std::size_t>(file.gcount()));
    if (bytes.size() == held) {
      receiver.report.at_end = bytes.empty();
      break;
    }
  }
  if (receiver.place != begun) {
    receiver.tail = digest_of(last);
    LP_CHECK_OK(keep(receiver));
  }
  LP_CHECK_OK(health);
  return receiver.place != begun;
}

bool AlertForwarder::pass_on(Receiver& receiver, std::string_view line) {
  Report& report = receiver.report;
  if (line.empty()) return true;
  const auto parsed = parse_json(line);
  if (!parsed || !parsed->is_object() || get_string(parsed->as_object(), "format") != "longpan-alert/1") {
    ++report.unreadable;
    return true;
  }
  const json::object& alert = parsed->as_object();
  if (detect::parse_severity(get_string(alert, "severity")) < options_.least) {
    ++report.below;
    return true;
  }
  const Status sent = receiver.target->send(alert, line);
  if (sent) {
    ++report.sent;
    report.problem.clear();
    receiver.wait = 0;
    return true;
  }
  report.problem = sent.error().message;
  if (sent.error().code == Errc::too_large) {
    ++report.refused;
    return true;
  }
  ++report.failures;
  receiver.wait = std::clamp<std::int64_t>(receiver.wait * 2, 1'000'000, longest_wait);
  receiver.not_before = clock_.now().micros() + receiver.wait;
  return false;
}

std::vector<AlertForwarder::Report> AlertForwarder::reports() const {
  std::vector<Report> out;
  for (const auto& receiver : receivers_) out.push_back(receiver->report);
  return out;
}

bool AlertForwarder::all_at_end() const {
  return std::all_of(receivers_.begin(), receivers_.end(), [](const auto& receiver) { return receiver->report.at_end; });
}

}  // namespace lp::service
