#pragma once
// Re-test: the stored question of one finding is asked once more, alone, and the answer is held against what made it a finding.
//
// "closed" is said only when the target answered and the answer contradicts the expectation, or when the expectation was about
// the port itself and the port refuses. A timeout, the gate's no, a stop, a broken answer or a fact that is no longer told never
// closes a finding: that is inconclusive, with the reason in words.

#include <memory>
#include <string>
#include <string_view>

#include "base/local_text.h"
#include "base/result.h"
#include "probe/engine.h"
#include "probe/fingerprints.h"

namespace lp::probe {

// A condition on an observation, true while the finding is still there:
//
//   port open
//   http.status == 200 and http.server contains "Apache/2.4.49"
//   product == openssh and version < 9.8p1
//   tls.version accepted TLSv1 or tls.expired == yes
//   not (ssh.kex contains "curve25519-sha256")
//
// Left: a fact (engine.h), or vendor, product, version, cpe, package. Operators: == != (letter case aside), contains, starts,
// < <= > >= (numbers and dotted versions), accepted (a version of TLS the server took). Words without blanks need no quotes; \" and
// \\ inside quotes. `and` binds stronger than `or`. At most 4096 bytes and 32 levels.
class Expectation {
 public:
  enum class Truth : std::uint8_t { no, unknown, yes };
  struct Judgement {
    Truth truth = Truth::unknown;
    LocalText reason{};               // the comparisons that decided, with the values found
  };

  // Errors: invalid, with the place in the text ("at character 12").
  static Result<Expectation> parse(std::string_view text);
  // A fact that was not told makes its comparison unknown; `and`, `or`, `not` are those of three values.
  Judgement judge(const Observation& observation) const;
  bool only_about_port() const;       // no other fact is asked for
  const std::string& text() const { return text_; }

  struct Node;                        // of the parsed condition

 private:
  explicit Expectation(std::string text, std::shared_ptr<const Node> root) : text_(std::move(text)), root_(std::move(root)) {}
  std::string text_;
  std::shared_ptr<const Node> root_;  // immutable, so copies may share it
};

// Orders what daemons call versions: runs of digits as numbers, runs of letters as words; "9.2" < "9.2p1" < "9.10"; a
// pre-release word (alpha, beta, rc, pre, dev) stands before the release. For answers of unknown software only; packages of a
// distribution are compared by match. Negative, 0 or positive.
int compare_versions(std::string_view a, std::string_view b);

enum class RetestVerdict : std::uint8_t { closed, still, inconclusive };
std::string_view to_string(RetestVerdict verdict);   // the wire name
LocalText words_of(RetestVerdict verdict);           // "已修复", "仍存在", "无法判定"

struct Retest {
  RetestVerdict verdict = RetestVerdict::inconclusive;
  LocalText reason{};
  Observation observation{};          // the evidence; identified when fingerprints were given
};

// Holds an answer against the expectation of its question. Sends nothing.
Retest judge_retest(const Expectation& expectation, Observation observation);

// Asks `request` once, through the gate of the context, and judges. Errors: invalid (the expectation cannot be read or is
// empty), not_found (no such engine); nothing has been sent then. `fingerprints` may be null: version and product stay unknown then.
Result<Retest> retest(const ProbeRequest& request, EngineContext& context, const Fingerprints* fingerprints);

}  // namespace lp::probe
