#include "store/journal.h"

#include <algorithm>

#include "base/check.h"
#include "store/records.h"

namespace lp::store {
namespace {

void append_number(std::string& out, std::int64_t signed_value) {
  auto v = static_cast<std::uint64_t>(signed_value);
  while (v >= 0x80) {
    out += static_cast<char>((v & 0x7f) | 0x80);
    v >>= 7;
  }
  out += static_cast<char>(v);
}

void append_text(std::string& out, std::string_view text) {
  append_number(out, static_cast<std::int64_t>(text.size()));
  out += text;
}

constexpr std::string_view entry_columns =
    "SELECT j.seq, j.at, j.user_id, j.who, j.action, j.kind, j.record_id, j.org_id, j.detail, j.hash FROM journal j ";

JournalEntry read_entry(const db::Row& row) {
  JournalEntry e;
  e.seq = row.integer(0);
  e.at = Timestamp(row.integer(1));
  e.user = {row.integer(2)};
  e.who = row.string(3);
  e.action = row.string(4);
  e.kind = row.string(5);
  e.record = {row.integer(6)};
  e.org = {row.integer(7)};
  if (auto detail = parse_json(row.text(8)); detail && detail->is_object()) e.detail = detail->get_object();
  e.hash = to_hex(row.blob(9));
  return e;
}

Result<std::vector<JournalEntry>> read_entries(Context& ctx, const std::string& tail, const db::Params& params) {
  std::vector<JournalEntry> out;
  LP_CHECK_OK(ctx.db.query(std::string(entry_columns) + tail, params, [&](const db::Row& row) {
    out.push_back(read_entry(row));
    return true;
  }));
  return out;
}

}  // namespace

void append_canonical(std::string& out, const Digest& previous, const JournalRow& row) {
  out.append(reinterpret_cast<const char*>(previous.data()), previous.size());
  append_number(out, row.seq);
  append_number(out, row.at);
  append_number(out, row.user);
  append_number(out, row.record);
  append_number(out, row.org);
  append_text(out, row.who);
  append_text(out, row.action);
  append_text(out, row.kind);
  append_text(out, row.detail);
  append_text(out, row.record_sm3);
}

Result<JournalHead> load_journal_head(db::Connection& db) {
  JournalHead head;
  bool sound = true;
  LP_CHECK_OK(db.query("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1", {}, [&](const db::Row& row) {
    head.seq = row.integer(0);
    const std::string_view hash = row.blob(1);
    sound = hash.size() == head.hash.size();
    if (sound) std::copy(hash.begin(), hash.end(), reinterpret_cast<char*>(head.hash.data()));
    return false;
  }));
  if (!sound) return make_error(Errc::corrupt, "the journal's last entry has no valid hash", "run `longpan verify`");
  return head;
}

Status append_entry(Context& ctx, const JournalEntry& entry, std::string_view record_sm3) {
  LP_CHECK(ctx.writing != nullptr);
  JournalHead& head = ctx.writing->journal;
  const std::string detail = entry.detail.empty() ? std::string() : to_text(entry.detail);
  JournalRow row{head.seq + 1, entry.at.micros() != 0 ? entry.at.micros() : ctx.clock.now().micros(), entry.user.value,
                 entry.record.value, entry.org.value, entry.who, entry.action, entry.kind, detail, record_sm3};
  std::string& bytes = ctx.writing->bytes;
  bytes.clear();
  append_canonical(bytes, head.hash, row);
  ctx.writing->hasher.update(bytes);
  const Digest hash = ctx.writing->hasher.finish();
  const auto blob = [](std::string_view b) { return b.empty() ? db::Value() : db::Value(db::Blob{std::string(b)}); };
  const db::Value values[] = {row.seq, row.at, row.user, row.who, row.action, row.kind, row.record, row.org, row.detail, blob(record_sm3),
                              blob({reinterpret_cast<const char*>(hash.data()), hash.size()})};
  LP_CHECK_OK(ctx.db.exec_in_order(
      "INSERT INTO journal(seq, at, user_id, who, action, kind, record_id, org_id, detail, record_sm3, hash) "
      "VALUES(:seq, :at, :user, :who, :action, :kind, :record, :org, :detail, :proof, :hash)", values));
  head = {row.seq, hash};
  return {};
}

Result<std::vector<JournalEntry>> read_journal(Context& ctx, const model::Viewer& viewer, std::int64_t before_seq, int limit) {
  using model::Role;
  if (viewer.role != Role::auditor && viewer.role != Role::administrator && viewer.role != Role::system)
    return make_error(Errc::denied, "the journal is for auditors and administrators");
  return read_entries(ctx, "WHERE j.seq < :before ORDER BY j.seq DESC LIMIT :limit",
                      {{"before", before_seq > 0 ? before_seq : INT64_MAX}, {"limit", std::clamp(limit, 0, 1000)}});
}

Result<std::vector<JournalEntry>> read_readers(Context& ctx, const model::Viewer& viewer, std::string_view kind, RecordId id, int limit) {
  LP_CHECK_OK(get_record(ctx, viewer, kind, id));
  return read_entries(ctx, "WHERE j.record_id = :id AND j.kind = :kind AND j.action = 'record.read' ORDER BY j.seq DESC LIMIT :limit",
                      {{"id", id.value}, {"kind", kind}, {"limit", std::clamp(limit, 0, 1000)}});
}

}  // namespace lp::store
