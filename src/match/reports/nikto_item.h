#pragma once
// One item of nikto, shared by its three formats.

#include <string>
#include <string_view>

#include "match/reports/report_format.h"

namespace lp::match {

struct NiktoItem {
  std::string_view id{}, host{}, ip{}, port{}, uri{}, message{}, osvdb{};
};
void take_nikto(const NiktoItem& item, std::string where, ReportSink& sink);

}  // namespace lp::match
