#include "io/metrics_text.h"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <vector>

namespace lp::io {

struct MetricsText::Families {
  prometheus::ClientMetric& add(std::string_view name, std::string_view help, prometheus::MetricType type, Labels labels) {
    if (all.empty() || all.back().name != name) {
      all.emplace_back();
      all.back().name = name;
      all.back().help = help;
      all.back().type = type;
    }
    prometheus::ClientMetric& metric = all.back().metric.emplace_back();
    for (const auto& [label, value] : labels) metric.label.push_back({std::string(label), std::string(value)});
    return metric;
  }
  std::vector<prometheus::MetricFamily> all;
};

MetricsText::MetricsText() : families_(std::make_unique<Families>()) {}
MetricsText::~MetricsText() = default;

void MetricsText::counter(std::string_view name, std::string_view help, std::uint64_t value, Labels labels) {
  families_->add(name, help, prometheus::MetricType::Counter, labels).counter.value = static_cast<double>(value);
}
void MetricsText::gauge(std::string_view name, std::string_view help, double value, Labels labels) {
  families_->add(name, help, prometheus::MetricType::Gauge, labels).gauge.value = value;
}
std::string MetricsText::text() const { return prometheus::TextSerializer().Serialize(families_->all); }

}  // namespace lp::io
