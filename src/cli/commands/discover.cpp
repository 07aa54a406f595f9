#include <array>

#include "cli/discover/discover_commands.h"
#include "cli/parts.h"

namespace lp::cli {
namespace {

constexpr std::array<Part, 8> parts{{{"scan", "扫描文件和目录 / scan files and folders", add_discover_scan},
                                     {"db", "扫描数据库 / scan a database", add_discover_db},
                                     {"report", "由结果出报告和目录 / reports and catalogue from a result", add_discover_report},
                                     {"diff", "比较两次结果 / compare two results", add_discover_diff},
                                     {"explain", "某处为何是或不是 / why a place is or is not a hit", add_discover_explain},
                                     {"mask", "遮盖文本中的标识 / mask what a text holds", add_discover_mask},
                                     {"file", "结果登记为目录草稿 / a result as drafts of the catalogue", add_discover_file},
                                     {"bench", "测本机速度 / measure this machine", add_discover_bench}}};

}  // namespace

Command command_discover() {
  return {"discover", {"发现和分类数据：scan db report diff explain mask file bench", "find and classify data: scan db report diff explain mask file bench"},
          "  longpan discover scan /srv/data --state scan.state --html report.html\n"
          "  longpan discover db customers.sqlite --catalogue 目录.xlsx\n"
          "  longpan discover explain access.log --at 1042",
          [](CLI::App& app) { return add_parts(app, parts); }};
}

}  // namespace lp::cli
