#include "detect/sigma/condition.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace lp::detect::sigma {
namespace {

constexpr int max_depth = 60;

bool fits(std::string_view pattern, std::string_view name) { return Wildcards::parse(pattern).matches(name); }

class Parser {
 public:
  Parser(std::string_view text, const std::vector<Selection>& selections) : text_(text), selections_(selections) { next(); }

  Result<Expr> parse() {
    LP_TRY(Expr out, either(0));
    if (!token_.empty()) return error("'" + std::string(token_) + "' is not expected here");
    return out;
  }

 private:
  Error error(std::string what) const {
    if (text_.find('|') != text_.npos) return make_error(Errc::unsupported, "aggregations with '|' are no longer part of Sigma", "write a correlation rule");
    return make_error(Errc::invalid, std::move(what), "a condition joins selections with and, or, not, '1 of x*', 'all of them'");
  }

  void next() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) ++at_;
    const std::size_t begin = at_;
    if (at_ < text_.size() && (text_[at_] == '(' || text_[at_] == ')')) {
      ++at_;
    } else {
      while (at_ < text_.size() && std::string_view(" \t\r\n()").find(text_[at_]) == std::string_view::npos) ++at_;
    }
    token_ = text_.substr(begin, at_ - begin);
  }
  bool is(std::string_view word) const { return to_lower_ascii(token_) == word; }
  bool take(std::string_view word) {
    if (!is(word)) return false;
    next();
    return true;
  }

  Result<Expr> either(int depth) {
    LP_TRY(Expr first, both(depth));
    std::vector<Expr> out{std::move(first)};
    while (take("or")) {
      LP_TRY(Expr more, both(depth));
      out.push_back(std::move(more));
    }
    return Expr::any(std::move(out));
  }

  Result<Expr> both(int depth) {
    LP_TRY(Expr first, negated(depth));
    std::vector<Expr> out{std::move(first)};
    while (take("and")) {
      LP_TRY(Expr more, negated(depth));
      out.push_back(std::move(more));
    }
    return Expr::all(std::move(out));
  }

  Result<Expr> negated(int depth) {
    if (depth > max_depth) return error("the condition is nested too deeply");
    if (!take("not")) return single(depth);
    LP_TRY(Expr of, negated(depth + 1));
    return Expr::negate(std::move(of));
  }

  Result<Expr> single(int depth) {
    if (token_.empty()) return error("the condition ends too early");
    if (take("(")) {
      LP_TRY(Expr inner, either(depth + 1));
      if (!take(")")) return error("a closing bracket is missing");
      return inner;
    }
    const std::string_view word = token_;
    if (word == ")" || is("and") || is("or")) return error("'" + std::string(word) + "' is not expected here");
    next();
    if (is("of")) {
      next();
      return quantified(word);
    }
    const auto found = std::ranges::find(selections_, word, &Selection::name);
    if (found == selections_.end()) return error("there is no selection '" + std::string(word) + "'");
    return Expr::of_selection(static_cast<std::size_t>(found - selections_.begin()));
  }

  Result<Expr> quantified(std::string_view how_many) {
    if (token_.empty() || token_ == "(" || token_ == ")") return error("'of' needs a name, a pattern or 'them'");
    const bool them = is("them");
    const std::string pattern(token_);
    next();
    std::vector<Expr> of;
    for (std::size_t i = 0; i < selections_.size(); ++i) {
      const std::string& name = selections_[i].name;
      if (them ? !name.starts_with('_') : fits(pattern, name)) of.push_back(Expr::of_selection(i));
    }
    if (of.empty()) return error("no selection is named like '" + pattern + "'");
    const std::string lower = to_lower_ascii(how_many);
    if (lower == "all") return Expr::all(std::move(of));
    if (lower == "any") return Expr::any(std::move(of));
    std::uint32_t n = 0;
    const auto [end, failed] = std::from_chars(lower.data(), lower.data() + lower.size(), n);
    if (failed != std::errc{} || end != lower.data() + lower.size() || n == 0) return error("'" + lower + " of' is not known: all, any or a number from 1");
    if (n > of.size()) return error("'" + lower + " of " + pattern + "' can never hold: there are " + std::to_string(of.size()));
    return n == 1 ? Expr::any(std::move(of)) : Expr::at_least(n, std::move(of));
  }

  std::string_view text_, token_;
  const std::vector<Selection>& selections_;
  std::size_t at_ = 0;
};

}  // namespace

Result<Expr> parse_condition(std::string_view text, const std::vector<Selection>& selections) {
  return Parser(text, selections).parse();
}

}  // namespace lp::detect::sigma
