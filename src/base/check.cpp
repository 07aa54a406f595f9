#include "base/check.h"

#include <fmt/format.h>

namespace lp {

void raise_bug(const char* condition, const std::string& what, std::source_location where) {
  std::string_view file = where.file_name();
  if (auto cut = file.rfind("src/"); cut != std::string_view::npos) file.remove_prefix(cut);
  throw Bug(fmt::format("{}:{}: check failed: {}{}{}", file, where.line(), condition, what.empty() ? "" : ": ", what));
}

}  // namespace lp
