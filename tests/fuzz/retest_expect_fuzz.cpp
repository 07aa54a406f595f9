// Any text as an expectation: no crash; what is not answered is never closed.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "probe/retest.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lp::probe;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string_view left = text.substr(0, size / 2), right = text.substr(size / 2);
  const int order = compare_versions(left, right);
  LP_CHECK((order < 0) == (compare_versions(right, left) > 0));
  LP_CHECK(compare_versions(left, left) == 0);
  const auto expectation = Expectation::parse(text);
  if (!expectation) return 0;
  Observation seen;
  seen.facts = {{"port", "open"}, {"http.status", "200"}, {"a", "1"}, {"tls.accepted", "TLSv1"}};
  for (const auto outcome : {Observation::Outcome::failed, Observation::Outcome::stopped, Observation::Outcome::refused_by_gate}) {
    seen.outcome = outcome;
    LP_CHECK(judge_retest(*expectation, seen).verdict == RetestVerdict::inconclusive);
  }
  seen.outcome = Observation::Outcome::closed_port;
  LP_CHECK(expectation->only_about_port() || judge_retest(*expectation, seen).verdict == RetestVerdict::inconclusive);
  seen.outcome = Observation::Outcome::answered;
  const auto truth = expectation->judge(seen).truth;
  const auto verdict = judge_retest(*expectation, seen).verdict;
  LP_CHECK((verdict == RetestVerdict::still) == (truth == Expectation::Truth::yes));
  return 0;
}
