#include "cli/org_lookup.h"

#include <fmt/format.h>

#include <charconv>

#include "base/text.h"

namespace lp::cli {
namespace {

using model::Op;
using model::Predicate;

Result<store::RecordPage> find(store::ReadTx& tx, const model::Viewer& viewer, Predicate where) {
  store::RecordQuery query;
  query.kind = "organisation";
  query.where = std::move(where);
  query.limit = 5;
  return tx.list(viewer, query);
}

Predicate exactly(std::string_view text) {
  const std::string value(text);
  std::vector<Predicate> ways;
  for (const char* field : {"uscc", "no", "name"}) ways.push_back(Predicate::equals(field, json::string(value)));
  std::int64_t id = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (ec == std::errc() && end == text.data() + text.size()) ways.push_back(Predicate::equals("id", id));
  return Predicate::any_of(std::move(ways));
}

}  // namespace

Result<OrgId> find_org(store::ReadTx& tx, const model::Viewer& viewer, std::string_view text) {
  LP_TRY(store::RecordPage page, find(tx, viewer, exactly(text)));
  if (page.rows.empty()) {
    LP_TRY(page, find(tx, viewer, Predicate::compare("name", Op::contains, json::array{json::string(std::string(text))})));
  }
  if (page.rows.size() == 1) return to_org(page.rows.front().id);
  if (page.rows.empty()) {
    Error e = make_error(Errc::not_found, fmt::format("no organisation \"{}\"", text), "give its USCC, number or part of its name");
    e.message_zh = fmt::format("没有找到单位“{}”", text);
    return e;
  }
  std::vector<std::string> names;
  for (const auto& row : page.rows) names.push_back(get_string(row.data, "name"));
  Error e = make_error(Errc::conflict, fmt::format("{} organisations fit \"{}\"", page.total, text), join(names, "、"));
  e.message_zh = fmt::format("“{}”对应 {} 个单位，请写得更具体", text, page.total);
  return e;
}

Result<OrgId> find_exact_org(store::ReadTx& tx, const model::Viewer& viewer, std::string_view text) {
  LP_TRY(const store::RecordPage page, find(tx, viewer, exactly(text)));
  return page.rows.size() == 1 ? to_org(page.rows.front().id) : OrgId{};
}

}  // namespace lp::cli
