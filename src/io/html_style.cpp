#include "io/html_page.h"

namespace lp::io {

const std::string_view html_style = R"css(
:root{color-scheme:light dark;--ground:#f4f6f8;--card:#fff;--ink:#17202b;--soft:#576374;--line:#d9dfe7;--accent:#0a6b86;
--core:#b3261e;--important:#a85b00;--general:#5d738a;--good:#1b7a48;--warn-ground:#fff4e0;
--p1:#a85b00;--p2:#7a4fb5;--p3:#2f6fb0;--p4:#9a3f63;--p5:#5d738a;--p6:#8a7a2a}
@media (prefers-color-scheme:dark){:root{--ground:#10151b;--card:#19202a;--ink:#e5ebf2;--soft:#9eacbc;--line:#2d3846;--accent:#5cc3dd;
--core:#ff7a70;--important:#f2a541;--general:#91a7bf;--good:#4fc58c;--warn-ground:#33270f;
--p1:#f2a541;--p2:#b795ef;--p3:#6fb0f0;--p4:#ee8fb4;--p5:#91a7bf;--p6:#d3c266}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.6 system-ui,-apple-system,"Segoe UI","PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","WenQuanYi Micro Hei",sans-serif}
#zh:checked~* .en,#en:checked~* .zh{display:none}
.choice{position:absolute;opacity:0;pointer-events:none}
header,main,footer{max-width:1200px;margin:0 auto;padding:0 20px}
header{padding-top:28px}
.top{display:flex;justify-content:space-between;align-items:flex-start;gap:16px;flex-wrap:wrap}
h1{font-size:1.7rem;line-height:1.25;margin:0}
h2{font-size:1.2rem;margin:0 0 12px}
h3{font-size:1rem;margin:20px 0 8px}
.languages{display:flex;border:1px solid var(--line);border-radius:8px;overflow:hidden;background:var(--card)}
.languages label{padding:6px 14px;cursor:pointer;color:var(--soft)}
#zh:checked~header label[for=zh],#en:checked~header label[for=en]{background:var(--accent);color:var(--card)}
#zh:focus-visible~header label[for=zh],#en:focus-visible~header label[for=en]{outline:3px solid var(--ink);outline-offset:-3px}
.root{font-family:ui-monospace,Menlo,Consolas,monospace;overflow-wrap:anywhere;margin:6px 0 0}
.soft{color:var(--soft)}
.facts{display:flex;flex-wrap:wrap;gap:2px 22px;margin:10px 0 0;color:var(--soft);font-size:.9rem}
.facts div{display:flex;gap:6px;min-width:0}.facts dt::after{content:":"}.facts dd{margin:0;overflow-wrap:anywhere}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(165px,1fr));gap:12px;margin:20px 0}
.figure,section{background:var(--card);border:1px solid var(--line);border-radius:10px}
.figure{padding:12px 16px}
.figure b{display:block;font-size:1.5rem;line-height:1.3;font-variant-numeric:tabular-nums}
section{padding:20px;margin:0 0 16px;scroll-margin-top:8px}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:16px}.pair>section{min-width:0}
.warning{background:var(--warn-ground);border-left:4px solid var(--important);padding:10px 14px;border-radius:6px;margin:0 0 12px}
.core{color:var(--core)}.important{color:var(--important)}.general{color:var(--general)}.good{color:var(--good)}
.tag{display:inline-block;border:1px solid currentColor;border-radius:999px;padding:0 9px;font-size:.85rem;white-space:nowrap}
figure{margin:0}figcaption{color:var(--soft);font-size:.9rem;margin-bottom:8px}
ol.bars,ul.legend{list-style:none;margin:0;padding:0}
ol.bars li{display:grid;grid-template-columns:minmax(90px,34%) 1fr 9em;gap:4px 12px;align-items:center;padding:3px 0}
.bar-label{overflow-wrap:anywhere}.bar-value{font-variant-numeric:tabular-nums;text-align:right;min-width:64px}
svg.bar{width:100%;height:14px;display:block;border-radius:3px;background:var(--ground);fill:var(--accent)}
svg.bar.core{fill:var(--core)}svg.bar.important{fill:var(--important)}svg.bar.general{fill:var(--general)}
svg.parts{width:100%;height:26px;display:block;border-radius:5px;margin-bottom:10px}
ul.legend li{display:flex;gap:8px;align-items:baseline;padding:2px 0}ul.legend svg{width:12px;height:12px;flex:none}
ul.legend b{margin-left:auto;font-weight:600;font-variant-numeric:tabular-nums;white-space:nowrap}
.c0{fill:var(--good)}.c1{fill:var(--p1)}.c2{fill:var(--p2)}.c3{fill:var(--p3)}.c4{fill:var(--p4)}.c5{fill:var(--p5)}.c6{fill:var(--p6)}
svg.columns{display:block;max-width:100%}svg.columns text{fill:var(--soft);font-size:12px;font-variant-numeric:tabular-nums}svg.columns line{stroke:var(--line)}
ul.columns-legend{display:flex;flex-wrap:wrap;gap:0 18px;margin-bottom:6px}ul.columns-legend b{margin:0}
table{border-collapse:collapse;width:100%;font-size:.92rem}
caption{text-align:left;color:var(--soft);padding-bottom:6px}
th,td{text-align:left;vertical-align:top;padding:7px 10px;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
thead th{font-weight:600;color:var(--soft);white-space:nowrap}tbody th{font-weight:500;min-width:150px}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
thead button{all:unset;cursor:pointer;font-weight:600}thead button:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
th[aria-sort=ascending] button::after{content:" ▲"}th[aria-sort=descending] button::after{content:" ▼"}
tr.more td{padding-top:0}tr:has(+tr.more)>*{border-bottom:0}
a{color:var(--accent)}code{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.92em;overflow-wrap:anywhere}
.examples code{display:inline-block;margin-right:8px}
details{border-top:1px solid var(--line);padding:8px 0}summary{cursor:pointer;overflow-wrap:anywhere}
del{color:var(--soft)}
footer{color:var(--soft);font-size:.88rem;padding-bottom:32px}
@media (max-width:760px){
header,main,footer{padding-left:14px;padding-right:14px}section{padding:14px}.pair{grid-template-columns:1fr;gap:0}
.figures{grid-template-columns:1fr 1fr}.figure b{font-size:1.25rem}
ol.bars li{grid-template-columns:1fr 8.5em}.bar-label{grid-column:1/3}
svg.columns .wide{display:none}
table,caption,tbody,tr,th,td{display:block}thead{display:none}
tr{border:1px solid var(--line);border-radius:8px;margin:0 0 10px;padding:6px 10px}
tbody th,td{border:0;padding:3px 0}td{display:flex;justify-content:space-between;gap:14px;text-align:right}
td>*{text-align:right;min-width:0}td:empty{display:none}
tr.more{border-top:0;margin-top:-10px;border-radius:0 0 8px 8px}tr.more td{display:block;text-align:left}tr:has(+tr.more){border-bottom:0;border-radius:8px 8px 0 0;margin-bottom:10px}
#zh:checked~main td::before{content:attr(data-zh);color:var(--soft);flex:none;text-align:left}
#en:checked~main td::before{content:attr(data-en);color:var(--soft);flex:none;text-align:left}
}
@media print{:root{color-scheme:light}body{background:#fff;font-size:10.5pt}.languages{display:none}
section,.figure{break-inside:avoid-page;border-color:#bbb}section.long{break-inside:auto}tr,li{break-inside:avoid}header,main,footer{max-width:none;padding:0}
svg.bar,svg.parts,.tag,.warning{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
)css";

const std::string_view html_script = R"js(
(function(){
var root=document.documentElement;
['zh','en'].forEach(function(id){var box=document.getElementById(id);
function set(){if(box.checked)root.lang=id==='zh'?'zh-CN':'en'}box.addEventListener('change',set);set()});
function key(row,i){var c=row.cells[i];return c.hasAttribute('data-sort')?c.getAttribute('data-sort'):c.textContent}
document.querySelectorAll('table').forEach(function(table){
var heads=[].slice.call(table.tHead.rows[0].cells);
heads.forEach(function(th,i){var b=document.createElement('button');b.type='button';
while(th.firstChild)b.appendChild(th.firstChild);th.appendChild(b);
b.addEventListener('click',function(){var number=th.classList.contains('n');
var down=th.getAttribute('aria-sort')?th.getAttribute('aria-sort')==='ascending':number;
heads.forEach(function(h){h.removeAttribute('aria-sort')});th.setAttribute('aria-sort',down?'descending':'ascending');
var body=table.tBodies[0],rows=[].slice.call(body.rows).filter(function(r){return !r.classList.contains('more')});
rows.sort(function(a,z){var x=key(a,i),y=key(z,i),d=number?x-y:x.localeCompare(y,root.lang);return down?-d:d});
rows.forEach(function(r){var more=r.nextElementSibling;body.appendChild(r);
if(more&&more.classList.contains('more'))body.appendChild(more)})})})});
addEventListener('beforeprint',function(){document.querySelectorAll('details').forEach(function(d){d.open=true})});
})();
)js";

}  // namespace lp::io
