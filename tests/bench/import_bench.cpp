// Sheets into a real store with the real specs, end to end: parse, guess, check, engine, record, history, search index,
// journal, commit. Beside wall time the processor time of this process, because other work may share the machine.
// Yardsticks of the same run: rows into a bare table; the same file parsed and thrown away.
//
//   import_bench [rows=100000] [kind,kind,...=organisation,app,network_unit] [csv|xlsx]
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>

#include "base/hash.h"
#include "base/text.h"
#include "io/csv_writer.h"
#include "io/files.h"
#include "io/xlsx_writer.h"
#include "model/uscc.h"
#include "records/engine.h"
#include "service/sheets/import.h"
#include "spec/load.h"
#include "store/db/sqlite.h"

namespace {

using namespace lp;
namespace fs = std::filesystem;
using Steady = std::chrono::steady_clock;

constexpr int owners = 10'000;

void must(const auto& result) {
  if (result) return;
  std::fprintf(stderr, "failed: %s\n", result.error().message.c_str());
  std::exit(1);
}

struct Cost {
  double wall = 0, processor = 0;
};

double processor_seconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const auto of = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
  return of(used.ru_utime) + of(used.ru_stime);
}

Cost cost_of(const std::function<void()>& work) {
  const auto start = Steady::now();
  const double before = processor_seconds();
  work();
  return {std::chrono::duration<double>(Steady::now() - start).count(), processor_seconds() - before};
}

// One line of /proc/self/status in MB: VmHWM the most ever resident, VmRSS now.
double resident_mb(const char* what) {
  std::FILE* file = std::fopen("/proc/self/status", "r");
  char line[256];
  long kb = 0;
  while (file != nullptr && std::fgets(line, sizeof line, file) != nullptr) {
    if (std::string_view(line).starts_with(what)) kb = std::atol(line + std::string_view(what).size() + 1);
  }
  if (file != nullptr) std::fclose(file);
  return static_cast<double>(kb) / 1024;
}

void forget_peak() {
  if (std::FILE* file = std::fopen("/proc/self/clear_refs", "w")) {
    std::fputs("5", file);
    std::fclose(file);
  }
}

void print(const char* what, int rows, const Cost& c, double yardstick) {
  std::printf("%-36s %6.2f s wall %6.2f s processor %9.0f rows/s  %.2f of the bare table, peak %.0f MB\n", what, c.wall, c.processor,
              rows / c.wall, rows / c.processor / yardstick, resident_mb("VmHWM"));
  std::fflush(stdout);
}

double bare_table_rate(const fs::path& folder) {
  auto db = store::db::open_sqlite({.file = folder / "bare.db"}).value();
  must(db->script("CREATE TABLE x(id INTEGER PRIMARY KEY, a INTEGER, b TEXT, c TEXT) STRICT"));
  constexpr int n = 500'000;
  const Cost c = cost_of([&] {
    must(db->begin_write());
    for (int i = 0; i < n; ++i)
      must(db->exec("INSERT INTO x(id, a, b, c) VALUES(:id, :a, :b, :c)", {{"id", i}, {"a", i * 7}, {"b", "record.update"}, {"c", "network_unit"}}));
    must(db->commit());
  });
  return n / c.processor;
}

std::string uscc_of(int n) {
  std::string digits = std::to_string(n);
  const std::string first = "91320100MA" + std::string(7 - digits.size(), '0') + digits;
  return first + model::uscc_check_character(first);
}
std::string company(int n) {
  static constexpr const char* places[] = {"南京", "苏州", "无锡", "常州", "南通", "扬州", "徐州", "盐城"};
  static constexpr const char* trades[] = {"云网通信", "数据科技", "智能制造", "工业互联", "网络技术", "信息服务"};
  return std::string(places[n % 8]) + "龙盘" + trades[n / 8 % 6] + std::to_string(n) + "有限公司";
}

using Line = std::vector<std::string>;
struct Sheet {
  Line header;
  std::function<Line(int)> line;
};

Sheet organisations(int first) {
  return {{"企业名称", "统一社会信用代码", "单位类型", "所在地市"},
          [first](int i) { return Line{company(first + i), uscc_of(first + i), i % 3 == 0 ? "basic_telecom" : "internet", i % 2 == 0 ? "南京市" : "苏州市"}; }};
}
std::string day(int i) { return to_string(Date::from_days(19'000 + i % 900)); }

Sheet apps() {
  return {{"统一社会信用代码", "应用名称", "应用形态", "主办单位", "使用状态", "上线日期", "服务负责人", "负责人电话", "后台域名", "服务器IP", "接入服务商", "语言", "备注"},
          [](int i) {
            const std::string n = std::to_string(i);
            return Line{uscc_of(1 + i % owners), "掌上龙盘" + n, "app", company(1 + i % owners), i % 9 == 0 ? "已下线" : "在用", day(i), "张三", "13800000000",
                        "a" + n + ".example.com；b" + n + ".example.com", "192.0.2." + std::to_string(i % 250), "江苏某云服务有限公司", "中文",
                        "用于办理日常业务的移动应用，编号" + n + "，面向本省用户提供查询和办理"};
          }};
}
Sheet units() {
  return {{"统一社会信用代码", "定级对象名称", "网络单元类型", "系统编号", "主要功能", "运行状态", "投入运行日期", "覆盖地市", "责任部门", "单元负责人", "负责人电话",
           "社会影响力", "规模和服务范围", "服务重要性", "是否有公网IP", "承建厂商"},
          [](int i) {
            const std::string n = std::to_string(i);
            return Line{uscc_of(1 + i % owners), "核心网络单元" + n, "mobile_core", "SYS-" + n, "承载全省用户的接入、认证、计费和数据转发，第" + n + "号", "正式运行", day(i),
                        "南京市；苏州市", "网络运维部", "李四", "13900000000", std::to_string(1 + i % 4), std::to_string(1 + i / 4 % 4), "2", i % 2 == 0 ? "是" : "否", "某某通信设备有限公司"};
          }};
}

Sheet sheet_of(const std::string& kind) {
  if (kind == "organisation") return organisations(owners + 1);
  return kind == "app" ? apps() : units();
}

void write_sheet(const fs::path& file, const Sheet& sheet, int rows) {
  std::unique_ptr<io::RowSink> sink;
  if (file.extension() == ".xlsx") sink = *io::XlsxSink::create(file);
  else sink = std::make_unique<io::CsvSink>(*io::open_file_sink(file));
  std::vector<io::Column> columns;
  for (const auto& title : sheet.header) columns.push_back({.name = title, .title = title});
  must(sink->begin("导入", columns));
  for (int i = 0; i < rows; ++i) {
    std::vector<io::Cell> cells;
    for (const auto& text : sheet.line(i)) cells.push_back(io::Cell::of(text));
    must(sink->write(cells));
  }
  must(sink->finish());
}

service::ImportReport import(store::Store& store, const model::Catalogue& specs, const std::string& kind, const fs::path& file) {
  const records::Engine engine(store, specs);
  const service::Importer importer(store, engine);
  service::ImportRequest request;
  request.kind = kind;
  request.file = file;
  request.name = file.filename().string();
  auto report = importer.commit(model::Viewer::system("bench"), request);
  must(report);
  for (std::size_t i = 0; i < report->problems.size() && i < 5; ++i) std::printf("    row %lld %s: %s\n", static_cast<long long>(report->problems[i].row), report->problems[i].field.c_str(), report->problems[i].en.c_str());
  return *std::move(report);
}

void parse_only(const fs::path& file) {
  const auto sheet = service::SheetFile::open(file, "x");
  must(sheet);
  const auto rows = (*sheet)->rows((*sheet)->default_sheet());
  must(rows);
  io::Row row;
  for (auto more = (*rows)->next(row); more && *more; more = (*rows)->next(row)) {}
}

void bench(store::Store& store, const model::Catalogue& specs, const std::string& kind, int rows, const fs::path& file, double yardstick) {
  write_sheet(file, sheet_of(kind), rows);
  print((kind + ": parsed alone").c_str(), rows, cost_of([&] { parse_only(file); }), yardstick);
  forget_peak();
  service::ImportReport report;
  print((kind + ": imported").c_str(), rows, cost_of([&] { report = import(store, specs, kind, file); }), yardstick);
  if (report.create != rows) std::printf("    WRONG: %lld created, %lld rejected\n", static_cast<long long>(report.create), static_cast<long long>(report.rejected));
  forget_peak();
  print((kind + ": imported again, unchanged").c_str(), rows, cost_of([&] { report = import(store, specs, kind, file); }), yardstick);
  if (report.unchanged != rows && kind != "app") std::printf("    WRONG: %lld unchanged\n", static_cast<long long>(report.unchanged));
  std::printf("%-36s now %.0f MB resident\n", "", resident_mb("VmRSS"));
}

}  // namespace

int main(int argc, char** argv) {
  const int rows = argc > 1 ? std::atoi(argv[1]) : 100'000;
  const std::string kinds = argc > 2 ? argv[2] : "organisation,app,network_unit";
  const std::string format = argc > 3 ? argv[3] : "csv";
  const fs::path folder = fs::temp_directory_path() / ("lp-import-bench-" + to_hex(random_bytes(6)));
  fs::create_directories(folder);
  Diagnostics problems;
  const auto specs = spec::load(fs::path(LP_SOURCE_DIR) / "specs", problems);
  must(specs);
  const SystemClock clock;
  const double yardstick = bare_table_rate(folder);
  std::printf("yardstick: rows into a bare table    %9.0f rows/s of processor time\n", yardstick);
  {
    auto store = store::Store::open({.folder = folder / "data"}, *specs, clock);
    must(store);
    const fs::path file = folder / ("sheet." + format);
    write_sheet(file, organisations(1), owners);
    import(**store, *specs, "organisation", file);
    for (const std::string_view kind : split(kinds, ',')) bench(**store, *specs, std::string(kind), rows, file, yardstick);
  }
  store::VerifyReport report;
  const Cost proof = cost_of([&] { report = store::verify_offline(folder / "data" / "longpan.db").value(); });
  print("verified, records and chain", static_cast<int>(report.entries), proof, yardstick);
  if (!report.intact) std::printf("    WRONG: %s\n", report.problem.c_str());
  fs::remove_all(folder);
  return 0;
}
