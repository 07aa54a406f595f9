// longpan discover explain: why a place is or is not a hit.
#include <CLI/CLI.hpp>
#include <optional>
#include <ostream>

#include "base/json.h"
#include "cli/discover/discover_commands.h"
#include "cli/table.h"
#include "discover/explain.h"
#include "discover/gb_text.h"
#include "io/encoding.h"
#include "io/files.h"

namespace lp::cli {
namespace {

struct Options {
  std::string file;
  std::uint64_t at = 0;
};

struct Reason {
  std::string_view code, zh, en;
};
constexpr Reason reasons[] = {
    {"hit", "是命中", "is a hit"},
    {"too_short", "太短，没有一种标识这样短", "too short for any kind"},
    {"no_validator_accepts", "没有一种标识的校验接受此值（校验位、日期、号段等）", "no kind's checks accept the value (check digit, date, prefix …)"},
    {"weak_without_name", "形式可能，但普通数字也是如此；所在字段的名称没有说明", "possible by its form, but ordinary numbers look the same and the field's name does not speak for it"},
    {"name_of_other", "所在字段的名称表示它是别的东西（订单号、时间等）", "the field's name says it is something else (order, time …)"},
    {"judged_by_column_only", "只按整列判断，不在文本中单独认定", "judged by whole columns only, never alone in text"},
    {"part_of_longer", "是更长的值的一部分", "part of a longer value"}};

std::string sentence(const Context& context, const std::string& code) {
  for (const Reason& r : reasons) {
    if (r.code == code) return std::string(context.zh ? r.zh : r.en);
  }
  return code;
}

std::string evidence_words(const Context& context, discover::Evidence e) {
  struct Word {
    discover::Evidence::Bit bit;
    std::string_view zh, en;
  };
  static constexpr Word words[] = {{discover::Evidence::format, "格式", "format"}, {discover::Evidence::check, "校验位", "check digit"},
                                   {discover::Evidence::date, "日期", "date"}, {discover::Evidence::region, "地区", "region"},
                                   {discover::Evidence::registry, "号段/发卡/登记", "registry"}, {discover::Evidence::entropy, "随机性", "entropy"},
                                   {discover::Evidence::weak, "（弱）", "(weak)"}};
  std::string out;
  for (const Word& w : words) {
    if (e.has(w.bit)) out += (out.empty() ? "" : " ") + std::string(context.zh ? w.zh : w.en);
  }
  return out.empty() ? (context.zh ? "不接受" : "refused") : out;
}

// What words near the place led to: a credential, or a name in running text.
struct Led {
  std::string kind;
  LocalText title;
  int confidence = 0;
};
std::optional<Led> led_at(const discover::Engine& engine, std::string_view text, std::size_t at) {
  std::optional<Led> found;
  auto scratch = engine.secrets().make_scratch();
  engine.secrets().scan(text, [&](const discover::SecretHit& hit) {
    if (at < hit.offset || at >= hit.offset + hit.length) return;
    const discover::SecretRule& rule = engine.secrets().rules()[hit.rule];
    found = Led{rule.person ? rule.person->kind : "secret:" + rule.id, rule.title, hit.confidence};
  }, scratch);
  return found;
}

Result<int> run(Context& context, const Options& options) {
  LP_TRY(const std::shared_ptr<const discover::Engine> engine, load_engine(context));
  LP_TRY(const std::string bytes, io::read_file(options.file, std::uint64_t{256} << 20));
  if (options.at >= bytes.size()) return make_error(Errc::invalid, "the file has " + std::to_string(bytes.size()) + " bytes; --at counts from 0");
  const io::Encoding encoding = io::detect_encoding(std::string_view(bytes).substr(0, 65536));
  const std::string text = io::to_utf8(bytes, encoding);
  // The place in the converted text: as many characters in.
  const std::size_t at = io::to_utf8(std::string_view(bytes).substr(0, options.at), encoding).size();
  const discover::Explanation e = discover::explain(engine->rules(), text, std::min(at, text.empty() ? 0 : text.size() - 1));
  const std::optional<Led> led = led_at(*engine, text, at);
  if (context.json) {
    json::array answers, why;
    for (const auto& a : e.answers) answers.push_back(json::object{{"kind", a.kind}, {"accepted", static_cast<bool>(a.evidence)}, {"weak", a.evidence.has(discover::Evidence::weak)}, {"field_speaks", a.speaks}});
    for (const auto& r : e.reasons) why.push_back(json::string(r));
    json::object out{{"offset", options.at}, {"value", e.value}, {"length", e.length}, {"field", e.field}, {"hit", e.hit_kind.empty() ? json::value(nullptr) : json::value(e.hit_kind)},
                     {"confidence", e.hit ? int(e.hit->confidence) : 0}, {"reasons", std::move(why)}, {"kinds", std::move(answers)}};
    if (led) out["led_by_words"] = json::object{{"kind", led->kind}, {"confidence", led->confidence}};
    context.out << to_pretty_text(out);
    return 0;
  }
  context.out << (context.zh ? "值：" : "value: ") << e.value << (context.zh ? "（已脱敏，" : " (masked, ") << e.length << (context.zh ? " 字节）\n" : " bytes)\n");
  context.out << (context.zh ? "字段：" : "field: ") << (e.field.empty() ? (context.zh ? "（无名称）" : "(none)") : e.field) << '\n';
  for (const std::string& r : e.reasons) context.out << (context.zh ? "结论：" : "verdict: ") << sentence(context, r);
  const auto told = [&](const LocalText& title, const std::string& kind, int confidence) {
    return context.text(title) + (context.zh ? "（" + kind + "），把握 " : " (" + kind + "), confidence ") + std::to_string(confidence);
  };
  if (e.hit) context.out << (context.zh ? "：" : ": ") << told(engine->title_of(e.hit_kind), e.hit_kind, int(e.hit->confidence));
  context.out << '\n';
  if (led) context.out << (context.zh ? "按旁边的词命中：" : "a hit by the words beside it: ") << told(led->title, led->kind, led->confidence) << '\n';
  std::vector<std::vector<std::string>> rows;
  for (const auto& a : e.answers) rows.push_back({a.kind, context.text(engine->title_of(a.kind)), evidence_words(context, a.evidence), a.speaks ? (context.zh ? "是" : "yes") : ""});
  if (!rows.empty()) context.out << to_table(context.zh ? std::vector<std::string>{"标识", "名称", "依据", "字段名支持"} : std::vector<std::string>{"kind", "title", "evidence", "field speaks"}, rows);
  return 0;
}

}  // namespace

Run add_discover_explain(CLI::App& app) {
  auto o = std::make_shared<Options>();
  app.add_option("file", o->file, "文本文件 / text file")->required();
  app.add_option("--at", o->at, "字节位置，从 0 起 / byte offset, from 0")->required();
  app.footer("例 / example:\n  longpan discover explain access.log --at 1042");
  return [o](Context& context) { return run(context, *o); };
}

}  // namespace lp::cli
