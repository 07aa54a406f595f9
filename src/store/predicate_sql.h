#pragma once
// model::Predicate → SQL, with exactly the meaning of model::test(): a field the kind does
// not have is absent, values of another type are neither equal nor less.

#include <string>

#include "model/predicate.h"
#include "store/db/dialect.h"
#include "store/kind_table.h"

namespace lp::store {

enum class UseIndexes { yes, no };  // no: the caller wants the rows in the order of another index

class PredicateSql {
 public:
  // `tables` and `dialect` must outlive it. Parameters are p1, p2, …
  PredicateSql(const KindTables& tables, const db::Dialect& dialect, Date today, UseIndexes use = UseIndexes::yes)
      : tables_(tables), dialect_(dialect), today_(today), use_(use) {}
  // A condition on the kind's table under the alias. May be called again: parameters go on.
  std::string condition(const KindTable& t, const model::Predicate& p, std::string_view alias = "t");
  std::string parameter(db::Value v);             // ":p7"
  const db::Params& params() const { return params_; }
  bool uses_organisation() const { return uses_organisation_; }

 private:
  std::string group(const KindTable& t, const model::Predicate& p, std::string_view alias);
  std::string compare(const KindTable& t, const model::Predicate& p, std::string_view alias);
  std::string on_column(const KindTable& t, const Column& c, const model::Predicate& p, std::string_view alias);
  std::string on_organisation(const model::Predicate& inner, std::string_view alias);
  std::string is_in(const Column& c, const std::string& column, const json::array& operands);
  std::string ordered(const Column& c, const std::string& column, model::Op op, const json::value& operand);
  std::string matches(const Column& c, const std::string& column, model::Op op, const json::value& operand);
  std::string is_marked_in(const KindTable& t, const Column& c, std::string_view alias, const json::array& operands);
  std::string holds_phrase(const KindTable& t, const Column& c, std::string_view alias, const json::value& operand);
  std::string in_search(const KindTable& t, std::string_view alias, std::string query);
  std::string any_element(const std::string& column, const std::string& test);

  const KindTables& tables_;
  const db::Dialect& dialect_;
  Date today_;
  UseIndexes use_;
  db::Params params_;
  bool uses_organisation_ = false;
};

}  // namespace lp::store
