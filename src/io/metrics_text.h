#pragma once
// Figures for a monitoring system, in the text format of Prometheus 0.0.4. Values of one name stand together, in the order added.

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace lp::io {

class MetricsText {
 public:
  using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;
  MetricsText();
  ~MetricsText();
  void counter(std::string_view name, std::string_view help, std::uint64_t value, Labels labels = {});
  void gauge(std::string_view name, std::string_view help, double value, Labels labels = {});
  std::string text() const;

 private:
  struct Families;
  std::unique_ptr<Families> families_;
};

}  // namespace lp::io
