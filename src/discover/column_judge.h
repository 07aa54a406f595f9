#pragma once
// What a column, key or element holds, from its name and a sample of its cells: the kinds whose values most cells are,
// and the kinds its name says that have no form of their own (health, religion, names). Bounded memory.
// One thread.

#include <string>
#include <string_view>
#include <vector>

#include "discover/field.h"
#include "discover/secrets/secret_scanner.h"

namespace lp::discover {

struct ColumnVerdict {
  FieldIndex field = 0;
  std::string kind;            // id, or "secret:<id>"
  int confidence = 0;          // 1 to 99
  double share = 0;            // of the cells that are not empty
  std::string because;         // "header", "share", "dictionary", "context", joined by +
  std::vector<std::string> examples;   // masked
};

class ColumnJudge {
 public:
  // `secrets` may be nullptr. All outlive the judge.
  ColumnJudge(const Rules& rules, const FieldTable& fields, const SecretScanner* secrets, std::size_t cells_a_field = 1000);
  // One cell, UTF-8, white space around it included; cells beyond the limit are counted, not looked at.
  void add(FieldIndex field, std::string_view cell);
  // Kinds that collide are reduced to the best one.
  std::vector<ColumnVerdict> verdicts() const;
  // Share of cells that are not empty; 0 when none was seen.
  double filled(FieldIndex field) const;

 private:
  struct KindCount {
    std::uint32_t matched = 0, strong = 0, words = 0;   // words: of the dictionary
    std::vector<std::string> examples;
  };
  struct Column {
    std::uint64_t cells = 0, filled = 0, looked_at = 0;
    std::uint32_t secrets = 0;
    std::vector<KindCount> kinds;
    std::vector<std::string> secret_examples;
  };
  void look(Column& column, const Field& field, std::string_view cell);
  bool is_of(const Kind& kind, std::string_view cell, bool named, bool& strong) const;
  void judge(FieldIndex field, const Column& column, std::vector<ColumnVerdict>& out) const;
  ColumnVerdict verdict_of(const Column& column, const Field& field, std::size_t kind) const;

  const Rules& rules_;
  const FieldTable& fields_;
  const SecretScanner* secrets_;
  std::size_t limit_;
  std::vector<Column> columns_;
};

}  // namespace lp::discover
