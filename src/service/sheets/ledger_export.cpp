#include "service/sheets/ledger_export.h"

#include <array>
#include <map>

#include "io/csv_writer.h"
#include "io/json_writer.h"
#include "io/xlsx_writer.h"
#include "service/browse/names.h"

namespace lp::service {
namespace {

using model::Duty;
using model::DutyState;

struct StateTitle {
  DutyState state;
  std::string_view zh, en;
};
constexpr std::array state_titles{
    StateTitle{DutyState::not_due, "未到期", "not yet due"}, StateTitle{DutyState::due_soon, "即将到期", "due soon"},
    StateTitle{DutyState::overdue, "逾期", "overdue"}, StateTitle{DutyState::met, "已完成", "met"},
    StateTitle{DutyState::met_late, "逾期完成", "met late"}, StateTitle{DutyState::waived, "已豁免", "waived"},
    StateTitle{DutyState::not_applicable, "不适用", "not applicable"}, StateTitle{DutyState::standing, "常态", "standing"}};

std::string state_title(DutyState state, bool zh) {
  for (const StateTitle& title : state_titles) {
    if (title.state == state) return std::string(zh ? title.zh : title.en);
  }
  return std::string(model::to_string(state));
}

std::vector<io::Column> columns(bool zh) {
  const std::array<std::array<const char*, 3>, 9> names{{{"no", "编号", "Number"}, {"org", "企业", "Organisation"},
      {"task", "任务", "Task"}, {"obligation", "义务", "Duty"}, {"object", "对象编号", "Object"}, {"state", "状态", "State"},
      {"due", "期限", "Due"}, {"met_on", "完成日期", "Met on"}, {"reason", "理由", "Reason"}}};
  std::vector<io::Column> out;
  for (const auto& name : names) out.push_back({.name = name[0], .title = zh ? name[1] : name[2]});
  return out;
}

io::Cell day_cell(std::int32_t days) { return days == Duty::no_date ? io::Cell{} : io::Cell::of_date(Date::from_days(days)); }

Result<std::unique_ptr<io::RowSink>> open_sink(ExportFormat format, const std::filesystem::path& path) {
  if (format == ExportFormat::xlsx) {
    LP_TRY(auto sink, io::XlsxSink::create(path));
    return std::unique_ptr<io::RowSink>(std::move(sink));
  }
  LP_TRY(auto bytes, io::open_file_sink(path));
  if (format == ExportFormat::csv) return std::unique_ptr<io::RowSink>(std::make_unique<io::CsvSink>(std::move(bytes)));
  return std::unique_ptr<io::RowSink>(std::make_unique<io::JsonSink>(std::move(bytes)));
}

class LedgerRows {
 public:
  LedgerRows(store::ReadTx& tx, const model::Viewer& viewer, const model::Catalogue& catalogue, io::RowSink& sink)
      : tx_(tx), viewer_(viewer), catalogue_(catalogue), sink_(sink) {}

  Status write(const Duty& duty) {
    LP_TRY(const std::string org, name_of(duty.org));
    const model::Obligation* obligation = catalogue_.obligation(duty.obligation);
    const std::string title = obligation == nullptr ? duty.obligation : viewer_.zh ? obligation->title.zh : obligation->title.en;
    const std::array cells{io::Cell::of(duty.no), io::Cell::of(org), io::Cell::of_number(duty.task), io::Cell::of(title),
                           duty.object ? io::Cell::of_number(static_cast<double>(duty.object.value)) : io::Cell{},
                           io::Cell::of(state_title(duty.state, viewer_.zh)), day_cell(duty.due), day_cell(duty.met_on),
                           io::Cell::of(duty.reason)};
    ++count;
    return sink_.write(cells);
  }
  std::int64_t count = 0;

 private:
  Result<std::string> name_of(OrgId org) {
    if (const auto found = names_.find(org); found != names_.end()) return found->second;
    LP_TRY(const auto named, org_names(tx_, viewer_, catalogue_, std::span(&org, 1)));
    return names_[org] = named.empty() ? std::string() : named.begin()->second;
  }
  store::ReadTx& tx_;
  const model::Viewer& viewer_;
  const model::Catalogue& catalogue_;
  io::RowSink& sink_;
  std::map<OrgId, std::string> names_;
};

}  // namespace

Result<std::int64_t> export_ledger(store::Store& store, const model::Viewer& viewer, const model::Catalogue& catalogue,
                                   const store::DutyFilter& filter, ExportFormat format, const std::filesystem::path& path) {
  LP_TRY(const auto sink, open_sink(format, path));
  std::int64_t count = 0;
  LP_CHECK_OK(store.read([&](store::ReadTx& tx) -> Status {
    LP_CHECK_OK(sink->begin(viewer.zh ? "台账" : "Ledger", columns(viewer.zh)));
    LedgerRows rows(tx, viewer, catalogue, *sink);
    Status status;
    LP_CHECK_OK(tx.each_duty(viewer, filter, [&](const Duty& duty) {
      status = rows.write(duty);
      return status.has_value();
    }));
    LP_CHECK_OK(std::move(status));
    count = rows.count;
    return sink->finish();
  }));
  LP_CHECK_OK(store.write([&](store::WriteTx& tx) {
    store::JournalEntry entry;
    entry.at = store.clock().now();
    entry.user = viewer.user;
    entry.who = viewer.name;
    entry.action = "ledger.export";
    entry.org = viewer.org;
    entry.detail = {{"rows", count}, {"plan", filter.plan}};
    return tx.append_journal(std::move(entry));
  }));
  return count;
}

}  // namespace lp::service
