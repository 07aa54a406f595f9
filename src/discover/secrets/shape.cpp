#include "discover/secrets/shape.h"

#include <algorithm>
#include <string>

#include "discover/chars.h"

namespace lp::discover {
namespace {

std::size_t index_of(char c) { return static_cast<unsigned char>(c); }
bool is_word(char c) { return is_alnum(c) || c == '_'; }

bool has(Bounds bounds, Bounds side) { return (static_cast<int>(bounds) & static_cast<int>(side)) != 0; }

// What stands before `begin` ends an escape sequence (\n, \", %3D, \u003d): its last letter belongs to no word.
bool after_escape(std::string_view block, std::size_t begin) {
  if (begin >= 2 && block[begin - 2] == '\\') return std::string_view("nrtbf0").find(block[begin - 1]) != std::string_view::npos;
  if (begin >= 3 && block[begin - 3] == '%') return is_hex(block[begin - 1]) && is_hex(block[begin - 2]);
  return begin >= 6 && block.substr(begin - 6, 4) == "\\u00";
}

}  // namespace

class ShapeParser {
 public:
  ShapeParser(std::string_view pattern, LetterCase letters) : pattern_(pattern), letters_(letters) {}

  Result<Shape> run(Bounds bounds) {
    Shape shape;
    bool grouped = false;
    while (at_ < pattern_.size()) {
      const char c = pattern_[at_];
      if (c == '(' && !grouped) {
        shape.group_begin_ = shape.parts_.size();
        grouped = true;
        ++at_;
      } else if (c == ')' && grouped && shape.group_end_ == 0) {
        shape.group_end_ = shape.parts_.size();
        ++at_;
      } else {
        LP_TRY(Shape::Part part, read_part());
        shape.parts_.push_back(part);
      }
    }
    if (grouped && shape.group_end_ <= shape.group_begin_) return wrong("the group is empty or not closed");
    if (!grouped) shape.group_end_ = shape.parts_.size();
    if (shape.parts_.empty()) return wrong("nothing is described");
    LP_CHECK_OK(check_unambiguous(shape.parts_));
    shape.bounds_ = bounds;
    return shape;
  }

 private:
  using Class = Shape::Class;

  Error wrong(std::string_view why) const {
    return make_error(Errc::invalid, "shape \"" + std::string(pattern_) + "\", character " + std::to_string(at_ + 1) + ": " + std::string(why));
  }

  void add(Class& to, char c) const {
    to.set(index_of(c));
    if (letters_ == LetterCase::exact || !is_alpha(c)) return;
    to.set(index_of(static_cast<char>(c ^ 0x20)));
  }

  static bool add_named(Class& to, char name) {
    if (name != 'd' && name != 'w' && name != 's') return false;
    for (int i = 0; i < 128; ++i) {
      const auto c = static_cast<char>(i);
      const bool in = name == 'd' ? is_digit(c) : name == 'w' ? is_word(c) : c == ' ' || (c >= '\t' && c <= '\r');
      if (in) to.set(index_of(c));
    }
    return true;
  }

  Status read_class(Class& to) {
    const bool negated = at_ < pattern_.size() && pattern_[at_] == '^';
    if (negated) ++at_;
    while (at_ < pattern_.size() && pattern_[at_] != ']') {
      const bool escaped = pattern_[at_] == '\\' && at_ + 1 < pattern_.size();
      if (escaped) ++at_;
      const char first = pattern_[at_++];
      if (escaped && add_named(to, first)) continue;
      if (at_ + 1 < pattern_.size() && pattern_[at_] == '-' && pattern_[at_ + 1] != ']') {
        const char last = pattern_[at_ + 1];
        if (index_of(last) < index_of(first)) return wrong("a range runs backwards");
        for (std::size_t c = index_of(first); c <= index_of(last); ++c) add(to, static_cast<char>(c));
        at_ += 2;
      } else {
        add(to, first);
      }
    }
    if (at_ == pattern_.size()) return wrong("the class is not closed");
    ++at_;
    if (negated) to.flip();
    if (to.none()) return wrong("the class is empty");
    return ok_status();
  }

  Result<Shape::Part> read_part() {
    Shape::Part part;
    const char c = pattern_[at_++];
    if (c == '[') {
      LP_CHECK_OK(read_class(part.bytes));
    } else if (c == '\\' && at_ < pattern_.size()) {
      const char escaped = pattern_[at_++];
      if (!add_named(part.bytes, escaped)) add(part.bytes, escaped);
    } else if (std::string_view("(){}?*+|^.\\").find(c) != std::string_view::npos) {
      --at_;
      return wrong("a special character stands alone; write \\ before it");
    } else {
      add(part.bytes, c);
    }
    LP_CHECK_OK(read_count(part));
    return part;
  }

  std::optional<std::size_t> read_number() {
    const std::size_t from = at_;
    while (at_ < pattern_.size() && is_digit(pattern_[at_]) && at_ - from < 5) ++at_;
    if (at_ == from) return std::nullopt;
    return static_cast<std::size_t>(number_of(pattern_.substr(from, at_ - from)));
  }

  Status read_count(Shape::Part& part) {
    const char c = at_ < pattern_.size() ? pattern_[at_] : '\0';
    if (c == '?' || c == '*' || c == '+') {
      part.least = c == '+' ? 1 : 0;
      part.most = c == '?' ? 1 : Shape::longest_run;
      ++at_;
      return ok_status();
    }
    if (c != '{') return ok_status();
    ++at_;
    const auto least = read_number();
    if (!least) return wrong("a count starts with a number");
    part.least = part.most = *least;
    if (at_ < pattern_.size() && pattern_[at_] == ',') {
      ++at_;
      part.most = read_number().value_or(Shape::longest_run);
    }
    if (at_ >= pattern_.size() || pattern_[at_] != '}') return wrong("the count is not closed");
    ++at_;
    if (part.most < part.least || part.most == 0 || part.most > 4 * Shape::longest_run) return wrong("the count is impossible or too large");
    return ok_status();
  }

  // A part of open length must end where the next begins; the parts after an optional one are next as well.
  Status check_unambiguous(const std::vector<Shape::Part>& parts) const {
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (parts[i].fixed()) continue;
      for (std::size_t next = i + 1; next < parts.size(); ++next) {
        if ((parts[i].bytes & parts[next].bytes).any()) {
          return wrong("part " + std::to_string(i + 1) + " may be longer or shorter and shares characters with part " + std::to_string(next + 1));
        }
        if (parts[next].least > 0) break;
      }
    }
    return ok_status();
  }

  std::string_view pattern_;
  LetterCase letters_;
  std::size_t at_ = 0;
};

Result<Shape> Shape::parse(std::string_view pattern, LetterCase letters, Bounds bounds) {
  return ShapeParser(pattern, letters).run(bounds);
}

std::optional<std::size_t> Shape::find_anchor(std::string_view literal) const {
  if (literal.size() > parts_.size()) return std::nullopt;
  for (std::size_t from = 0; from + literal.size() <= parts_.size(); ++from) {
    std::size_t n = 0;
    while (n < literal.size() && parts_[from + n].least == 1 && parts_[from + n].most == 1 && parts_[from + n].bytes[index_of(literal[n])]) ++n;
    if (n == literal.size() && reads_backwards(from)) return from;
  }
  return std::nullopt;
}

bool Shape::reads_backwards(std::size_t parts) const {
  for (std::size_t i = parts; i > 0; --i) {
    if (parts_[i - 1].fixed()) continue;
    for (std::size_t before = i - 1; before > 0; --before) {
      if ((parts_[i - 1].bytes & parts_[before - 1].bytes).any()) return false;
      if (parts_[before - 1].least > 0) break;
    }
  }
  return true;
}

std::optional<std::size_t> Shape::run_back(std::string_view block, std::size_t at, std::size_t anchor, Span& group) const {
  for (std::size_t i = anchor; i > 0; --i) {
    const Part& part = parts_[i - 1];
    if (i == group_end_) group.end = at;
    std::size_t n = 0;
    while (n < part.most && n < at && part.bytes[index_of(block[at - n - 1])]) ++n;
    if (n < part.least) return std::nullopt;
    at -= n;
    if (i - 1 == group_begin_) group.begin = at;
  }
  return at;
}

std::optional<std::size_t> Shape::run_on(std::string_view block, std::size_t at, std::size_t anchor, Span& group) const {
  for (std::size_t i = anchor; i < parts_.size(); ++i) {
    if (i == group_begin_) group.begin = at;
    const Part& part = parts_[i];
    const std::size_t most = std::min(part.most, block.size() - at);
    std::size_t n = 0;
    while (n < most && part.bytes[index_of(block[at + n])]) ++n;
    if (n < part.least) return std::nullopt;
    at += n;
    if (i + 1 == group_end_) group.end = at;
  }
  return at;
}

bool Shape::free_on_left(std::string_view block, std::size_t begin) const {
  if (!has(bounds_, Bounds::left) || begin == 0 || after_escape(block, begin)) return true;
  const char before = block[begin - 1];
  // `-` before a key whose own alphabet holds `-` is the middle of something longer.
  const auto open = std::find_if(parts_.begin(), parts_.end(), [](const Part& p) { return p.most > 1; });
  return !is_word(before) && (open == parts_.end() || is_high(before) || !open->bytes[index_of(before)] || open->bytes.count() > 100);
}

bool Shape::free_on_right(std::string_view block, std::size_t end) const {
  if (!has(bounds_, Bounds::right) || end == block.size()) return true;
  const char after = block[end];
  return !is_word(after) && (is_high(after) || !parts_.back().bytes[index_of(after)]);
}

std::optional<Span> Shape::match(std::string_view block, std::size_t at, std::size_t anchor) const {
  Span group;
  // The left edge first: it is near, and it stops a literal repeated without end from being read again and again.
  const auto begin = run_back(block, at, anchor, group);
  if (!begin || !free_on_left(block, *begin)) return std::nullopt;
  const auto end = run_on(block, at, anchor, group);
  if (!end || !free_on_right(block, *end)) return std::nullopt;
  return group;
}

}  // namespace lp::discover
