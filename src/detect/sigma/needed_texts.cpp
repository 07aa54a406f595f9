// The longest run of plain characters of each alternative at the top level of a regular expression. What stands in groups,
// classes or under a repetition that may be none is left out: conservative, so that whatever matches has one of them.
#include "detect/sigma/fold.h"
#include "detect/sigma/regex.h"

namespace lp::detect::sigma {
namespace {

class Runs {
 public:
  explicit Runs(std::string_view pattern) : p_(pattern) {}

  std::vector<std::string> collect() {
    while (at_ < p_.size()) {
      if (!step()) return {};
    }
    end_run();
    out_.push_back(std::move(best_));
    for (const std::string& text : out_) {
      if (text.size() < 2) return {};
    }
    return std::move(out_);
  }

 private:
  // false: nothing can be said about this expression.
  bool step() {
    switch (p_[at_]) {
      case '|':
        end_run();
        out_.push_back(std::move(best_));
        best_.clear();
        return ++at_, true;
      case '(': return skip_group();
      case '[': return skip_class();
      case '\\': return escape();
      case '*': case '?': case '{': return repetition();
      case '+': case '.': case '^': case '$':
        end_run();
        return ++at_, true;
      case ')': return false;
      default: return take();
    }
  }

  bool take() {
    last_ = run_.size();
    const std::size_t begin = at_;
    next_character(p_, at_);
    run_ += p_.substr(begin, at_ - begin);
    return true;
  }

  void end_run() {
    std::string text = in_form(run_, Form::folded);
    if (text.size() > best_.size()) best_ = std::move(text);
    run_.clear();
    last_ = 0;
  }

  // The character before may be missing.
  bool repetition() {
    run_.resize(std::min(last_, run_.size()));
    end_run();
    if (p_[at_] == '{') {
      at_ = p_.find('}', at_);
      if (at_ == p_.npos) return false;
    }
    return ++at_, true;
  }

  bool escape() {
    if (at_ + 1 >= p_.size()) return false;
    const char c = p_[at_ + 1];
    if (static_cast<unsigned char>(c) >= 0x80) return false;
    if (std::string_view("dDwWsSbBAzZnrtfv").find(c) != std::string_view::npos) {
      end_run();
      at_ += 2;
      return true;
    }
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return false;
    ++at_;
    return take();
  }

  bool skip_class() {
    end_run();
    std::size_t i = at_ + 1;
    if (i < p_.size() && p_[i] == '^') ++i;
    if (i < p_.size() && p_[i] == ']') ++i;
    for (; i < p_.size() && p_[i] != ']'; ++i) {
      if (p_[i] == '\\') ++i;
      else if (p_[i] == '[') return false;  // [:alpha:] and the like
    }
    at_ = i + 1;
    return i < p_.size();
  }

  bool skip_group() {
    end_run();
    if (at_ + 1 < p_.size() && (p_[at_ + 1] == '*' || (p_[at_ + 1] == '?' && !known_group()))) return false;
    int depth = 0;
    while (at_ < p_.size()) {
      const char c = p_[at_];
      if (c == '\\') {
        at_ += 2;
      } else if (c == '[') {
        if (!skip_class()) return false;
      } else {
        depth += c == '(' ? 1 : (c == ')' ? -1 : 0);
        ++at_;
        if (depth == 0) return true;
      }
    }
    return false;
  }
  // Groups that change nothing about what stands outside of them.
  bool known_group() const {
    const std::string_view rest = p_.substr(at_);
    for (const std::string_view head : {"(?:", "(?=", "(?!", "(?<=", "(?<!", "(?i)", "(?s)", "(?m)", "(?i:"}) {
      if (rest.starts_with(head)) return true;
    }
    return false;
  }

  std::string_view p_;
  std::size_t at_ = 0, last_ = 0;
  std::string run_, best_;
  std::vector<std::string> out_;
};

}  // namespace

std::vector<std::string> needed_texts(std::string_view pattern) { return Runs(pattern).collect(); }

}  // namespace lp::detect::sigma
