#include <array>

#include "cli/match/match_commands.h"
#include "cli/parts.h"

namespace lp::cli {
namespace {

constexpr std::array<Part, 9> parts{{{"import", "漏洞情报制成映像 / advisory feeds into an image", add_match_import},
                                     {"sbom", "资产清单比对漏洞 / match inventories with advisories", add_match_sbom},
                                     {"retro", "举一反三：新漏洞影响谁 / whom new advisories affect", add_match_retro},
                                     {"explain", "一个组件为何受或不受影响 / why a component is affected or not", add_match_explain},
                                     {"report", "扫描器报告入台账 / scanner reports into a book of findings", add_match_report},
                                     {"findings", "漏洞台账：列出、导出 / list and export a book of findings", add_match_findings},
                                     {"accept", "接受风险、重新打开、关闭 / accept a risk, reopen, close", add_match_accept},
                                     {"diff", "两份台账或报告的差别 / what differs between two books or reports", add_match_diff},
                                     {"formats", "支持的格式 / formats that can be read", add_match_formats}}};

}  // namespace

Command command_match() {
  return {"match", {"匹配漏洞：import sbom retro explain report findings accept diff formats", "match vulnerabilities: import sbom retro explain report findings accept diff formats"},
          "  longpan match import feeds/ --image advisories.image\n"
          "  longpan match sbom bom.json --image advisories.image --html 漏洞.html\n"
          "  longpan match retro new.json --image advisories.image --inventories enterprises/ --notices 通报.csv\n"
          "  longpan match explain CVE-2021-44228 --image advisories.image --purl pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1\n"
          "  longpan match report nessus.xml nmap.xml --book findings.jsonl",
          [](CLI::App& app) { return add_parts(app, parts); }};
}

}  // namespace lp::cli
