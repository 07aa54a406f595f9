#pragma once
// One line of testssl.sh, shared by its CSV and JSON.

#include <string>
#include <string_view>

#include "match/reports/report_format.h"

namespace lp::match {

struct TestsslItem {
  std::string_view id{}, host{}, port{}, severity{}, finding{}, cve{};
};
// `host` is "name/address".
void take_testssl(const TestsslItem& item, std::string where, ReportSink& sink);

}  // namespace lp::match
