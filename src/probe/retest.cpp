#include "probe/retest.h"

#include <charconv>

#include "base/text.h"

namespace lp::probe {
namespace {

using Outcome = Observation::Outcome;
using Truth = Expectation::Truth;

// Why nothing can be said, by how the question ended.
LocalText reason_of(const Observation& seen) {
  const std::string detail = seen.detail.empty() ? std::string() : "（" + seen.detail + "）";
  const std::string en_detail = seen.detail.empty() ? std::string() : " (" + seen.detail + ")";
  switch (seen.outcome) {
    case Outcome::no_answer: return {"规定时间内没有回答" + detail, "no answer within the time allowed" + en_detail};
    case Outcome::refused_by_gate: return {"授权不允许此次检测" + detail, "the authorisation does not allow this question" + en_detail};
    case Outcome::stopped: return {"检测被停止" + detail, "the inspection was stopped" + en_detail};
    case Outcome::failed: return {"检测未能完成" + detail, "the question could not be asked or answered" + en_detail};
    case Outcome::closed_port:
      return {"端口已关闭：服务可能已停用、迁移或被拦截，不能据此认定问题已修复",
              "the port is closed: the service may be stopped, moved or filtered, which does not show that the flaw is gone"};
    case Outcome::answered: break;
  }
  return {};
}

// A server that cannot answer now has not shown that it is mended.
bool is_overloaded(const Observation& seen) {
  const auto found = seen.facts.find("http.status");
  if (found == seen.facts.end()) return false;
  int status = 0;
  std::from_chars(found->second.data(), found->second.data() + found->second.size(), status);
  return status == 408 || status == 429 || (status >= 500 && status < 600);
}

Retest made(RetestVerdict verdict, LocalText reason, Observation observation) {
  return {verdict, std::move(reason), std::move(observation)};
}

Retest judge_answer(const Expectation& expectation, Observation seen) {
  Expectation::Judgement judgement = expectation.judge(seen);
  if (judgement.truth == Truth::yes) return made(RetestVerdict::still, std::move(judgement.reason), std::move(seen));
  if (judgement.truth == Truth::unknown) return made(RetestVerdict::inconclusive, std::move(judgement.reason), std::move(seen));
  if (is_overloaded(seen)) {
    const std::string status = seen.facts["http.status"];
    return made(RetestVerdict::inconclusive, {"服务器此刻无法正常回答（HTTP " + status + "）", "the server cannot answer properly now (HTTP " + status + ")"}, std::move(seen));
  }
  return made(RetestVerdict::closed, std::move(judgement.reason), std::move(seen));
}

}  // namespace

std::string_view to_string(RetestVerdict verdict) {
  switch (verdict) {
    case RetestVerdict::closed: return "closed";
    case RetestVerdict::still: return "still";
    case RetestVerdict::inconclusive: break;
  }
  return "inconclusive";
}

LocalText words_of(RetestVerdict verdict) {
  switch (verdict) {
    case RetestVerdict::closed: return {"已修复", "closed"};
    case RetestVerdict::still: return {"仍存在", "still there"};
    case RetestVerdict::inconclusive: break;
  }
  return {"无法判定", "inconclusive"};
}

Retest judge_retest(const Expectation& expectation, Observation observation) {
  if (observation.outcome == Outcome::answered) return judge_answer(expectation, std::move(observation));
  const bool knows_port = observation.outcome == Outcome::closed_port ||
                          (observation.outcome == Outcome::no_answer && observation.facts.contains("port"));
  if (knows_port && expectation.only_about_port()) return judge_answer(expectation, std::move(observation));
  LocalText reason = reason_of(observation);
  return made(RetestVerdict::inconclusive, std::move(reason), std::move(observation));
}

Result<Retest> retest(const ProbeRequest& request, EngineContext& context, const Fingerprints* fingerprints) {
  if (trim(request.expect).empty()) return make_error(Errc::invalid, "the finding states no expectation", "store what makes the finding still there");
  auto expectation = Expectation::parse(request.expect);
  if (!expectation) return std::move(expectation).error().within("reading the expectation");
  const Engine* engine = find_engine(request.engine);
  if (engine == nullptr) return make_error(Errc::not_found, "no engine \"" + request.engine + "\"");
  Observation seen = engine->run(request, context);
  if (fingerprints != nullptr && seen.outcome == Outcome::answered) fingerprints->apply(seen);
  return judge_retest(*expectation, std::move(seen));
}

}  // namespace lp::probe
