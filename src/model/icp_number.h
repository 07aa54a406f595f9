#pragma once
// Filing number of a website, APP, mini-program or quick app: 苏ICP备2024099992号-4A or a
// licence number 苏B2-20090059-1626X. The suffix tells the service: none website, A app,
// X mini-program, K quick app.

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lp::model {

enum class IcpService { subject, website, app, mini_program, quick_app };

struct IcpNumber {
  std::string province;              // 苏
  bool licence = false;              // B2 licence instead of ICP备
  std::string digits;                // 8 or 10
  std::optional<int> index;          // service number; absent = the subject's own number
  IcpService service = IcpService::subject;
};

// Full-width forms, white space and lower-case letters are accepted. Error code: icp_number.
Result<IcpNumber> parse_icp_number(std::string_view text);
std::string to_string(const IcpNumber& number);   // canonical form
std::string icp_subject(const IcpNumber& number); // without the service part

}  // namespace lp::model
