#include "detect/sigma/witness.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace lp::detect::sigma {
namespace {

struct Found {
  double cost = 0;
  std::vector<TestIndex> tests{};
};

double by_length(std::size_t n) {
  static constexpr std::array<double, 9> guesses{1, 0.9, 0.6, 0.3, 0.15, 0.06, 0.03, 0.02, 0.015};
  return n < guesses.size() ? guesses[n] : 0.1 / static_cast<double>(n);
}

// Methods, yes and no, protocols: a few words that every second event of some source has.
double by_word(std::string_view text) {
  static constexpr std::array<std::string_view, 10> everyday{"get", "post", "true", "false", "tcp", "udp", "http", "https", "allow", "success"};
  if (std::ranges::find(everyday, to_lower_ascii(text)) != everyday.end()) return 0.4;
  return text.size() < 3 ? 0.2 : 0.02;
}

double guess(const Pattern& p) {
  switch (p.op) {
    case Op::equals: return by_word(p.text);
    case Op::starts: case Op::ends: case Op::contains: return by_length(p.text.size());
    case Op::wildcards: return by_length(p.wildcards.longest_text().size());
    case Op::number_equals: return p.part ? 0.7 : p.number < 1024 ? 0.3 : 0.06;  // states of answers, well-known ports
    case Op::regex: {
      double sum = 0;
      const auto texts = needed_texts(p.regex->pattern());
      for (const std::string& text : texts) sum += by_length(text.size());
      return texts.empty() ? 0.8 : sum;
    }
    default: return 0.8;
  }
}

class Search {
 public:
  Search(const std::vector<RuleProgram::Node>& nodes, const std::vector<RuleProgram::UniqueTest>& tests) : nodes_(nodes), tests_(tests) {}

  // `holds`: whether the node is to hold, or not to.
  std::optional<Found> find(std::uint32_t at, bool holds) const {
    const RuleProgram::Node& node = nodes_[at];
    if (node.negated) holds = !holds;
    if (node.is_test) {
      if (!holds || tests_[node.index].unknowable) return std::nullopt;
      return Found{tests_[node.index].frequency, {node.index}};
    }
    // Not "n of k" is "k - n + 1 of k do not". Of n that hold, one is among any k - n + 1.
    const std::uint32_t need = holds ? node.index : node.count - node.index + 1;
    std::vector<Found> known;
    for (std::uint32_t c = 0; c < node.count; ++c) {
      if (auto f = find(node.first + c, holds)) known.push_back(std::move(*f));
    }
    const std::size_t take = node.count - need + 1;
    if (known.size() < take) return std::nullopt;
    std::ranges::stable_sort(known, {}, &Found::cost);
    Found out;
    for (std::size_t i = 0; i < take; ++i) {
      out.cost += known[i].cost;
      out.tests.insert(out.tests.end(), known[i].tests.begin(), known[i].tests.end());
    }
    return out;
  }

 private:
  const std::vector<RuleProgram::Node>& nodes_;
  const std::vector<RuleProgram::UniqueTest>& tests_;
};

}  // namespace

double guess_frequency(const Test& test) {
  if (test.negated) return 0.9;
  double sum = 0;
  for (const Pattern& p : test.any) sum += guess(p);
  return std::min(sum, 1.0) * (test.field.empty() ? 2 : 1);
}

std::optional<std::vector<TestIndex>> find_witnesses(const std::vector<RuleProgram::Node>& nodes, const std::vector<RuleProgram::UniqueTest>& tests, std::uint32_t node) {
  auto found = Search(nodes, tests).find(node, true);
  if (!found) return std::nullopt;
  std::ranges::sort(found->tests);
  const auto [first, last] = std::ranges::unique(found->tests);
  found->tests.erase(first, last);
  return std::move(found->tests);
}

}  // namespace lp::detect::sigma
