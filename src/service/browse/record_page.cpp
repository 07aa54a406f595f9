// The page of one record: what it is, what may be done with it now, what it serves.
#include <algorithm>

#include "campaign/explain.h"
#include "model/kind_json.h"
#include "records/check.h"
#include "records/links.h"
#include "records/visibility.h"
#include "service/browse/record_view.h"

namespace lp::service {
namespace {

constexpr std::size_t max_duties = 100;

json::array to_json(const std::vector<FieldProblem>& problems) {
  json::array out;
  for (const FieldProblem& p : problems) {
    out.push_back(json::object{{"field", p.field}, {"code", p.code}, {"zh", p.zh}, {"en", p.en}});
  }
  return out;
}

json::array texts(const std::vector<std::string>& items) { return json::array(items.begin(), items.end()); }

json::object to_json(const records::MovePreview& preview) {
  const model::Move& move = *preview.move;
  json::object out{{"name", move.name}, {"to", move.to}, {"allowed", preview.allowed}, {"tone", model::to_string(move.tone)},
                   {"confirm", move.confirm}, {"review", move.review}};
  out["title"] = model::to_json(move.title);
  out["needs"] = texts(move.needs);
  out["sets"] = texts(move.sets);
  out["why_not"] = preview.why_not.empty() ? json::value(nullptr) : json::value(model::to_json(preview.why_not));
  out["missing"] = to_json(preview.missing);
  return out;
}

json::value to_json(const std::optional<records::ClockView>& clock) {
  if (!clock) return nullptr;
  json::object out{{"name", clock->name}, {"subject", clock->subject}, {"started", clock->started.micros()},
                   {"due", lp::to_string(clock->due)}, {"left_days", clock->left_days},
                   {"left_working_days", clock->left_working_days}, {"overdue", clock->overdue},
                   {"verified", clock->verified}, {"calendar_known", clock->calendar_known}};
  out["title"] = model::to_json(clock->title);
  return out;
}

Result<json::array> duties_of(store::ReadTx& tx, const model::Viewer& viewer, const model::Catalogue& catalogue,
                              const model::Record& record, Date today) {
  store::DutyFilter filter;
  filter.org = record.org;
  filter.object = record.id;  // or its proof
  std::vector<model::Duty> found;
  LP_CHECK_OK(tx.each_duty(viewer, filter, [&](const model::Duty& duty) {
    found.push_back(duty);
    return found.size() < max_duties;
  }));
  json::array out;
  for (const model::Duty& duty : found) {
    LP_TRY(json::object shown, campaign::duty_to_json(tx, viewer, catalogue, duty, today));
    out.push_back(std::move(shown));
  }
  return out;
}

Result<json::array> findings_of(store::ReadTx& tx, const model::Viewer& viewer, const model::Catalogue& catalogue,
                                const model::Record& record, Date today) {
  LP_TRY(const auto findings, records::run_checks(tx, viewer, catalogue, record, today));
  json::array out;
  for (const records::Finding& finding : findings) {
    json::object item{{"check", finding.check}, {"code", finding.code}, {"field", finding.field},
                      {"severity", finding.severity == Severity::error ? "error" : finding.severity == Severity::warning ? "warning" : "note"}};
    item["text"] = model::to_json(finding.text);
    out.push_back(std::move(item));
  }
  return out;
}

}  // namespace

Result<json::object> record_page(store::ReadTx& tx, const model::Viewer& viewer, const records::Engine& engine,
                                 std::string_view kind, RecordId id, Date today) {
  const model::Catalogue& catalogue = engine.catalogue();
  LP_TRY(const model::Record stored, tx.get(viewer, kind, id));
  json::object out;
  LP_TRY(out["record"], to_json(tx, viewer, catalogue, stored, Personal::shown));
  model::Record shown = stored;
  records::hide_fields(viewer, *catalogue.kind(stored.kind), shown);
  LP_TRY(out["links"], records::resolve_links(tx, viewer, catalogue, std::span(&shown, 1)));
  LP_TRY(const auto previews, engine.preview_moves(tx, viewer, stored));
  json::array moves, missing;
  for (const records::MovePreview& preview : previews) {
    if (!preview.offered) continue;
    if (moves.empty()) missing = to_json(preview.missing);
    moves.push_back(to_json(preview));
  }
  out["moves"] = std::move(moves);
  out["missing"] = std::move(missing);
  out["editable"] = texts(engine.editable_fields(viewer, stored));
  out["clock"] = to_json(engine.clock_of(stored));
  LP_TRY(out["duties"], duties_of(tx, viewer, catalogue, stored, today));
  LP_TRY(out["findings"], findings_of(tx, viewer, catalogue, stored, today));
  return out;
}

}  // namespace lp::service
