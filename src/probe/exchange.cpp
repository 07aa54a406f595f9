#include "probe/exchange.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace lp::probe {
namespace {

constexpr std::size_t excerpt_bytes = 1024;

Observation::Outcome outcome_of(Net last) {
  switch (last) {
    case Net::timeout: return Observation::Outcome::no_answer;
    case Net::refused: return Observation::Outcome::closed_port;
    case Net::gate: return Observation::Outcome::refused_by_gate;
    case Net::stopped: return Observation::Outcome::stopped;
    case Net::ok:
    case Net::end:
    case Net::failed: break;
  }
  return Observation::Outcome::failed;
}

std::string_view reason_of(Net last) {
  switch (last) {
    case Net::timeout: return "no answer within the time allowed";
    case Net::refused: return "the port is closed";
    case Net::gate: return "refused by the gate";
    case Net::stopped: return "stopped";
    case Net::end: return "the peer closed the connection without an answer";
    case Net::ok:
    case Net::failed: break;
  }
  return "failed";
}

}  // namespace

Exchange::Exchange(const ProbeRequest& request, EngineContext& context)
    : request_(request), context_(context), deadline_(started_ + context.timeout) {
  observation_.endpoint = request.endpoint;
  observation_.at = context.clock.now();
}

Net Exchange::pass_gate(std::string_view method) {
  if (stopped()) return Net::stopped;
  const SteadyTime asked = std::chrono::steady_clock::now();
  const Status status = context_.gate.pass(request_.endpoint, method);
  const auto waited = std::chrono::steady_clock::now() - asked;
  deadline_ += waited;
  started_ += waited;
  if (stopped()) return Net::stopped;
  if (status) return Net::ok;
  detail(status.error().message);
  return status.error().code == Errc::cancelled ? Net::stopped : Net::gate;
}

Exchange::SteadyTime Exchange::until(std::chrono::milliseconds most) const {
  return std::min(deadline_, std::chrono::steady_clock::now() + most);
}

void Exchange::record_sent(std::string_view bytes) { observation_.request += bytes; }

void Exchange::record_received(std::string_view bytes) {
  hasher_.update(bytes);
  observation_.response_bytes += bytes.size();
  head_ += bytes.substr(0, excerpt_bytes - std::min(head_.size(), excerpt_bytes));
}

void Exchange::fact(std::string name, std::string value) {
  if (!value.empty()) observation_.facts[std::move(name)] = std::move(value);
}

std::string Exchange::parameter(const std::string& name, std::string_view fallback) const {
  const auto found = request_.parameters.find(name);
  return found == request_.parameters.end() ? std::string(fallback) : found->second;
}

int Exchange::number_parameter(const std::string& name, int fallback, int least, int most) const {
  const auto found = request_.parameters.find(name);
  if (found == request_.parameters.end()) return fallback;
  int value = 0;
  const char* end = found->second.data() + found->second.size();
  const auto parsed = std::from_chars(found->second.data(), end, value);
  if (parsed.ec != std::errc() || parsed.ptr != end) return fallback;
  return std::clamp(value, least, most);
}

Observation Exchange::ended(Net last) {
  if (observation_.detail.empty()) detail(std::string(reason_of(last)));
  return finish(outcome_of(last));
}

Observation Exchange::invalid(std::string why) {
  detail(std::move(why));
  return finish(Observation::Outcome::failed);
}

Observation Exchange::finish(Observation::Outcome outcome) {
  observation_.outcome = outcome;
  observation_.response_sha256 = to_hex(hasher_.finish());
  observation_.excerpt = printable(head_, excerpt_bytes);
  observation_.took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started_);
  return std::move(observation_);
}

std::string printable(std::string_view bytes, std::size_t limit) {
  constexpr std::string_view digits = "0123456789abcdef";
  bytes = bytes.substr(0, limit);
  std::string out;
  while (!bytes.empty()) {
    const auto c = static_cast<unsigned char>(bytes.front());
    std::size_t take = 1;
    if (c == '\r' && bytes.size() > 1 && bytes[1] == '\n') {
      // the line end itself follows
    } else if (c == '\n' || c == '\t' || (c >= 0x20 && c < 0x7f)) {
      out += bytes.front();
    } else if (const std::size_t whole = c < 0x80 ? 0 : valid_utf8_prefix(bytes.substr(0, 4)); c >= 0x80 && whole > 0) {
      take = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
      const std::string_view one = bytes.substr(0, take);
      if (c == 0xc2 && static_cast<unsigned char>(one[1]) < 0xa0) out += "\\xc2\\x" + to_hex(one.substr(1));  // C1 controls
      else out += one;
    } else {
      out += "\\x";
      out += digits[c >> 4];
      out += digits[c & 15];
    }
    bytes.remove_prefix(take);
  }
  return out;
}

}  // namespace lp::probe
