// OpenSSL advisories list what is affected: "3.0.0, 1.0.1b". Comparisons are read too.
#include "match/version/native/notations.h"
#include "match/version/native/scanner.h"

namespace lp::match {

Result<Intervals> parse_openssl(const Scheme& scheme, std::string_view text) {
  Scanner in(text);
  in.skip_spaces();
  if (std::string_view("<>=!*").find(in.peek()) != std::string_view::npos) return parse_comparisons(scheme, text);
  Intervals set;
  do {
    LP_TRY(const std::string version, in.take_version(scheme, ","));
    set.push_back(Interval::exactly(version));
    in.skip_spaces();
  } while (in.take(","));
  if (!in.at_end()) return in.error("not understood");
  return set;
}

}  // namespace lp::match
