#pragma once
// Shared by tests: the real specs in a store, a few houses with their people, records made
// through the engine, and the ledger computed after every look.

#include <algorithm>

#include "campaign/ledger.h"
#include "records/test_plant.h"

namespace lp::campaign::testing {

using namespace records::testing;
using model::DutyState;
using model::Role;

inline constexpr const char* plan_name = "longpan2024";

struct House {                   // one organisation and its people
  OrgId org;
  model::Viewer officer, leader;
};

class Campaign {
 public:
  explicit Campaign(std::string_view now = "2024-07-01T09:00:00+08:00") : world(real_catalogue(), now) {}
  virtual ~Campaign() = default;

  World world;
  Ledger ledger{*world.store, world.catalogue};

  // Brings the ledger up to date with the records.
  virtual void settle() { must(ledger.recompute_all(plan_name, today())); }

  House house(const std::string& name, const std::string& type, const std::string& region = "320100") {
    House h;
    h.org = world.add_org(name, type, region);
    h.officer = world.person(Role::enterprise_officer, h.org);
    h.leader = world.person(Role::enterprise_leader, h.org);
    return h;
  }
  Date today() const { return world.clock.today(); }

  model::Record report(const House& h, const std::string& obligation) {
    return report_by(h.officer, h.org, obligation);
  }
  model::Record report_by(const model::Viewer& who, OrgId org, const std::string& obligation) {
    const json::object data{{"obligation", obligation}, {"title", obligation}, {"summary", "已开展"}, {"files", json::array{world.upload("附件.pdf")}}};
    return world.read(must(world.engine.create(who, "task_report", org, data)));
  }
  model::Record submitted_report(const House& h, const std::string& obligation) {
    auto r = report(h, obligation);
    must(world.move(h.officer, r, "submit"));
    return r;
  }
  model::Record unit(const House& h, const std::string& name, int factor) {
    auto data = Planter(world, h.org).data(*world.catalogue.kind("network_unit"));
    for (const char* f : {"impact", "scale", "importance"}) data[f] = factor;
    data["name"] = name, data["system_number"] = name, data["lifecycle"] = "in_operation", data["has_public_ip"] = true;
    return world.read(must(world.engine.create(h.officer, "network_unit", {}, data)));
  }

  template <class Work>
  void reading(const Work& work) {
    must(world.store->read([&](store::ReadTx& tx) -> Status { return work(tx); }));
  }
  std::vector<model::Duty> duties(OrgId org, const std::string& obligation = {}) {
    settle();
    store::DutyFilter filter;
    filter.org = org;
    if (!obligation.empty()) filter.obligations = {obligation};
    filter.limit = 500;
    std::vector<model::Duty> rows;
    reading([&](store::ReadTx& tx) -> Status {
      LP_TRY(auto page, tx.duties(model::Viewer::system("test"), filter));
      rows = std::move(page.rows);
      return ok_status();
    });
    return rows;
  }
  model::Duty duty(OrgId org, const std::string& obligation, RecordId object = {}) {
    for (const model::Duty& d : duties(org, obligation)) {
      if (d.object == object) return d;
    }
    ADD_FAILURE() << "no duty " << obligation;
    return {};
  }
  // "overdue 2024-07-15 -", "met_late 2024-07-15 2024-07-17": state, due, met on
  std::string state(OrgId org, const std::string& obligation, RecordId object = {}) {
    const model::Duty d = duty(org, obligation, object);
    std::string text(model::to_string(d.state));
    for (const std::int32_t days : {d.due, d.met_on}) text += days == model::Duty::no_date ? " -" : " " + lp::to_string(Date::from_days(days));
    return text;
  }
};

}  // namespace lp::campaign::testing
