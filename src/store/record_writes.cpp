#include <algorithm>

#include "base/check.h"
#include "store/journal.h"
#include "store/record_codec.h"
#include "store/records.h"
#include "store/search_index.h"

namespace lp::store {
namespace {

constexpr int path_entries = 64;

std::string_view bytes_of(const Digest& d) { return {reinterpret_cast<const char*>(d.data()), d.size()}; }

void append_path(std::string& path, std::string_view state, Timestamp at) {
  if (!path.empty()) path += ';';
  path.append(state).append("@").append(std::to_string(at.micros()));
  int entries = 1;
  for (std::size_t i = path.size(); i-- > 0;) {
    if (path[i] != ';' || ++entries <= path_entries) continue;
    path.erase(0, i + 1);
    return;
  }
}

Status check_may_write(const model::Viewer& viewer) {
  if (model::may_write_records(viewer.role)) return {};
  Error e = make_error(Errc::denied, "role " + std::string(model::to_string(viewer.role)) + " writes no records");
  e.message_zh = "您的角色只能查看，不能修改记录。";
  return e;
}

Status check_owner(const KindTable& t, const model::Record& r) {
  if (!t.kind->owned || r.org) return {};
  return make_error(Errc::invalid, "a record of kind " + t.kind->name + " needs an organisation");
}

// The wall asked of the row as it now stands.
Status check_within_wall(Context& ctx, const model::Viewer& viewer, const KindTable& t, RecordId id) {
  PredicateSql sql(ctx.tables, ctx.db.dialect(), ctx.clock.today());
  const std::string wall = sql.condition(t, model::wall(viewer, *t.kind));
  db::Params params = sql.params();
  params.push_back({"id", id.value});
  LP_TRY(const std::int64_t seen, db::query_integer(ctx.db, "SELECT count(*) FROM " + t.table + " t WHERE " + wall + " AND t.id = :id", params));
  if (seen == 1) return {};
  Error e = make_error(Errc::denied, "a record of kind " + t.kind->name + " for organisation is outside what you may write");
  e.message_zh = "不能为其他单位或辖区外的单位填写记录。";
  return e;
}

Result<std::string> draw_number(Context& ctx, const model::Kind& kind, Timestamp at) {
  std::string prefix = kind.number_prefix;
  if (prefix.empty()) {
    for (const char c : kind.name) prefix += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  }
  prefix += "-" + std::to_string(date_in_china(at).year()) + "-";
  LP_TRY(const std::int64_t n, next_in_sequence(ctx, "no:" + prefix));
  std::string digits = std::to_string(n);
  if (digits.size() < 6) digits.insert(0, 6 - digits.size(), '0');
  return prefix + digits;
}

Status write_history(Context& ctx, const model::Viewer& viewer, const model::Record& r, std::string_view action,
                     std::string_view reason, std::string changes) {
  const db::Value values[] = {r.id.value, r.version, r.kind, r.updated_at.micros(), r.updated_by.value, viewer.name, action,
                              r.state, reason, r.form_version, std::move(changes)};
  return ctx.db.exec_in_order(
      "INSERT INTO history(record_id, version, kind, at, by_user, by_name, action, state, reason, form_version, changes) "
      "VALUES(:id, :version, :kind, :at, :by, :name, :action, :state, :reason, :form, :changes)", values);
}

Status write_journal(Context& ctx, const model::Viewer& viewer, const model::Record& r, std::string_view action, const Digest& digest) {
  JournalEntry e;
  e.at = ctx.clock.now();
  e.user = viewer.user;
  e.who = viewer.name;
  e.action = "record." + std::string(action);
  e.kind = r.kind;
  e.record = r.id;
  e.org = r.org;
  e.detail["version"] = r.version;
  LP_CHECK_OK(append_entry(ctx, e, bytes_of(digest)));
  ctx.writing->touched_kinds.insert(r.kind);
  ctx.writing->changes.push_back({r.kind, r.id, r.org});
  return {};
}

json::object changes_between(const json::object& before, const json::object& after) {
  json::object out;
  const auto note = [&](std::string_view key, const json::value& a, const json::value& b) {
    if (a != b) out[key] = json::array{a, b};
  };
  for (const auto& m : before) {
    const json::value* now = find(after, m.key());
    note(m.key(), m.value(), now ? *now : json::value());
  }
  for (const auto& m : after) {
    if (find(before, m.key()) == nullptr) note(m.key(), json::value(), m.value());
  }
  return out;
}

// changes_between({}, data) as text, without copying every value first.
std::string changes_of_new(const json::object& data) {
  std::string out = "{";
  for (const auto& m : data) {
    if (out.size() > 1) out += ',';
    out.append("\"").append(m.key()).append("\":[null,").append(to_text(m.value())).append("]");  // names need no escapes
  }
  return out += '}';
}

void drop_nulls(json::object& data) {
  if (std::none_of(data.begin(), data.end(), [](const auto& m) { return m.value().is_null(); })) return;
  json::object kept;
  for (auto& m : data) {
    if (!m.value().is_null()) kept[m.key()] = std::move(m.value());
  }
  data = std::move(kept);
}

// What a new record gets from the store; role `system` may bring its own past.
Status complete_new(Context& ctx, const model::Viewer& viewer, const KindTable& t, model::Record& r) {
  const Timestamp now = ctx.clock.now();
  const bool keeps_past = viewer.role == model::Role::system;
  const auto keep = [&](Timestamp& own, Timestamp otherwise) {
    if (!keeps_past || own == Timestamp()) own = otherwise;
  };
  LP_TRY(r.id.value, next_in_sequence(ctx, "record"));
  if (t.kind->name == "organisation") r.org = to_org(r.id);
  LP_CHECK_OK(check_owner(t, r));
  r.kind = t.kind->name;
  if (r.state.empty()) r.state = t.kind->workflow.start;
  r.version = 1;
  if (r.form_version <= 0) r.form_version = t.kind->version;
  keep(r.created_at, now);
  keep(r.updated_at, r.created_at);
  keep(r.state_since, r.updated_at);
  if (!keeps_past || !r.created_by) r.created_by = viewer.user;
  if (!keeps_past || !r.updated_by) r.updated_by = viewer.user;
  if (!keeps_past) r.path.clear();
  if (r.path.empty()) append_path(r.path, r.state, r.state_since);
  LP_TRY(r.no, draw_number(ctx, *t.kind, r.created_at));
  drop_nulls(r.data);
  return {};
}

// Writes a new version over the old one; the digest of what then stands there.
Result<Digest> write_row(Context& ctx, const KindTable& t, RecordId id, std::vector<db::Value> values) {
  Digest out{};
  if (!t.has_former_columns) out = record_digest(t, values);
  std::rotate(values.begin(), values.begin() + 1, values.end());  // the id stands last in an update
  LP_CHECK_OK(ctx.db.exec_in_order(t.update_sql, values));
  if (!t.has_former_columns) return out;
  LP_CHECK_OK(ctx.db.query("SELECT * FROM " + t.table + " WHERE id = :id", {{"id", id.value}}, [&](const db::Row& row) {
    out = RowDigest().of(row);
    return false;
  }));
  return out;
}

Error changed_meanwhile(const model::Record& stored, std::int64_t expected) {
  Error e = make_error(Errc::conflict,
                       "record " + stored.no + " has version " + std::to_string(stored.version) + ", expected " + std::to_string(expected),
                       "load the record again and repeat the change");
  e.message_zh = "记录已被他人修改，请刷新后重试。";
  return e;
}

// What an update may not touch, and what follows from it.
void carry_over(const Context& ctx, const model::Viewer& viewer, const model::Record& stored, model::Record& r) {
  const Timestamp now = ctx.clock.now();
  r.kind = stored.kind;
  r.no = stored.no;
  r.org = stored.org;
  r.version = stored.version + 1;
  r.created_at = stored.created_at;
  r.created_by = stored.created_by;
  r.updated_at = now;
  r.updated_by = viewer.user;
  r.state_since = stored.state_since;
  r.path = stored.path;
  if (r.state.empty()) r.state = stored.state;
  if (r.state != stored.state) {
    r.state_since = now;
    append_path(r.path, r.state, now);
  }
  drop_nulls(r.data);
}

}  // namespace

Result<model::Record> insert_record(Context& ctx, const model::Viewer& viewer, model::Record r, std::string_view action, std::string_view reason) {
  LP_CHECK(ctx.writing != nullptr);
  LP_CHECK_OK(check_may_write(viewer));
  LP_TRY(const KindTable* t, ctx.table(r.kind));
  LP_CHECK_OK(complete_new(ctx, viewer, *t, r));
  LP_TRY(const std::vector<db::Value> values, to_values(*t, r));
  LP_CHECK_OK(ctx.db.exec_in_order(t->insert_sql, values));
  if (!model::wall(viewer, *t->kind).is_always()) {
    if (Status seen = check_within_wall(ctx, viewer, *t, r.id); !seen) {
      LP_CHECK_OK(ctx.db.exec("DELETE FROM " + t->table + " WHERE id = :id", {{"id", r.id.value}}));
      return std::move(seen).error();
    }
  }
  LP_CHECK_OK(add_to_search(ctx.db, *t, r.id, r.data));
  LP_CHECK_OK(write_history(ctx, viewer, r, action, reason, changes_of_new(r.data)));
  LP_CHECK_OK(write_journal(ctx, viewer, r, action, record_digest(*t, values)));
  return r;
}

Result<model::Record> update_record(Context& ctx, const model::Viewer& viewer, model::Record r, std::int64_t expected_version,
                                    std::string_view action, std::string_view reason) {
  LP_CHECK(ctx.writing != nullptr);
  LP_CHECK_OK(check_may_write(viewer));
  LP_TRY(const KindTable* t, ctx.table(r.kind));
  LP_TRY(const model::Record stored, get_record(ctx, viewer, r.kind, r.id));
  if (stored.version != expected_version) return changed_meanwhile(stored, expected_version);
  carry_over(ctx, viewer, stored, r);
  LP_TRY(std::vector<db::Value> values, to_values(*t, r));
  LP_TRY(const Digest digest, write_row(ctx, *t, r.id, std::move(values)));
  LP_CHECK_OK(change_search(ctx.db, *t, r.id, stored.data, r.data));
  LP_CHECK_OK(write_history(ctx, viewer, r, action, reason, to_text(changes_between(stored.data, r.data))));
  LP_CHECK_OK(write_journal(ctx, viewer, r, action, digest));
  return r;
}

}  // namespace lp::store
