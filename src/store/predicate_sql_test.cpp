// The promise of model/predicate.h: SQL and memory agree on every record and predicate.
#include <rapidcheck.h>

#include "store/test_store.h"

namespace lp::store::testing {
namespace {

using model::Op;
using model::Predicate;

template <class T>
T pick(const std::vector<T>& from) { return *rc::gen::elementOf(from); }

const std::vector<std::string> texts{"", "a", "A", "ab", "移动", "移动网元", "中国移动", "b_%", "x'y", "2024-07-01"};

json::value random_value(std::string_view name) {
  const auto any = [&](std::vector<json::value> v) { return pick(v); };
  if (name == "name" || name == "unit_type") return json::value(pick(texts));
  if (name == "grade" || name == "seen_at" || name == "parent") return any({0, 1, 2, 3, -4});
  if (name == "score") return any({0.5, 2.0, -1.25});
  if (name == "public") return any({true, false});
  if (name == "go_live") return any({"2024-07-01", "2024-07-15", "2024-08-14"});
  if (name == "hardware") return any({json::array{}, json::array{json::object{{"brand", "a"}}}});
  json::array list;
  const int n = *rc::gen::inRange(0, 3);
  for (int i = 0; i < n; ++i) list.push_back(json::value(pick(texts)));
  return list;
}

const std::vector<std::string> fields{"name", "unit_type", "grade", "seen_at", "parent", "score", "public", "go_live", "tags", "domains", "hardware"};

json::object random_data() {
  json::object data;
  for (const auto& f : fields) {
    if (*rc::gen::inRange(0, 3) != 0) data[f] = random_value(f);
  }
  return data;
}

json::value random_operand() {
  switch (*rc::gen::inRange(0, 6)) {
    case 0: return *rc::gen::inRange(-4, 4);
    case 1: return pick(std::vector<double>{0.5, 2.0, 1.0, -1.25});
    case 2: return *rc::gen::arbitrary<bool>();
    case 3: return json::value(pick(std::vector<std::string>{"today", "today+30d", "today-14d", "2024-07-15"}));
    case 4: return json::value();
    default: return json::value(pick(texts));
  }
}

Predicate random_compare() {
  const std::vector<std::string> names{"name", "unit_type", "grade", "score", "public", "go_live", "tags", "domains", "hardware", "nosuch",
                                       "state", "org_id", "org.region", "org.types", "org.name", "org.staff", "org.nosuch"};
  const Op op = pick(std::vector<Op>{Op::eq, Op::ne, Op::in, Op::not_in, Op::gt, Op::gte, Op::lt, Op::lte, Op::contains, Op::starts_with, Op::exists});
  json::array operands;
  if (op == Op::exists) operands = {*rc::gen::arbitrary<bool>()};
  else for (int n = op == Op::in || op == Op::not_in ? *rc::gen::inRange(1, 4) : 1; n > 0; --n) operands.push_back(random_operand());
  return Predicate::compare(pick(names), op, std::move(operands));
}

Predicate random_predicate(int depth) {
  const int what = depth == 0 ? 3 : *rc::gen::inRange(0, 5);
  if (what >= 3) return random_compare();
  if (what == 2) return Predicate::negation(random_predicate(depth - 1));
  std::vector<Predicate> children;
  for (int n = *rc::gen::inRange(1, 4); n > 0; --n) children.push_back(random_predicate(depth - 1));
  return what == 0 ? Predicate::all_of(std::move(children)) : Predicate::any_of(std::move(children));
}

json::object with_system(const model::Record& r) {
  json::object data = r.data;
  data["id"] = r.id.value;
  data["org_id"] = r.org.value;
  data["state"] = r.state;
  return data;
}

class PredicateSqlTest : public StoreTest {
 protected:
  // Records spread over three organisations, one of which has no fields at all.
  void fill(int n) {
    const std::vector<json::object> orgs{{{"name", "移动"}, {"region", "a"}, {"types", {"a", "ab"}}, {"staff", 2}}, {{"region", "ab"}, {"types", json::array{}}}, {}};
    ASSERT_TRUE(store_->write_bulk([&](WriteTx& tx) -> Status {
      for (const auto& data : orgs) {
        model::Record r;
        r.kind = "organisation";
        r.data = data;
        LP_TRY(auto org, tx.insert(the_system(), r, "create"));
        for (int i = 0; i < n; ++i) {
          model::Record unit;
          unit.kind = "network_unit";
          unit.org = to_org(org.id);
          unit.data = random_data();
          LP_TRY(auto stored, tx.insert(the_system(), unit, "create"));
          stored_.emplace_back(std::move(stored), org.data);
        }
      }
      return {};
    }));
  }
  std::vector<std::pair<model::Record, json::object>> stored_;
};

TEST_F(PredicateSqlTest, AgreesWithMemory) {
  EXPECT_TRUE(rc::check("records", [&] { if (stored_.empty()) fill(60); }));
  ASSERT_FALSE(stored_.empty());
  EXPECT_TRUE(rc::check("SQL selects exactly the records model::test() accepts", [&] { for (int round = 0; round < 30; ++round) {
    RecordQuery q;
    q.kind = "network_unit";
    q.where = random_predicate(3);
    q.limit = -1;
    q.today = clock_.today();
    std::vector<std::int64_t> in_memory, in_sql;
    for (const auto& [record, org] : stored_) {
      const json::object data = with_system(record);
      if (model::test(q.where, model::ObjectSource(data, &org), q.today)) in_memory.push_back(record.id.value);
    }
    const auto page = list(the_system(), q);
    RC_ASSERT(page.has_value());
    for (const auto& r : page->rows) in_sql.push_back(r.id.value);
    RC_LOG() << to_text(model::to_map_form(q.where));
    RC_ASSERT(in_sql == in_memory);
    RC_ASSERT(page->total == static_cast<std::int64_t>(in_memory.size()));
  }}));
}

}  // namespace
}  // namespace lp::store::testing
