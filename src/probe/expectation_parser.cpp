#include <optional>

#include "base/text.h"
#include "probe/expectation.h"
#include "probe/retest_lexer.h"

namespace lp::probe {
namespace {

using Node = Expectation::Node;
using NodePtr = std::shared_ptr<const Node>;

constexpr std::size_t text_limit = 4096;
constexpr int depth_limit = 32;

std::optional<Compare> compare_of(const ExpectToken& token) {
  if (token.kind == ExpectToken::Kind::comparison) {
    if (token.value == "==") return Compare::equal;
    if (token.value == "!=") return Compare::not_equal;
    if (token.value == "<") return Compare::less;
    if (token.value == "<=") return Compare::less_equal;
    if (token.value == ">") return Compare::greater;
    if (token.value == ">=") return Compare::greater_equal;
  }
  if (token.kind == ExpectToken::Kind::word) {
    if (token.value == "contains") return Compare::contains;
    if (token.value == "starts") return Compare::starts;
    if (token.value == "accepted") return Compare::accepted;
  }
  return std::nullopt;
}

bool is_reserved(const std::string& word) {
  return word == "and" || word == "or" || word == "not" || word == "contains" || word == "starts" || word == "accepted";
}

// Names of facts: letters, digits, "." and "_".
bool is_fact_name(const std::string& word) {
  return !word.empty() && word.size() <= 64 && word.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789._") == std::string::npos;
}

class Parser {
 public:
  explicit Parser(std::vector<ExpectToken> tokens) : tokens_(std::move(tokens)) {}

  Result<NodePtr> whole() {
    LP_TRY(NodePtr root, alternatives(0));
    if (next().kind != ExpectToken::Kind::end) return wrong("\"and\", \"or\" or the end expected");
    return root;
  }

 private:
  const ExpectToken& next() const { return tokens_[at_]; }
  bool take_word(std::string_view word) {
    if (next().kind != ExpectToken::Kind::word || next().value != word) return false;
    ++at_;
    return true;
  }
  Error wrong(std::string what) const {
    const std::string got = next().kind == ExpectToken::Kind::end ? "the end" : "\"" + truncate(next().value, 40) + "\"";
    return make_error(Errc::invalid, std::move(what) + ", got " + got + " at character " + std::to_string(next().at));
  }
  static NodePtr pair(Node::Kind kind, NodePtr left, NodePtr right) {
    return std::make_shared<const Node>(Node{.kind = kind, .left = std::move(left), .right = std::move(right)});
  }

  Result<NodePtr> alternatives(int depth) {
    LP_TRY(NodePtr left, requirements(depth));
    // Nested to the left, so a long list is deep: the number of words bounds it.
    while (take_word("or")) {
      LP_TRY(NodePtr right, requirements(depth));
      left = pair(Node::Kind::any, std::move(left), std::move(right));
    }
    return left;
  }

  Result<NodePtr> requirements(int depth) {
    LP_TRY(NodePtr left, one(depth));
    while (take_word("and")) {
      LP_TRY(NodePtr right, one(depth));
      left = pair(Node::Kind::all, std::move(left), std::move(right));
    }
    return left;
  }

  Result<NodePtr> one(int depth) {
    if (depth >= depth_limit) return make_error(Errc::invalid, "more than 32 levels at character " + std::to_string(next().at));
    if (take_word("not")) {
      LP_TRY(NodePtr inner, one(depth + 1));
      return pair(Node::Kind::negation, std::move(inner), nullptr);
    }
    if (next().kind != ExpectToken::Kind::open) return comparison();
    ++at_;
    LP_TRY(NodePtr inner, alternatives(depth + 1));
    if (next().kind != ExpectToken::Kind::close) return wrong("\")\" expected");
    ++at_;
    return inner;
  }

  Result<NodePtr> comparison() {
    if (next().kind != ExpectToken::Kind::word || !is_fact_name(next().value) || is_reserved(next().value)) return wrong("the name of a fact expected");
    Node node{.fact = next().value};
    ++at_;
    if (node.fact == "port" && take_word("open")) {
      node.compare = Compare::open;
      return std::make_shared<const Node>(std::move(node));
    }
    const auto compare = compare_of(next());
    if (!compare) return wrong("a comparison expected after \"" + node.fact + "\"");
    node.compare = *compare;
    ++at_;
    const bool value = next().kind == ExpectToken::Kind::text || (next().kind == ExpectToken::Kind::word && !is_reserved(next().value));
    if (!value) return wrong("a value expected");
    node.value = next().value;
    ++at_;
    return std::make_shared<const Node>(std::move(node));
  }

  std::vector<ExpectToken> tokens_;
  std::size_t at_ = 0;
};

bool only_port(const Node& node) {
  if (node.kind == Node::Kind::comparison) return node.fact == "port";
  return only_port(*node.left) && (node.right == nullptr || only_port(*node.right));
}

}  // namespace

Result<Expectation> Expectation::parse(std::string_view text) {
  if (text.size() > text_limit) return make_error(Errc::invalid, "an expectation has at most 4096 bytes");
  LP_TRY(auto tokens, split_expectation(text));
  LP_TRY(auto root, Parser(std::move(tokens)).whole());
  return Expectation(std::string(text), std::move(root));
}

bool Expectation::only_about_port() const { return only_port(*root_); }

}  // namespace lp::probe
