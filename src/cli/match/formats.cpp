// longpan match formats: everything that can be read.
#include <CLI/CLI.hpp>
#include <ostream>

#include "base/json.h"
#include "cli/match/match_commands.h"
#include "cli/table.h"
#include "match/feeds/feed_format.h"
#include "match/reports/report_format.h"
#include "match/version/scheme.h"

namespace lp::cli {
namespace {

struct Listed {
  std::string_view kind, id, zh, en;
};

std::vector<Listed> everything(bool zh) {
  std::vector<Listed> all;
  for (const auto& f : match::builtin_inventorys()) all.push_back({zh ? "资产清单" : "inventory", f.id, f.zh, f.en});
  for (const auto& f : match::builtin_feeds()) all.push_back({zh ? "漏洞情报" : "feed", f.id, f.zh, f.en});
  for (const auto& f : match::builtin_reports()) all.push_back({zh ? "扫描报告" : "report", f.id, f.zh, f.en});
  for (const auto& s : match::builtin_schemes()) all.push_back({zh ? "版本规则" : "version order", s.id, s.zh, s.en});
  return all;
}

}  // namespace

Run add_match_formats(CLI::App&) {
  return [](Context& context) -> Result<int> {
    json::array list;
    std::vector<std::vector<std::string>> rows;
    for (const Listed& one : everything(context.zh)) {
      const std::string title(context.zh ? one.zh : one.en);
      rows.push_back({std::string(one.kind), std::string(one.id), title});
      list.push_back(json::object{{"kind", one.kind}, {"id", one.id}, {"title", title}});
    }
    if (context.json) context.out << to_pretty_text(list);
    else context.out << to_table(context.zh ? std::vector<std::string>{"用途", "编号", "名称"} : std::vector<std::string>{"for", "id", "title"}, rows, 90);
    return 0;
  };
}

}  // namespace lp::cli
