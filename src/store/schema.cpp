#include "store/schema.h"

namespace lp::store {
namespace {

constexpr std::string_view step_1 = R"sql(
CREATE TABLE sequence(name @text PRIMARY KEY, value @int NOT NULL)@end;
CREATE TABLE kind_change(kind @text PRIMARY KEY, counter @int NOT NULL)@end;
CREATE TABLE kind_form(kind @text NOT NULL, version @int NOT NULL, definition @text NOT NULL,
  PRIMARY KEY(kind, version))@end;
CREATE TABLE kind_field(kind @text NOT NULL, field @text NOT NULL, shape @text NOT NULL,
  PRIMARY KEY(kind, field))@end;
CREATE TABLE kind_search(kind @text PRIMARY KEY, fields @text NOT NULL)@end;
CREATE TABLE history(record_id @int NOT NULL, version @int NOT NULL, kind @text NOT NULL, at @int NOT NULL,
  by_user @int NOT NULL, by_name @text NOT NULL, action @text NOT NULL, state @text NOT NULL,
  reason @text NOT NULL, form_version @int NOT NULL, changes @text NOT NULL, PRIMARY KEY(record_id, version))@end;
CREATE TABLE journal(seq @int PRIMARY KEY, at @int NOT NULL, user_id @int NOT NULL, who @text NOT NULL,
  action @text NOT NULL, kind @text NOT NULL, record_id @int NOT NULL, org_id @int NOT NULL,
  detail @text NOT NULL, record_sm3 @blob, hash @blob NOT NULL)@end;
CREATE INDEX journal_record ON journal(record_id) WHERE record_id <> 0;
CREATE TABLE account(id @int PRIMARY KEY, login @text NOT NULL UNIQUE, name @text NOT NULL, email @text NOT NULL,
  phone @text NOT NULL, role @text NOT NULL, org_id @int NOT NULL, regions @text NOT NULL, sectors @text NOT NULL,
  assigned @text NOT NULL, password_hash @text NOT NULL, disabled @int NOT NULL, must_change_password @int NOT NULL,
  zh @int NOT NULL, failed @int NOT NULL, locked_until @int NOT NULL, last_login @int NOT NULL,
  created_at @int NOT NULL, preferences @text NOT NULL)@end;
CREATE INDEX account_org ON account(org_id);
CREATE TABLE session(token_hash @text PRIMARY KEY, user_id @int NOT NULL, csrf @text NOT NULL,
  created_at @int NOT NULL, last_seen @int NOT NULL, expires_at @int NOT NULL)@end;
CREATE INDEX session_user ON session(user_id);
CREATE INDEX session_expiry ON session(expires_at);
CREATE TABLE outbox(id @int PRIMARY KEY, to_user @int NOT NULL, channel @text NOT NULL, topic @text NOT NULL,
  dedupe @text NOT NULL, title_zh @text NOT NULL, title_en @text NOT NULL, body_zh @text NOT NULL,
  body_en @text NOT NULL, link @text NOT NULL, state @text NOT NULL, attempts @int NOT NULL,
  created_at @int NOT NULL, not_before @int NOT NULL, done_at @int NOT NULL, last_error @text NOT NULL,
  UNIQUE(to_user, channel, dedupe))@end;
CREATE INDEX outbox_state ON outbox(state, not_before);
CREATE TABLE document(collection @text NOT NULL, name @text NOT NULL, body @text NOT NULL,
  PRIMARY KEY(collection, name))@end;
CREATE TABLE duty(id @int PRIMARY KEY, no @text NOT NULL UNIQUE, plan @text NOT NULL, obligation @text NOT NULL,
  task @int NOT NULL, org_id @int NOT NULL, object_id @int NOT NULL, cycle @int NOT NULL, state @int NOT NULL,
  due @int NOT NULL, met_on @int NOT NULL, proof_id @int NOT NULL, proof_kind @text NOT NULL, reason @text NOT NULL,
  decided_by @int NOT NULL, state_since @int NOT NULL, created_at @int NOT NULL)@end;
CREATE UNIQUE INDEX duty_identity ON duty(plan, obligation, org_id, object_id, cycle);
CREATE INDEX duty_org ON duty(org_id, due);
CREATE INDEX duty_due ON duty(due, org_id);
CREATE TABLE duty_history(duty_id @int NOT NULL, at @int NOT NULL, from_state @int NOT NULL, to_state @int NOT NULL,
  due @int NOT NULL, by_user @int NOT NULL, reason @text NOT NULL)@end;
CREATE INDEX duty_history_duty ON duty_history(duty_id);
CREATE TABLE ledger_count(plan @text NOT NULL, org_id @int NOT NULL, counts @blob NOT NULL, PRIMARY KEY(plan, org_id))@end;
CREATE TABLE snapshot(id @int PRIMARY KEY, plan @text NOT NULL, title @text NOT NULL, at @int NOT NULL,
  by_user @int NOT NULL, duties @int NOT NULL, hash @text NOT NULL)@end;
CREATE TABLE snapshot_duty(snapshot_id @int NOT NULL, id @int NOT NULL, no @text NOT NULL, plan @text NOT NULL,
  obligation @text NOT NULL, task @int NOT NULL, org_id @int NOT NULL, object_id @int NOT NULL, cycle @int NOT NULL,
  state @int NOT NULL, due @int NOT NULL, met_on @int NOT NULL, proof_id @int NOT NULL, proof_kind @text NOT NULL,
  reason @text NOT NULL, decided_by @int NOT NULL, state_since @int NOT NULL, PRIMARY KEY(snapshot_id, id))@end;
CREATE INDEX snapshot_duty_org ON snapshot_duty(snapshot_id, org_id);
@append_only(journal)
)sql";

// The ledger by date, undated duties last, walked without touching the duties themselves.
constexpr std::string_view step_2 = R"sql(
DROP INDEX duty_due;
CREATE INDEX duty_when ON duty((CASE WHEN due = -1000000 THEN 1 ELSE 0 END), due, id, state, org_id);
)sql";

// One organisation's duties in the order the computation compares them, whole, without touching
// the duties themselves; and the task beside the date.
constexpr std::string_view step_3 = R"sql(
DROP INDEX duty_org;
DROP INDEX duty_when;
CREATE INDEX duty_ledger ON duty(org_id, obligation, object_id, cycle, state, due, met_on, proof_id, task, plan);
CREATE INDEX duty_when ON duty((CASE WHEN due = -1000000 THEN 1 ELSE 0 END), due, id, state, org_id, task, plan);
)sql";

constexpr SchemaStep released[] = {{1, step_1}, {2, step_2}, {3, step_3}};

struct Word {
  std::string_view mark;
  std::string_view text;
};

Result<int> current_step(db::Connection& db) {
  LP_TRY(const std::int64_t known, db::query_integer(db, db.dialect().table_exists_query(), {{"table", "meta"}}));
  if (known == 0) return 0;
  LP_TRY(const std::int64_t step, db::query_integer(db, "SELECT value FROM meta WHERE name = 'schema'"));
  return static_cast<int>(step);
}

Status check_not_newer(int at, int newest) {
  if (at <= newest) return {};
  Error e = make_error(Errc::unsupported,
                       "the database has schema step " + std::to_string(at) + ", this program knows up to " +
                           std::to_string(newest),
                       "start the newer Longpan that wrote it, or restore a backup made before the upgrade");
  e.message_zh = "数据库由更新版本的龙磐写入，当前程序无法打开。请使用新版本，或恢复升级前的备份。";
  return e;
}

Status apply(db::Connection& db, const SchemaStep& step) {
  LP_CHECK_OK(db.begin_write());
  const auto work = [&]() -> Status {
    LP_CHECK_OK(db.script(in_dialect(step.sql, db.dialect())));
    return db.exec("INSERT INTO meta(name, value) VALUES('schema', :v) ON CONFLICT(name) DO UPDATE SET value = excluded.value",
                   {{"v", step.number}});
  };
  Status done = work();
  if (done) done = db.commit();
  if (!done) db.rollback();
  return done;
}

}  // namespace

std::span<const SchemaStep> schema_steps() { return released; }

std::string in_dialect(std::string_view sql, const db::Dialect& d) {
  const Word words[] = {{"@int", d.integer_type()}, {"@real", d.real_type()}, {"@text", d.text_type()},
                        {"@blob", d.blob_type()}, {"@end", d.table_suffix()}};
  std::string out;
  for (std::size_t i = 0; i < sql.size();) {
    bool replaced = false;
    for (const Word& w : words) {
      if (sql.substr(i, w.mark.size()) != w.mark) continue;
      out += w.text;
      i += w.mark.size();
      replaced = true;
      break;
    }
    constexpr std::string_view guard = "@append_only(";
    if (!replaced && sql.substr(i, guard.size()) == guard) {
      const std::size_t end = sql.find(')', i);
      out += d.append_only(sql.substr(i + guard.size(), end - i - guard.size()));
      i = end + 1;
    } else if (!replaced) {
      out += sql[i++];
    }
  }
  return out;
}

Status migrate(db::Connection& db, const std::filesystem::path& backups, std::int64_t now_micros, std::span<const SchemaStep> steps) {
  LP_TRY(const int at, current_step(db));
  LP_CHECK_OK(check_not_newer(at, steps.back().number));
  if (at == steps.back().number) return {};
  if (at == 0) {
    LP_CHECK_OK(db.script(in_dialect("CREATE TABLE IF NOT EXISTS meta(name @text PRIMARY KEY, value @int NOT NULL)@end;",
                                     db.dialect())));
  } else {
    const auto file = backups / ("before-step-" + std::to_string(at + 1) + "-" + std::to_string(now_micros) + ".db");
    LP_CHECK_OK(db.backup_to(file.string()));
  }
  for (const SchemaStep& step : steps) {
    if (step.number <= at) continue;
    Status done = apply(db, step);
    if (done) continue;
    LP_TRY(const int now_at, current_step(db));  // another process may have migrated while we waited
    if (now_at < step.number) return done;
  }
  return {};
}

}  // namespace lp::store
