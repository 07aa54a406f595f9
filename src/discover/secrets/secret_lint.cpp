#include "discover/secrets/secret_lint.h"

namespace lp::discover {
namespace {

constexpr int sure_enough = 50;

std::vector<SecretHit> hits_of(const SecretScanner& scanner, SecretScanner::Scratch& scratch, std::string_view text) {
  std::vector<SecretHit> hits;
  scanner.scan(text, [&](const SecretHit& hit) { hits.push_back(hit); }, scratch);
  return hits;
}

// One rule by itself, and its examples among all.
class RuleLint {
 public:
  RuleLint(const SecretRule& rule, const SecretScanner& alone, const SecretScanner& all, Diagnostics& out)
      : rule_(rule), alone_(alone), all_(all), alone_room_(alone.make_scratch()), all_room_(all.make_scratch()), out_(out) {}

  void run() {
    for (std::size_t i = 0; i < rule_.examples.size(); ++i) example(i + 1, read_marked(rule_.examples[i]));
    for (std::size_t i = 0; i < rule_.near_misses.size(); ++i)
      if (!hits_of(alone_, alone_room_, rule_.near_misses[i]).empty())
        say("near_miss_found", "near-miss " + std::to_string(i + 1) + " is found", "users would be told of what is no secret", "narrow the shape, or add a placeholder");
  }

 private:
  void example(std::size_t number, const MarkedText& marked) {
    const std::string which = "example " + std::to_string(number);
    if (marked.spans.size() != 1) return say("example_without_mark", which + " does not mark its value", "nothing says what should be found", "write «value»");
    const auto hits = hits_of(alone_, alone_room_, marked.text);
    if (hits.size() != 1) return say("example_not_found", which + " gives " + std::to_string(hits.size()) + " hits instead of one", "the rule does not do what it is for", "compare literals, shape, near words and entropy with the example");
    const Span found{hits[0].offset, hits[0].offset + hits[0].length};
    if (!(found == marked.spans[0])) say("example_elsewhere", which + " is found at bytes " + std::to_string(found.begin) + " to " + std::to_string(found.end) + ", not where it is marked", "a part would stay unmasked", "mark the whole value, or bound the shape");
    if (hits[0].confidence < sure_enough) say("example_unsure", which + " is found with confidence " + std::to_string(hits[0].confidence), "hits below " + std::to_string(sure_enough) + " are not told", "raise the rule's confidence, or drop the example");
    if (hits_of(all_, all_room_, marked.text).empty()) say("example_unseen", which + " is not found when all rules are used", "a surer rule beside it takes its bytes", "compare the rules whose literals stand in it");
  }
  void say(std::string_view code, const std::string& what, std::string_view why, std::string_view hint) {
    out_.error(rule_.where, std::string(code), rule_.id + ": " + what, std::string(why), std::string(hint));
  }

  const SecretRule& rule_;
  const SecretScanner &alone_, &all_;
  SecretScanner::Scratch alone_room_, all_room_;
  Diagnostics& out_;
};

}  // namespace

MarkedText read_marked(std::string_view source) {
  constexpr std::string_view open = "«", close = "»";
  MarkedText marked;
  for (std::size_t i = 0; i < source.size();) {
    if (source.substr(i).starts_with(open)) {
      marked.spans.push_back({marked.text.size(), 0});
      i += open.size();
    } else if (source.substr(i).starts_with(close) && !marked.spans.empty()) {
      marked.spans.back().end = marked.text.size();
      i += close.size();
    } else {
      marked.text += source[i++];
    }
  }
  return marked;
}

void lint_secret_rules(const std::vector<SecretRule>& rules, Diagnostics& out) {
  std::vector<SecretRule> usable;
  for (const SecretRule& rule : rules) {
    const auto alone = SecretScanner::build({rule});
    if (alone) usable.push_back(rule);
    else if (alone.error().code == Errc::unsupported) return;  // this processor cannot: said where scans begin
    else out.error(rule.where, "bad_literal", rule.id + ": " + alone.error().message, "the rule cannot be used", alone.error().hint);
  }
  const auto all = SecretScanner::build(usable);
  if (!all) return out.error({"secrets"}, "bad_literal", all.error().message, "no secret can be found", all.error().hint);
  for (const SecretRule& rule : usable) {
    const auto alone = SecretScanner::build({rule});
    if (alone) RuleLint(rule, *alone, *all, out).run();
  }
}

}  // namespace lp::discover
