#pragma once
// One alert of ZAP at one place, shared by its XML and JSON.

#include <string>
#include <string_view>

#include "match/reports/report_format.h"

namespace lp::match {

struct ZapAlert {
  std::string host{}, port{};            // of the site
  std::string plugin{}, reference{};     // "10038", "10038-1"
  std::string name{}, risk{};            // 0 … 3
};
// `parameter` is a name, never a value.
void take_zap(const ZapAlert& alert, std::string_view uri, std::string_view method, std::string_view parameter, std::string where, ReportSink& sink);

}  // namespace lp::match
