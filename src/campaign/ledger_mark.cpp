#include "campaign/ledger_mark.h"

#include "base/hash.h"
#include "model/kind_json.h"

namespace lp::campaign {
namespace {

// Counts up when the arithmetic changes, so that the ledgers of earlier programs are computed anew.
constexpr int arithmetic = 1;
constexpr int first_year = 2020, last_year = 2040;
constexpr std::string_view collection = "ledger_mark";

// One character per day of the years somebody decided about.
std::string calendar_text(const model::WorkCalendar& calendar) {
  std::string text;
  for (int year = first_year; year <= last_year; ++year) {
    if (!calendar.covers(year)) continue;
    text += std::to_string(year);
    for (Date d = Date::from_ymd(year, 1, 1).value(); d.year() == year; d = d.plus_days(1)) text += calendar.is_working_day(d) ? 'w' : '-';
  }
  return text;
}

}  // namespace

std::string rules_fingerprint(const model::Catalogue& catalogue, const PlanRules& rules) {
  Hasher hasher(Hasher::Algorithm::sha256);
  hasher.update(std::to_string(arithmetic));
  hasher.update(to_canonical_text(model::to_json(rules.plan())));
  for (const Rule& rule : rules.rules()) hasher.update(to_canonical_text(model::to_json(rule.obligation())));
  hasher.update(to_canonical_text(model::to_json(*rules.organisations().kind)));
  for (const KindPass& pass : rules.passes()) hasher.update(to_canonical_text(model::to_json(*pass.kind)));
  hasher.update(calendar_text(catalogue.calendar));
  return to_hex(hasher.finish());
}

Result<std::optional<LedgerMark>> load_mark(store::ReadTx& tx, std::string_view plan) {
  const auto kept = tx.document(collection, plan);
  if (!kept && kept.error().code != Errc::not_found) return kept.error();
  if (!kept || !kept->is_object()) return std::optional<LedgerMark>();
  const json::object& o = kept->get_object();
  const auto day = parse_date(get_string(o, "day"));
  if (!day) return std::optional<LedgerMark>();
  return std::optional(LedgerMark{get_string(o, "rules"), *day, get_int(o, "entry")});
}

Status save_mark(store::WriteTx& tx, std::string_view plan, const LedgerMark& mark) {
  const json::object o{{"rules", mark.rules}, {"day", to_string(mark.day)}, {"entry", mark.entry}};
  return tx.put_document(collection, plan, o);
}

}  // namespace lp::campaign
