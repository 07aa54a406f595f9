#include "detect/report/html.h"

namespace lp::detect {

const std::string_view alert_style = R"css(
:root{--s4:#9b1c31;--s3:#c2410c;--s2:#856000;--s1:#2f6fb0;--s0:#5d738a}
@media (prefers-color-scheme:dark){:root{--s4:#ff7385;--s3:#ff9a5c;--s2:#e0b83c;--s1:#6fb0f0;--s0:#91a7bf}}
.s4{color:var(--s4);fill:var(--s4)}.s3{color:var(--s3);fill:var(--s3)}.s2{color:var(--s2);fill:var(--s2)}.s1{color:var(--s1);fill:var(--s1)}.s0{color:var(--s0);fill:var(--s0)}
svg.bar.s4{fill:var(--s4)}svg.bar.s3{fill:var(--s3)}svg.bar.s2{fill:var(--s2)}svg.bar.s1{fill:var(--s1)}svg.bar.s0{fill:var(--s0)}
.tag.s4{background:var(--s4);border-color:var(--s4);color:var(--card)}
@media (min-width:761px){ol.bars li{grid-template-columns:minmax(90px,34%) 1fr 12.5em}}
@media (max-width:760px){ol.bars li{grid-template-columns:1fr 12.5em}}
.pair{row-gap:0}section>.pair{column-gap:36px}.pair>div{min-width:0}
.small{font-size:.85rem;font-weight:400}
tr.more td>*{text-align:left}details.evidence{border:0;padding:0 0 4px}details.evidence summary{color:var(--accent);font-size:.9rem}
.evidence dl{display:grid;grid-template-columns:auto 1fr;gap:2px 14px;margin:8px 0;font-size:.9rem}.evidence dt{color:var(--soft)}.evidence dd{margin:0;min-width:0;overflow-wrap:anywhere}
.evidence pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:6px 0;padding:8px 10px;border-radius:6px;background:var(--ground);font:12.5px/1.5 ui-monospace,Menlo,Consolas,monospace}
ol.steps{margin:8px 0 0;padding-left:1.4em}ol.steps li{margin:6px 0}
)css";

}  // namespace lp::detect
