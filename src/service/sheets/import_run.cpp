#include <algorithm>

#include "base/text.h"
#include "io/error.h"
#include "service/sheets/import.h"
#include "service/sheets/import_keys.h"
#include "service/sheets/row_feed.h"
#include "service/sheets/template_workbook.h"

namespace lp::service {
namespace {

constexpr std::size_t kept_problems = 1'000;
constexpr std::size_t kept_written = 100'000;
constexpr std::size_t guess_rows = 50;

RowProblem problem(std::int64_t row, std::string field, std::string value, std::string code, std::string zh, std::string en) {
  return {row, std::move(field), std::move(value), std::move(code), std::move(zh), std::move(en)};
}

// Errors of one row; anything else (disk full, busy, a bug) ends the import.
bool is_row_error(Errc code) {
  return code == Errc::invalid || code == Errc::conflict || code == Errc::denied || code == Errc::not_found || code == Errc::locked ||
         code == Errc::too_large;
}

class Run {
 public:
  Run(ImportTarget& target, const model::Catalogue& catalogue, const ImportRequest& request, bool commit, const RejectedFn& rejected)
      : target_(target), catalogue_(catalogue), request_(request), commit_(commit), rejected_(rejected) {}
  Result<ImportReport> all();

 private:
  Status prepare();
  Result<std::unique_ptr<io::RowSource>> open_rows();
  Status take_all(io::RowSource& rows);
  bool prepare_row(FedRow& fed, const ImportTarget::Prepare& prepare) const;  // on the reading thread
  Status take(FedRow& fed);
  Status take_new(FedRow& fed, OrgId org);
  Status take_existing(const io::Row& row, RecordId id, const json::object& data);
  OrgId find_org(const FedRow& fed);
  OrgId org_without_problems(const FedRow& fed) const;
  void check_duplicate(const io::Row& row, const std::string& key);
  void add_field_problems(const io::Row& row, const std::vector<FieldProblem>& problems);
  Status add_error(const io::Row& row, const Error& error);
  Status reject(const io::Row& row);
  std::string value_at(const io::Row& row, std::string_view field) const;
  void written(RecordId id);

  ImportTarget& target_;
  const model::Catalogue& catalogue_;
  const ImportRequest& request_;
  bool commit_;
  const RejectedFn& rejected_;
  const model::Kind* kind_ = nullptr;
  std::unique_ptr<SheetFile> file_;
  std::vector<io::Row> head_;       // rows read while guessing
  Mapping mapping_;
  std::int64_t header_row_ = 0;
  std::optional<RowReader> reader_;
  std::optional<KeyIndex> keys_;
  std::optional<OrgIndex> orgs_;
  std::unordered_map<std::string, std::int64_t> seen_;  // key → row of this file
  std::vector<RowProblem> row_problems_;
  ImportReport report_;
};

Result<std::unique_ptr<io::RowSource>> Run::open_rows() {
  LP_TRY(file_, SheetFile::open(request_.file, request_.name));
  LP_TRY(auto rows, file_->rows(request_.sheet.value_or(file_->default_sheet())));
  header_row_ = request_.header_row;
  mapping_ = request_.mapping;
  if (header_row_ > 0 && !mapping_.empty()) return rows;
  while (head_.size() < guess_rows) {
    io::Row row;
    LP_TRY(const bool more, rows->next(row));
    if (!more) break;
    head_.push_back(std::move(row));
  }
  const MappingGuess guess = guess_mapping(*kind_, catalogue_, head_, header_row_);
  if (header_row_ == 0) header_row_ = guess.header_row;
  if (mapping_.empty()) mapping_ = guess.mapping();
  return rows;
}

Status Run::prepare() {
  if (mapping_.empty()) {
    return io::fail(Errc::invalid, "no column of the sheet could be matched to a field of " + kind_->name, "没有任何列能对应到“" + kind_->title.zh + "”的字段，请检查是否选错工作表",
                    "choose the sheet and the header row, or map the columns by hand");
  }
  for (const auto& [column, name] : mapping_) {
    if (name == org_column && kind_->owned) continue;
    const model::Field* field = kind_->find_field(name);
    if (field == nullptr || !field->computed.empty()) {
      return io::fail(Errc::invalid, "column " + std::to_string(column + 1) + " is mapped to \"" + name + "\", which cannot be imported",
                      "第 " + std::to_string(column + 1) + " 列对应的字段“" + name + "”不能导入", "choose another field");
    }
  }
  reader_.emplace(*kind_, catalogue_, mapping_);
  LP_TRY(auto keys, KeyIndex::load(target_, *kind_, request_.key.empty() ? default_key(*kind_) : request_.key));
  keys_.emplace(std::move(keys));
  const bool by_org = std::any_of(mapping_.begin(), mapping_.end(), [](const auto& m) { return m.second == org_column; });
  const model::Kind* organisation = catalogue_.kind("organisation");
  if (by_org && organisation != nullptr) {
    LP_TRY(auto orgs, OrgIndex::load(target_, *organisation));
    orgs_.emplace(std::move(orgs));
  }
  return ok_status();
}

Result<ImportReport> Run::all() {
  kind_ = catalogue_.kind(request_.kind);
  if (kind_ == nullptr) return io::fail(Errc::not_found, "no record kind \"" + request_.kind + "\"", "没有这种记录：" + request_.kind);
  LP_TRY(const auto rows, open_rows());
  LP_CHECK_OK(prepare());
  LP_CHECK_OK(take_all(*rows));
  report_.valid = report_.rows - report_.rejected;
  report_.stopped = request_.policy == ImportPolicy::stop && report_.conflicts > 0;
  return std::move(report_);
}

// Reading, converting and working out new records on one thread, everything in order on this one.
Status Run::take_all(io::RowSource& rows) {
  const ImportTarget::Prepare* prepare = nullptr;
  RowFeed feed(std::move(head_), rows, [&](FedRow& fed) { return prepare_row(fed, *prepare); }, [&](const std::function<Status()>& read) {
    return target_.read_ahead([&](const ImportTarget::Prepare& how) {
      prepare = &how;
      return read();
    });
  });
  for (;;) {
    LP_TRY(std::vector<FedRow> batch, feed.next());
    if (batch.empty()) return ok_status();
    for (FedRow& fed : batch) LP_CHECK_OK(take(fed));
  }
}

bool Run::prepare_row(FedRow& fed, const ImportTarget::Prepare& prepare) const {
  const io::Row& row = fed.row;
  if (row.number <= header_row_ || row.blank()) return false;
  const auto first = std::find_if(row.cells.begin(), row.cells.end(), [](const io::Cell& c) { return !c.empty(); });
  if (first->text.starts_with(example_mark)) return false;
  fed.values = reader_->read(row);
  if (orgs_ && !fed.values.org.empty()) fed.org = orgs_->find(fed.values.org);
  const OrgId org = org_without_problems(fed);
  if (!fed.values.problems.empty() || (kind_->owned && !org)) return true;
  fed.key = keys_->key_of(org, fed.values.data);
  fed.existing = keys_->find(fed.key);
  if (!fed.existing) fed.draft = prepare(*kind_, org, fed.values.data);
  return true;
}

OrgId Run::org_without_problems(const FedRow& fed) const {
  if (!kind_->owned) return {};
  if (fed.values.org.empty() || !orgs_) return request_.org;
  return fed.org > 0 ? OrgId{fed.org} : OrgId{};
}

Status Run::take(FedRow& fed) {
  const io::Row& row = fed.row;
  ++report_.rows;
  row_problems_.clear();
  const RowValues& values = fed.values;
  for (const CellProblem& p : values.problems) {
    row_problems_.push_back(problem(row.number, p.problem.field, p.value, p.problem.code, p.problem.zh, p.problem.en));
  }
  const OrgId org = find_org(fed);
  if (!row_problems_.empty()) return reject(row);
  check_duplicate(row, fed.key);
  if (!row_problems_.empty()) return reject(row);
  return fed.existing ? take_existing(row, fed.existing, values.data) : take_new(fed, org);
}

OrgId Run::find_org(const FedRow& fed) {
  if (!kind_->owned) return {};
  const io::Row& row = fed.row;
  const RowValues& values = fed.values;
  if (values.org.empty() || !orgs_) {
    if (!request_.org) {
      row_problems_.push_back(problem(row.number, std::string(org_column), "", "org_required", "缺少所属单位", "the owning organisation is missing"));
    }
    return request_.org;
  }
  if (fed.org > 0) return {fed.org};
  const std::string shown = truncate(values.org, 100);
  if (fed.org < 0) {
    row_problems_.push_back(problem(row.number, std::string(org_column), shown, "org_ambiguous", "有多家单位同名，请填写统一社会信用代码", "several organisations have this name, give the credit code"));
  } else {
    row_problems_.push_back(problem(row.number, std::string(org_column), shown, "org_unknown", "找不到所属单位，或不在您的管辖范围内", "no such organisation, or it is not yours to manage"));
  }
  return {};
}

void Run::check_duplicate(const io::Row& row, const std::string& key) {
  if (key.empty()) return;
  const auto [at, fresh] = seen_.emplace(key, row.number);
  if (fresh) return;
  const std::string first = std::to_string(at->second);
  const std::string& field = keys_->fields().front();
  row_problems_.push_back(problem(row.number, field, value_at(row, field), "duplicate_in_file", "与第 " + first + " 行重复", "repeats row " + first));
}

Status Run::take_existing(const io::Row& row, RecordId id, const json::object& data) {
  LP_TRY(const model::Record existing, target_.get(*kind_, id));
  json::object patch;
  for (const auto& member : data) {
    const json::value* old = find(existing.data, member.key());
    if (old == nullptr || *old != member.value()) patch.emplace(member.key(), member.value());
  }
  if (patch.empty()) {
    ++report_.unchanged;
    return ok_status();
  }
  if (request_.policy != ImportPolicy::update) {
    ++report_.conflicts;
    if (commit_ && request_.policy == ImportPolicy::stop) {
      return io::fail(Errc::conflict, "row " + std::to_string(row.number) + " differs from the stored record " + existing.no + ", nothing was imported",
                      "第 " + std::to_string(row.number) + " 行与已有记录 " + existing.no + " 不一致，未导入任何数据", "choose skip or update");
    }
    return ok_status();
  }
  if (commit_) {
    const auto updated = target_.update(*kind_, existing, patch);
    if (!updated) return add_error(row, updated.error());
    written(existing.id);
  } else {
    LP_TRY(const auto problems, target_.check(*kind_, existing.org, id, patch));
    add_field_problems(row, problems);
    if (!row_problems_.empty()) return reject(row);
  }
  ++report_.update;
  return ok_status();
}

Status Run::take_new(FedRow& fed, OrgId org) {
  const io::Row& row = fed.row;
  if (commit_) {
    const auto created = target_.create(*kind_, org, fed.values.data, std::move(fed.draft));
    if (!created) return add_error(row, created.error());
    written(created->id);
  } else if (!fed.draft) {  // one worked out ahead has no problems
    const auto problems = target_.check(*kind_, org, {}, fed.values.data);
    if (!problems) return add_error(row, problems.error());
    add_field_problems(row, *problems);
    if (!row_problems_.empty()) return reject(row);
  }
  ++report_.create;
  return ok_status();
}

void Run::written(RecordId id) {
  if (report_.written.size() < kept_written) report_.written.push_back(id);
}

void Run::add_field_problems(const io::Row& row, const std::vector<FieldProblem>& problems) {
  for (const FieldProblem& p : problems) row_problems_.push_back(problem(row.number, p.field, value_at(row, p.field), p.code, p.zh, p.en));
}

Status Run::add_error(const io::Row& row, const Error& error) {
  if (!is_row_error(error.code)) return error;
  add_field_problems(row, error.fields);
  if (row_problems_.empty()) {
    const std::string zh = error.message_zh.empty() ? std::string(info(error.code).zh) : error.message_zh;
    row_problems_.push_back(problem(row.number, "", "", std::string(info(error.code).name), zh, error.message));
  }
  return reject(row);
}

Status Run::reject(const io::Row& row) {
  ++report_.rejected;
  report_.problem_count += static_cast<std::int64_t>(row_problems_.size());
  for (const RowProblem& p : row_problems_) {
    if (report_.problems.size() < kept_problems) report_.problems.push_back(p);
  }
  return rejected_ ? rejected_(row, row_problems_) : ok_status();
}

std::string Run::value_at(const io::Row& row, std::string_view field) const {
  field = field.substr(0, field.find_first_of("[."));
  for (const auto& [column, name] : mapping_) {
    if (name == field && column < static_cast<int>(row.cells.size())) return truncate(row.cells[static_cast<std::size_t>(column)].text, 100);
  }
  return {};
}

}  // namespace

Result<ImportReport> run_import(ImportTarget& target, const model::Catalogue& catalogue, const ImportRequest& request, bool commit,
                                const RejectedFn& rejected) {
  return Run(target, catalogue, request, commit, rejected).all();
}

}  // namespace lp::service
