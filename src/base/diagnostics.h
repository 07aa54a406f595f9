#pragma once
// Bad items in a stream: a rule, a row, a line. Reported with place, what, why and hint;
// counted; the rest goes on. Not thread-safe: one sink per stream, merge afterwards.

#include <cstddef>
#include <string>
#include <vector>

namespace lp {

enum class Severity { note, warning, error };

struct SourceRef {
  std::string file;  // relative to the folder the user named
  int line = 0;      // 1-based; 0 = the whole file
  int column = 0;    // 1-based; 0 = the whole line
  bool operator==(const SourceRef&) const = default;
};
std::string to_string(const SourceRef& ref);  // "plans/x.yaml:12:3"

struct Diagnostic {
  Severity severity = Severity::error;
  SourceRef where;
  std::string code;  // stable, snake_case: "unknown_name"
  std::string what;  // what is wrong, value included
  std::string why;   // why it matters
  std::string hint;  // what to do
};

class Diagnostics {
 public:
  // Keeps the first `keep` items of each severity and counts all.
  explicit Diagnostics(std::size_t keep = 10'000) : keep_(keep) {}
  void add(Diagnostic item);
  void error(SourceRef where, std::string code, std::string what, std::string why = {}, std::string hint = {});
  void warning(SourceRef where, std::string code, std::string what, std::string why = {}, std::string hint = {});
  const std::vector<Diagnostic>& items() const { return items_; }
  std::size_t errors() const { return errors_; }
  std::size_t warnings() const { return warnings_; }
  std::size_t dropped() const { return errors_ + warnings_ + notes_ - items_.size(); }
  void merge(const Diagnostics& other);

 private:
  std::size_t keep_;
  std::vector<Diagnostic> items_;
  std::size_t errors_ = 0, warnings_ = 0, notes_ = 0;
};

}  // namespace lp
