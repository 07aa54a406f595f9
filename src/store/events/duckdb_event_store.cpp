// Events in DuckDB: one attached file a month, because deleting rows does not shrink a file.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <system_error>

#include "base/text.h"
#include "io/duckdb_session.h"
#include "store/events/event_store.h"
#include "store/events/month.h"

namespace lp::store {
namespace {

namespace fs = std::filesystem;
using io::DuckdbValue;

constexpr std::string_view tables =
    "CREATE TABLE IF NOT EXISTS {0}.observables(time BIGINT NOT NULL, kind UTINYINT NOT NULL, role UTINYINT NOT NULL, org BIGINT NOT NULL, "
    "hash UBIGINT NOT NULL, value VARCHAR NOT NULL, stream VARCHAR NOT NULL, owner VARCHAR NOT NULL, writer BIGINT NOT NULL, batch BIGINT NOT NULL);"
    "CREATE TABLE IF NOT EXISTS {0}.alerts(version BIGINT NOT NULL, id VARCHAR NOT NULL, state UTINYINT NOT NULL, severity UTINYINT NOT NULL, "
    "kind VARCHAR NOT NULL, rule VARCHAR NOT NULL, entity VARCHAR NOT NULL, object VARCHAR NOT NULL, org BIGINT NOT NULL, events BIGINT NOT NULL, "
    "first BIGINT NOT NULL, last BIGINT NOT NULL, json VARCHAR NOT NULL, owner VARCHAR NOT NULL, writer BIGINT NOT NULL, batch BIGINT NOT NULL);";

std::string catalog_of(std::int32_t month) { return "m" + replace_all(month_name(month), "-", "_"); }

// SQL text and the values it asks for.
struct Clause {
  std::string sql;
  std::vector<DuckdbValue> values;
};

// Numbers only: nothing of a value becomes SQL.
std::string wall_of(const Reach& reach) {
  if (reach.all()) return "TRUE";
  if (reach.orgs().empty()) return "FALSE";
  std::string list;
  for (const OrgId org : reach.orgs()) list += (list.empty() ? "" : ",") + std::to_string(org.value);
  return "org IN (" + list + ")";
}

Clause where(const Reach& reach, const AlertQuery& query) {
  Clause c{wall_of(reach), {}};
  if (query.span) {
    c.sql += " AND last >= ? AND last < ?";
    c.values.insert(c.values.end(), {query.span->from, query.span->to});
  }
  if (query.least_severity > 0) c.sql += " AND severity >= " + std::to_string(query.least_severity);
  if (query.org) c.sql += " AND org = " + std::to_string(query.org.value);
  for (const auto& [column, text] : {std::pair{"rule", &query.rule}, {"entity", &query.entity}, {"owner", &query.owner}}) {
    if (text->empty()) continue;
    c.sql += fmt::format(" AND {} = ?", column);
    c.values.emplace_back(std::string_view(*text));
  }
  return c;
}

class DuckdbEventStore final : public EventStore {
 public:
  DuckdbEventStore(std::unique_ptr<io::DuckdbSession> session, fs::path folder) : session_(std::move(session)), folder_(std::move(folder)) {}

  Status start();
  Status append(std::span<const Observable> observables, std::span<const StoredAlert> alerts, BatchMark mark) override;
  Result<std::uint64_t> cut(BatchMark mark) override;
  Status each_observable(const Reach& reach, TimeSpan span, std::span<const ObservableKind> kinds,
                         const std::function<bool(std::span<const Observable>)>& take) override;
  Result<std::vector<Observable>> sightings(const Reach& reach, std::string_view value, TimeSpan span, std::size_t limit,
                                            std::vector<std::string>& texts) override;
  Result<std::vector<StoredAlert>> alerts(const Reach& reach, const AlertQuery& query) override;
  Result<std::vector<AlertCount>> count_alerts(const Reach& reach, const AlertQuery& query, AlertGroup by) override;
  Result<std::vector<Partition>> partitions() override;
  Result<std::vector<Partition>> drop(Timestamp before, const Clock& clock, bool preview) override;

 private:
  fs::path file_of(std::int32_t month) const { return folder_ / ("events-" + month_name(month) + ".duckdb"); }
  Status attach(std::int32_t month);
  Status append_observables(std::int32_t month, const std::vector<const Observable*>& rows, BatchMark mark);
  Status append_alerts(const std::vector<const StoredAlert*>& rows, BatchMark mark);
  Result<Partition> measure(std::int32_t month);
  std::string latest_alerts() const;
  std::vector<std::int32_t> months_within(TimeSpan span) const;

  std::mutex mutex_;
  std::unique_ptr<io::DuckdbSession> session_;
  fs::path folder_;
  std::vector<std::int32_t> months_;  // attached, ascending
  std::int64_t version_ = 0;          // of the last alert row
};

Status DuckdbEventStore::start() {
  std::error_code error;
  std::vector<std::int32_t> found;
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with("events-") || !name.ends_with(".duckdb")) continue;
    if (const auto month = parse_month(std::string_view(name).substr(7, name.size() - 14))) found.push_back(*month);
  }
  if (error) return make_error(Errc::io, "reading " + folder_.string() + ": " + error.message());
  std::ranges::sort(found);
  for (const std::int32_t month : found) LP_CHECK_OK(attach(month));
  for (const std::int32_t month : months_) {
    const std::string sql = fmt::format("SELECT coalesce(max(version), 0) FROM {}.alerts", catalog_of(month));
    LP_CHECK_OK(session_->query(sql, {}, [&](const io::DuckdbChunk& chunk) {
      for (const std::int64_t v : chunk.integers(0)) version_ = std::max(version_, v);
      return true;
    }));
  }
  return ok_status();
}

Status DuckdbEventStore::attach(std::int32_t month) {
  if (std::ranges::binary_search(months_, month)) return ok_status();
  LP_CHECK_OK(session_->attach(file_of(month), catalog_of(month)));
  LP_CHECK_OK(session_->command(fmt::format(fmt::runtime(tables), catalog_of(month))));
  months_.insert(std::ranges::upper_bound(months_, month), month);
  return ok_status();
}

Status DuckdbEventStore::append(std::span<const Observable> observables, std::span<const StoredAlert> alerts, BatchMark mark) {
  const std::lock_guard lock(mutex_);
  std::map<std::int32_t, std::vector<const Observable*>> seen;
  for (const Observable& o : observables) seen[month_of(o.time)].push_back(&o);
  std::map<std::int32_t, std::vector<const StoredAlert*>> told;
  for (const StoredAlert& a : alerts) told[month_of(a.last)].push_back(&a);
  for (const auto& [month, rows] : seen) LP_CHECK_OK(attach(month));
  for (const auto& [month, rows] : told) LP_CHECK_OK(attach(month));
  // DuckDB writes to one attached file a transaction. Should a later month fail or the process be killed here, the caller cuts back
  // to its last mark; without one observables may stand there twice, alerts are told apart by id and version.
  for (const auto& [month, rows] : seen) LP_CHECK_OK(append_observables(month, rows, mark));
  for (const auto& [month, rows] : told) LP_CHECK_OK(append_alerts(rows, mark));
  return ok_status();
}

Status DuckdbEventStore::append_observables(std::int32_t month, const std::vector<const Observable*>& rows, BatchMark mark) {
  return session_->append(catalog_of(month), "observables", [&](const io::DuckdbSession::Row& put) {
    for (const Observable* o : rows) {
      const DuckdbValue cells[] = {o->time, static_cast<std::uint8_t>(o->kind), static_cast<std::uint8_t>(o->role), o->org.value, o->hash, o->value, o->stream, o->owner,
                                   mark.writer, mark.batch};
      put(cells);
    }
  });
}

Status DuckdbEventStore::append_alerts(const std::vector<const StoredAlert*>& rows, BatchMark mark) {
  return session_->append(catalog_of(month_of(rows.front()->last)), "alerts", [&](const io::DuckdbSession::Row& put) {
    for (const StoredAlert* a : rows) {
      const DuckdbValue cells[] = {++version_, std::string_view(a->id), a->state, a->severity, std::string_view(a->kind), std::string_view(a->rule),
                                   std::string_view(a->entity), std::string_view(a->object), a->org.value, static_cast<std::int64_t>(a->count),
                                   a->first, a->last, std::string_view(a->json), std::string_view(a->owner), mark.writer, mark.batch};
      put(cells);
    }
  });
}

Result<std::uint64_t> DuckdbEventStore::cut(BatchMark mark) {
  const std::lock_guard lock(mutex_);
  std::uint64_t rows = 0;
  if (mark.writer == 0) return rows;
  for (const std::int32_t month : months_)
    for (const char* table : {"observables", "alerts"}) {
      const DuckdbValue values[] = {mark.writer, mark.batch};
      LP_CHECK_OK(session_->query(fmt::format("DELETE FROM {}.{} WHERE writer = ? AND batch > ?", catalog_of(month), table), values, [&](const io::DuckdbChunk& chunk) {
        for (const std::int64_t n : chunk.integers(0)) rows += static_cast<std::uint64_t>(n);
        return true;
      }));
    }
  return rows;
}

std::vector<std::int32_t> DuckdbEventStore::months_within(TimeSpan span) const {
  std::vector<std::int32_t> out;
  for (const std::int32_t month : months_)
    if (month_start(month + 1) > span.from && month_start(month) < span.to) out.push_back(month);
  return out;
}

Status DuckdbEventStore::each_observable(const Reach& reach, TimeSpan span, std::span<const ObservableKind> kinds,
                                         const std::function<bool(std::span<const Observable>)>& take) {
  const std::lock_guard lock(mutex_);
  std::string kind_list;
  for (const ObservableKind kind : kinds) kind_list += (kind_list.empty() ? " AND kind IN (" : ",") + std::to_string(static_cast<int>(kind));
  if (!kind_list.empty()) kind_list += ")";
  std::vector<Observable> batch;
  bool wanted = true;
  for (const std::int32_t month : months_within(span)) {
    const std::string sql = fmt::format("SELECT time, kind, role, org, hash, value, stream, owner FROM {}.observables WHERE {} AND time >= ? AND time < ?{}",
                                        catalog_of(month), wall_of(reach), kind_list);
    const DuckdbValue values[] = {span.from, span.to};
    LP_CHECK_OK(session_->query(sql, values, [&](const io::DuckdbChunk& chunk) {
      batch.clear();
      const auto time = chunk.integers(0), org = chunk.integers(3);
      const auto kind = chunk.bytes(1), role = chunk.bytes(2);
      const auto hash = chunk.numbers(4);
      const auto value = chunk.texts(5), stream = chunk.texts(6), owner = chunk.texts(7);
      for (std::size_t i = 0; i < chunk.size(); ++i)
        batch.push_back({.time = time[i], .kind = ObservableKind(kind[i]), .role = ObservableRole(role[i]), .org = {org[i]}, .owner = owner[i].view(), .hash = hash[i],
                         .value = value[i].view(), .stream = stream[i].view()});
      wanted = take(batch);
      return wanted;
    }));
    if (!wanted) break;
  }
  return ok_status();
}

Result<std::vector<Observable>> DuckdbEventStore::sightings(const Reach& reach, std::string_view value, TimeSpan span, std::size_t limit,
                                                            std::vector<std::string>& texts) {
  const std::lock_guard lock(mutex_);
  std::vector<Observable> out;
  texts.clear();
  texts.reserve(limit * 3);  // views into it stay
  auto months = months_within(span);
  std::ranges::reverse(months);
  for (const std::int32_t month : months) {
    if (out.size() >= limit) break;
    const std::string sql = fmt::format("SELECT time, kind, role, org, hash, value, stream, owner FROM {}.observables WHERE {} AND value = ? AND time >= ? AND "
                                        "time < ? ORDER BY time DESC LIMIT {}", catalog_of(month), wall_of(reach), limit - out.size());
    const DuckdbValue values[] = {value, span.from, span.to};
    LP_CHECK_OK(session_->query(sql, values, [&](const io::DuckdbChunk& c) {
      for (std::size_t i = 0; i < c.size(); ++i) {
        for (const std::size_t column : {7u, 5u, 6u}) texts.emplace_back(c.texts(column)[i].view());
        out.push_back({.time = c.integers(0)[i], .kind = ObservableKind(c.bytes(1)[i]), .role = ObservableRole(c.bytes(2)[i]), .org = {c.integers(3)[i]},
                       .owner = texts[texts.size() - 3], .hash = c.numbers(4)[i], .value = texts[texts.size() - 2], .stream = texts.back()});
      }
      return true;
    }));
  }
  return out;
}

// The newest row of every alert, over all months: an alert may have been updated in the month after the one it began in.
std::string DuckdbEventStore::latest_alerts() const {
  std::string all;
  for (const std::int32_t month : months_) all += (all.empty() ? "SELECT * FROM " : " UNION ALL SELECT * FROM ") + catalog_of(month) + ".alerts";
  return "(SELECT * FROM (" + all + ") QUALIFY row_number() OVER (PARTITION BY id ORDER BY version DESC) = 1)";
}

Result<std::vector<StoredAlert>> DuckdbEventStore::alerts(const Reach& reach, const AlertQuery& query) {
  const std::lock_guard lock(mutex_);
  std::vector<StoredAlert> out;
  if (months_.empty()) return out;
  const Clause c = where(reach, query);
  const std::string sql = fmt::format("SELECT id, state, severity, kind, rule, entity, object, org, events, first, last, json, owner FROM {} WHERE {} "
                                      "ORDER BY last DESC, id LIMIT {} OFFSET {}", latest_alerts(), c.sql, query.limit, query.offset);
  LP_CHECK_OK(session_->query(sql, c.values, [&](const io::DuckdbChunk& k) {
    const auto text = [&](std::size_t column, std::size_t row) { return std::string(k.texts(column)[row].view()); };
    for (std::size_t i = 0; i < k.size(); ++i)
      out.push_back({.id = text(0, i), .state = k.bytes(1)[i], .severity = k.bytes(2)[i], .kind = text(3, i), .rule = text(4, i), .entity = text(5, i),
                     .object = text(6, i), .org = {k.integers(7)[i]}, .owner = text(12, i), .count = static_cast<std::uint64_t>(k.integers(8)[i]), .first = k.integers(9)[i],
                     .last = k.integers(10)[i], .json = text(11, i)});
    return true;
  }));
  return out;
}

Result<std::vector<AlertCount>> DuckdbEventStore::count_alerts(const Reach& reach, const AlertQuery& query, AlertGroup by) {
  const std::lock_guard lock(mutex_);
  std::vector<AlertCount> out;
  if (months_.empty()) return out;
  static constexpr std::string_view keys[] = {"rule", "CAST(severity AS VARCHAR)", "CASE owner WHEN '' THEN CAST(org AS VARCHAR) ELSE owner END",
                                              "strftime(make_timestamp(last + 28800000000), '%Y-%m-%d')"};  // China is eight hours ahead
  const Clause c = where(reach, query);
  const std::string sql = fmt::format("SELECT {} AS key, CAST(count(*) AS BIGINT), CAST(sum(events) AS BIGINT) FROM {} WHERE {} GROUP BY key ORDER BY 2 DESC, key LIMIT {}",
                                      keys[static_cast<std::size_t>(by)], latest_alerts(), c.sql, query.limit);
  LP_CHECK_OK(session_->query(sql, c.values, [&](const io::DuckdbChunk& k) {
    for (std::size_t i = 0; i < k.size(); ++i)
      out.push_back({std::string(k.texts(0)[i].view()), static_cast<std::uint64_t>(k.integers(1)[i]), static_cast<std::uint64_t>(k.integers(2)[i])});
    return true;
  }));
  return out;
}

Result<Partition> DuckdbEventStore::measure(std::int32_t month) {
  Partition p{.month = month_name(month)};
  const std::string sql = fmt::format("SELECT CAST((SELECT count(*) FROM {0}.observables) AS BIGINT), CAST((SELECT count(*) FROM {0}.alerts) AS BIGINT)", catalog_of(month));
  LP_CHECK_OK(session_->query(sql, {}, [&](const io::DuckdbChunk& k) {
    p.observables = static_cast<std::uint64_t>(k.integers(0)[0]);
    p.alerts = static_cast<std::uint64_t>(k.integers(1)[0]);
    return true;
  }));
  std::error_code error;
  for (const char* end : {"", ".wal"})
    if (const auto size = fs::file_size(file_of(month).string() + end, error); !error) p.bytes += size;
  return p;
}

Result<std::vector<Partition>> DuckdbEventStore::partitions() {
  const std::lock_guard lock(mutex_);
  std::vector<Partition> out;
  for (const std::int32_t month : months_) {
    LP_TRY(Partition p, measure(month));
    out.push_back(std::move(p));
  }
  return out;
}

Result<std::vector<Partition>> DuckdbEventStore::drop(Timestamp before, const Clock& clock, bool preview) {
  const std::lock_guard lock(mutex_);
  const Date kept_from = clock.today().plus_months(-least_months_kept);
  if (before > start_of_day_in_china(kept_from))
    return make_error(Errc::denied, "events younger than six months are kept", "the latest date that can be given is " + to_string(kept_from));
  std::vector<std::int32_t> old;
  std::ranges::copy_if(months_, std::back_inserter(old), [&](std::int32_t m) { return month_start(m + 1) <= before.micros(); });
  std::vector<Partition> out;
  for (const std::int32_t month : old) {
    LP_TRY(Partition p, measure(month));
    out.push_back(std::move(p));
    if (preview) continue;
    LP_CHECK_OK(session_->detach(catalog_of(month)));
    std::erase(months_, month);
    std::error_code error;
    fs::remove(file_of(month), error);
    if (error) return make_error(Errc::io, "removing " + file_of(month).string() + ": " + error.message());
    fs::remove(file_of(month).string() + ".wal", error);
  }
  return out;
}

}  // namespace

Result<std::unique_ptr<EventStore>> open_duckdb_event_store(const EventStoreOptions& options) {
  std::error_code error;
  fs::create_directories(options.folder, error);
  if (error) return make_error(Errc::io, "making " + options.folder.string() + ": " + error.message());
  fs::permissions(options.folder, fs::perms::owner_all, error);
  LP_TRY(auto session, io::DuckdbSession::open({.library = options.library, .memory_mib = options.memory_mib, .threads = options.threads, .folder = options.folder}));
  auto store = std::make_unique<DuckdbEventStore>(std::move(session), options.folder);
  LP_CHECK_OK(store->start());
  return std::unique_ptr<EventStore>(std::move(store));
}

}  // namespace lp::store
