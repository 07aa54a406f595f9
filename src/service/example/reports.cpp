// Task reports and assessments: what meets the duties, in time, late, or not yet.
#include <fmt/format.h>

#include "campaign/plan_rules.h"
#include "model/predicate.h"
#include "service/example/parts.h"

namespace lp::service::example {
namespace {

using Source = model::DueSource;

constexpr std::string_view threats = "handle_own_threats";

std::optional<Date> fixed_date(const model::Obligation& o) {
  std::optional<Date> first;
  for (const Source& s : o.due) {
    if (s.kind == Source::Kind::on && (!first || s.date < *first)) first = s.date;
  }
  return first;
}

// How many in a hundred have handed it in by today.
int share_done(const model::Obligation& o, std::optional<Date> due, Date today) {
  if (o.force == model::Force::encouraged) return 8;
  if (!due) return o.due.empty() ? 32 : 45;
  const int left = due->days() - today.days();
  return left < -7 ? 84 : left <= 0 ? 64 : left <= 17 ? 28 : 5;
}

Date submitted_day(World& w, const model::Obligation& o, std::optional<Date> due) {
  const Date today = w.today();
  if (!due) return w.random.day_between(today.plus_days(o.due.empty() ? -40 : -420), today);
  if (*due <= today) return std::min(today, w.random.day_between(due->plus_days(-14), due->plus_days(6)));
  return w.random.day_between(today.plus_days(-12), today);
}

Status put_report(World& w, store::WriteTx& tx, const Organisation& org, const model::Obligation& o, Date day, bool draft) {
  json::object d{{"obligation", o.name}, {"title", o.title.zh}, {"summary", "已按要求开展，详见附件。"},
                 {"year", day.year()}, {"files", json::array{w.file_value()}}, {"held_on", to_string(day)}};
  Path path{{"draft", day.plus_days(-2)}};
  if (!draft) {
    path.emplace_back("submitted", day);
    d["submitted_on"] = to_string(day);
    const Date answered = std::min(w.today(), day.plus_days(static_cast<int>(w.random.between(1, 5))));
    const std::int64_t answer = w.random.between(1, 100);
    if (answer <= 70) {
      path.emplace_back("accepted", answered);
      d["accepted_on"] = to_string(answered);
    } else if (answer <= 76) {
      path.emplace_back("returned", answered);
    }
  }
  return w.put(tx, "task_report", org.id, std::move(d), path).map([](const auto&) {});
}

bool is_for(const model::Obligation& o, const Organisation& org, Date today) {
  return o.met.kind == "task_report" && campaign::PlanRules::addresses(o, find(org.data, campaign::types_field)) &&
         test(o.applies_to, model::ObjectSource(org.data), today);
}

}  // namespace

Status put_reports(World& w, store::WriteTx& tx, const Organisation& org, std::int64_t more) {
  const model::Plan* plan = w.catalogue.plan(w.options.plan);
  if (plan == nullptr) return make_error(Errc::not_found, "no plan named \"" + w.options.plan + "\"");
  const int diligence = static_cast<int>(w.random.between(-14, 14));  // some enterprises are better than others
  for (const std::string& name : plan->obligations) {
    const model::Obligation* o = w.catalogue.obligation(name);
    if (o == nullptr || !is_for(*o, org, w.today())) continue;
    const std::optional<Date> due = fixed_date(*o);
    const int share = share_done(*o, due, w.today());
    if (w.random.chance(share > 10 ? share + diligence : share)) {
      LP_CHECK_OK(put_report(w, tx, org, *o, submitted_day(w, *o, due), false));
    } else if (w.random.chance(5)) {
      LP_CHECK_OK(put_report(w, tx, org, *o, w.today().plus_days(-1), true));
    }
  }
  const model::Obligation* repeated = w.catalogue.obligation(threats);
  for (std::int64_t i = 0; repeated != nullptr && i < more; ++i) {
    LP_CHECK_OK(put_report(w, tx, org, *repeated, w.random.day_between(w.today().plus_days(-360), w.today()), false));
  }
  return {};
}

Status put_assessments(World& w, store::WriteTx& tx, const Organisation& org, std::string_view object_field, RecordId object,
                       std::string_view title) {
  for (std::string_view kind : {"conformance", "risk"}) {
    if (object_field.empty()) kind = "data";
    // Reports that are still owed belong to assessments of the last weeks; what is older was handed in.
    const std::int64_t stage = w.random.between(1, 100);
    const Date ended = w.random.day_between(w.today().plus_days(stage > 18 ? -385 : -45), w.today().plus_days(-1));
    const std::int64_t items = w.random.between(60, 180), failed = w.random.between(0, 18);
    json::object d{{"title", fmt::format("{}{}", title, kind == "conformance" ? "符合性评测" : "风险评估")}, {"kind", kind},
                   {"method", w.random.chance(55) ? "third_party" : "self"}, {"body", "江苏金陵网络安全评测有限公司"},
                   {"started_on", to_string(ended.plus_days(-12))}, {"items_total", items}, {"items_failed", failed},
                   {"score", 100.0 * static_cast<double>(items - failed) / static_cast<double>(items)},
                   {"conclusion", failed > 12 ? "fails" : failed > 4 ? "mostly" : "conforms"}, {"report_file", w.file_value()}};
    if (!object_field.empty()) d[object_field] = object.value;
    Path path{{"planned", ended.plus_days(-30)}, {"running", ended.plus_days(-12)}};
    if (stage > 6) {
      path.emplace_back("ended", ended);
      d["ended_at"] = to_string(ended);
    }
    if (stage > 18) {
      const Date reported = std::min(w.today(), ended.plus_days(static_cast<int>(w.random.between(2, object_field.empty() ? 16 : 33))));
      path.emplace_back("submitted", reported);
      d["submitted_on"] = to_string(reported);
      if (stage > 50) path.emplace_back("accepted", std::min(w.today(), reported.plus_days(6)));
    }
    LP_CHECK_OK(w.put(tx, "assessment", org.id, std::move(d), path));
    if (object_field.empty()) break;
  }
  return {};
}

}  // namespace lp::service::example
