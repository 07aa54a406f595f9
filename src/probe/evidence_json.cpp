// Questions and answers as JSON, for evidence.

#include <array>

#include "base/hash.h"
#include "base/text.h"
#include "model/value_error.h"
#include "probe/evidence.h"

namespace lp::probe {
namespace {

using Outcome = Observation::Outcome;
constexpr std::array outcomes{Outcome::answered, Outcome::closed_port, Outcome::no_answer, Outcome::refused_by_gate, Outcome::stopped, Outcome::failed};

json::object endpoint_json(const Endpoint& endpoint) {
  return {{"address", endpoint.address}, {"port", endpoint.port}, {"transport", endpoint.transport == Transport::tcp ? "tcp" : "udp"}};
}

Error malformed(std::string_view what) { return model::value_error("malformed", "证据记录格式不正确：" + std::string(what), "evidence is malformed: " + std::string(what)); }

Result<Endpoint> endpoint_from(const json::object& object) {
  const json::object* in = find_object(object, "endpoint");
  if (in == nullptr) return malformed("endpoint");
  const std::int64_t port = get_int(*in, "port", -1);
  const std::string transport = get_string(*in, "transport");
  if (port < 0 || port > 65'535 || (transport != "tcp" && transport != "udp")) return malformed("endpoint");
  return Endpoint{get_string(*in, "address"), static_cast<std::uint16_t>(port), transport == "tcp" ? Transport::tcp : Transport::udp};
}

json::object texts_json(const std::map<std::string, std::string>& texts) {
  json::object out;
  for (const auto& [key, value] : texts) out[key] = is_valid_utf8(value) ? json::value(value) : json::value(json::object{{"base64", to_base64(value)}});
  return out;
}

std::map<std::string, std::string> texts_from(const json::object& object, std::string_view key) {
  std::map<std::string, std::string> out;
  const json::object* in = find_object(object, key);
  if (in == nullptr) return out;
  for (const auto& member : *in) {
    if (member.value().is_string()) out[member.key()] = member.value().as_string();
    if (const auto* raw = member.value().if_object(); raw != nullptr) from_base64(get_string(*raw, "base64"), out[member.key()]);
  }
  return out;
}

// Text of foreign bytes: what is no UTF-8 becomes U+FFFD.
std::string readable(std::string_view text) {
  if (is_valid_utf8(text)) return std::string(text);
  std::string out;
  for (const char32_t c : to_codepoints(text)) append_utf8(out, c);
  return out;
}

}  // namespace

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::answered: return "answered";
    case Outcome::closed_port: return "closed_port";
    case Outcome::no_answer: return "no_answer";
    case Outcome::refused_by_gate: return "refused_by_gate";
    case Outcome::stopped: return "stopped";
    case Outcome::failed: return "failed";
  }
  return "failed";
}

json::object to_json(const ProbeRequest& request) {
  json::object out{{"engine", readable(request.engine)}, {"endpoint", endpoint_json(request.endpoint)}};
  if (!request.host_name.empty()) out["host_name"] = readable(request.host_name);
  if (!request.parameters.empty()) out["parameters"] = texts_json(request.parameters);
  if (!request.expect.empty()) out["expect"] = readable(request.expect);
  return out;
}

Result<ProbeRequest> request_from_json(const json::object& object) {
  LP_TRY(Endpoint endpoint, endpoint_from(object));
  ProbeRequest out{.engine = get_string(object, "engine"), .endpoint = std::move(endpoint), .host_name = get_string(object, "host_name"),
                   .parameters = texts_from(object, "parameters"), .expect = get_string(object, "expect")};
  if (out.engine.empty()) return malformed("engine");
  return out;
}

json::object to_json(const Observation& observation) {
  json::object out{{"endpoint", endpoint_json(observation.endpoint)}, {"at", observation.at.micros()}, {"outcome", to_string(observation.outcome)},
                   {"request", to_base64(observation.request)}, {"response_sha256", observation.response_sha256},
                   {"response_bytes", observation.response_bytes}, {"took_us", observation.took.count()}};
  if (!observation.facts.empty()) out["facts"] = texts_json(observation.facts);
  const std::pair<std::string_view, const std::string*> texts[] = {{"excerpt", &observation.excerpt}, {"vendor", &observation.vendor}, {"product", &observation.product},
      {"version", &observation.version}, {"cpe", &observation.cpe}, {"fingerprint", &observation.fingerprint}, {"detail", &observation.detail}};
  for (const auto& [key, text] : texts) {
    if (!text->empty()) out[key] = readable(*text);
  }
  return out;
}

Result<Observation> observation_from_json(const json::object& object) {
  LP_TRY(Endpoint endpoint, endpoint_from(object));
  Observation out{.endpoint = std::move(endpoint), .at = Timestamp(get_int(object, "at"))};
  bool known = false;
  for (const Outcome outcome : outcomes) {
    if (get_string(object, "outcome") != to_string(outcome)) continue;
    out.outcome = outcome;
    known = true;
  }
  if (!known || !from_base64(get_string(object, "request"), out.request)) return malformed("observation");
  out.response_sha256 = get_string(object, "response_sha256");
  out.response_bytes = get_count(object, "response_bytes");
  out.took = std::chrono::microseconds(get_int(object, "took_us"));
  out.facts = texts_from(object, "facts");
  const std::pair<std::string_view, std::string*> texts[] = {{"excerpt", &out.excerpt}, {"vendor", &out.vendor}, {"product", &out.product}, {"version", &out.version},
      {"cpe", &out.cpe}, {"fingerprint", &out.fingerprint}, {"detail", &out.detail}};
  for (const auto& [key, text] : texts) *text = get_string(object, key);
  return out;
}

}  // namespace lp::probe
