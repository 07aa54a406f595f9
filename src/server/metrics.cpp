#include "server/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <fstream>

namespace lp::server {
namespace {

using prometheus::Family;
using prometheus::Gauge;

const prometheus::Histogram::BucketBoundaries buckets{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10};

double resident_bytes() {
  std::ifstream in("/proc/self/statm");
  double total = 0, resident = 0;
  in >> total >> resident;
  return resident * 4096;
}

}  // namespace

struct Metrics::State {
  prometheus::Registry registry;
  Family<prometheus::Counter>& requests =
      prometheus::BuildCounter().Name("longpan_http_requests_total").Help("Requests answered").Register(registry);
  Family<prometheus::Histogram>& seconds =
      prometheus::BuildHistogram().Name("longpan_http_request_seconds").Help("Time in the handler").Register(registry);
  Family<prometheus::Counter>& refusals =
      prometheus::BuildCounter().Name("longpan_http_refusals_total").Help("Messages refused by the engine").Register(registry);
  Family<Gauge>& gauges = prometheus::BuildGauge().Name("longpan_http_open").Help("Open now, by kind").Register(registry);
  Gauge& connections = gauges.Add({{"what", "connections"}});
  Gauge& streams = gauges.Add({{"what", "event_streams"}});
  Gauge& waiting = gauges.Add({{"what", "waiting_requests"}});
  Family<Gauge>& totals =
      prometheus::BuildGauge().Name("longpan_http_connections_seen").Help("Connections since the start, by fate").Register(registry);
  Gauge& accepted = totals.Add({{"fate", "accepted"}});
  Gauge& refused = totals.Add({{"fate", "refused"}});
  Gauge& timed_out = totals.Add({{"fate", "timed_out"}});
  Gauge& memory =
      prometheus::BuildGauge().Name("process_resident_memory_bytes").Help("Resident memory").Register(registry).Add({});
};

Metrics::Metrics() : state_(std::make_unique<State>()) {}
Metrics::~Metrics() = default;

void Metrics::count_request(std::string_view method, std::string_view route, int status, std::chrono::microseconds took) {
  const std::string name(route);
  state_->requests.Add({{"method", std::string(method)}, {"route", name}, {"status", std::to_string(status)}}).Increment();
  state_->seconds.Add({{"route", name}}, buckets).Observe(static_cast<double>(took.count()) / 1e6);
}

void Metrics::count_refusal(std::string_view code) { state_->refusals.Add({{"code", std::string(code)}}).Increment(); }

std::string Metrics::to_text(const HttpCounts& counts) {
  state_->connections.Set(static_cast<double>(counts.connections));
  state_->streams.Set(static_cast<double>(counts.event_streams));
  state_->waiting.Set(static_cast<double>(counts.waiting));
  state_->accepted.Set(static_cast<double>(counts.accepted));
  state_->refused.Set(static_cast<double>(counts.refused));
  state_->timed_out.Set(static_cast<double>(counts.timed_out));
  state_->memory.Set(resident_bytes());
  return prometheus::TextSerializer().Serialize(state_->registry.Collect());
}

}  // namespace lp::server
