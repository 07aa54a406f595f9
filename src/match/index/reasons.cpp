#include "match/index/reasons.h"

#include <array>

namespace lp::match {
namespace {

constexpr std::array all_doubts{Doubt::scheme_unknown,          Doubt::version_foreign, Doubt::bound_foreign,    Doubt::upstream_of_distribution,
                                Doubt::name_less_exact, Doubt::platform_unknown, Doubt::module_unknown, Doubt::minor_stream, Doubt::name_guessed};

}  // namespace

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::affected: return "affected";
    case Outcome::version_unknown: return "version_unknown";
    case Outcome::under_investigation: return "under_investigation";
    case Outcome::suppressed: return "suppressed";
  }
  return {};
}

std::string to_text(const Interval& interval) {
  if (!interval.from && !interval.to) return "*";
  if (interval.from && interval.to && *interval.from == *interval.to) return *interval.from;
  std::string out;
  if (interval.from) out = (interval.from_included ? ">= " : "> ") + *interval.from;
  if (interval.to) out += (out.empty() ? "" : ", ") + std::string(interval.to_included ? "<= " : "< ") + *interval.to;
  return out;
}

LocalText describe(Doubt doubt) {
  switch (doubt) {
    case Doubt::scheme_unknown: return {"公告未说明版本顺序，按通用顺序比较", "the advisory does not say how versions are ordered; the generic order was used"};
    case Doubt::version_foreign: return {"组件版本不符合该生态的版本格式，按通用顺序比较", "the component's version is none of the ecosystem's; the generic order was used"};
    case Doubt::bound_foreign: return {"公告的版本界限不符合该生态的版本格式，按通用顺序比较", "a bound of the advisory is no version of the ecosystem; the generic order was used"};
    case Doubt::upstream_of_distribution: return {"针对上游项目，发行版可能已反向移植修复", "said of the upstream project; distributions carry fixes back"};
    case Doubt::name_less_exact: return {"公告限定版本分支、平台或更新包，组件未说明", "the advisory asks for an update, edition or platform the component does not state"};
    case Doubt::platform_unknown: return {"漏洞仅在特定平台上成立，清单未说明该平台", "it holds on certain platforms only, and the inventory does not say"};
    case Doubt::module_unknown: return {"模块流未知，不同模块流分别修复", "the module stream is not known, and streams are mended apart"};
    case Doubt::name_guessed: return {"产品名称由软件包名称推测", "the name of the product is a guess from the name of the package"};
    case Doubt::minor_stream: return {"修复属于另一小版本流", "mended in another minor stream"};
  }
  return {};
}

LocalText describe(Doubts doubts) {
  LocalText out;
  for (const Doubt doubt : all_doubts) {
    if (!doubts.has(doubt)) continue;
    const LocalText one = describe(doubt);
    out.zh += (out.zh.empty() ? "" : "；") + one.zh;
    out.en += (out.en.empty() ? "" : "; ") + one.en;
  }
  return out;
}

LocalText describe(AffectedStatus status) {
  switch (status) {
    case AffectedStatus::affected: return {"受影响", "affected"};
    case AffectedStatus::not_affected: return {"不受影响", "not affected"};
    case AffectedStatus::fixed: return {"已修复", "fixed"};
    case AffectedStatus::under_investigation: return {"调查中", "under investigation"};
  }
  return {};
}

}  // namespace lp::match
