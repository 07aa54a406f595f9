#include <array>

#include "cli/probe/probe_commands.h"
#include "cli/parts.h"

namespace lp::cli {
namespace {

constexpr std::array<Part, 9> parts{{{"keygen", "生成签发授权的密钥 / make the keys that sign authorisations", add_probe_keygen},
                                     {"sign", "签发授权书 / sign an authorisation", add_probe_sign},
                                     {"revoke", "撤销授权 / revoke an authorisation", add_probe_revoke},
                                     {"plan", "预览：将向谁问什么（不发包）/ preview of what will be asked of whom; sends nothing", add_probe_plan},
                                     {"run", "在内核防护内执行授权检测 / run it behind the kernel guard", add_probe_run},
                                     {"retest", "复测一处漏洞：已修复、仍存在、无法判定 / re-test one finding", add_probe_retest},
                                     {"show", "列出证据中的结果 / what an evidence file holds", add_probe_show},
                                     {"verify", "离线核验证据 / check evidence offline", add_probe_verify},
                                     {"stop", "一秒内停止检测 / stop a run within a second", add_probe_stop}}};

}  // namespace

Command command_probe() {
  return {"probe", {"授权检测与复测：keygen sign revoke plan run retest show verify stop", "authorised detection and re-test: keygen sign revoke plan run retest show verify stop"},
          "  longpan probe plan authorisation.json --key regulator.pub\n"
          "  longpan probe run authorisation.json --key regulator.pub --evidence run.jsonl --yes\n"
          "  longpan probe retest authorisation.json --key regulator.pub --evidence run.jsonl --step 3f2a… --expect 'port open'\n"
          "  longpan probe verify run.jsonl --authorisation authorisation.json --key regulator.pub\n"
          "  longpan probe stop run.jsonl",
          [](CLI::App& app) { return add_parts(app, parts); }};
}

}  // namespace lp::cli
