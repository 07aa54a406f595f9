#include "discover/report/summary.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "discover/report/totals.h"

namespace lp::discover {
namespace {

bool is_wide(char32_t c) {
  return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) || (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) ||
         (c >= 0x20000 && c <= 0x3FFFD);
}

bool drives_terminal(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200E && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

constexpr std::string_view bold = "\x1b[1m", dim = "\x1b[2m", red = "\x1b[31m", yellow = "\x1b[33m", green = "\x1b[32m", reset = "\x1b[0m";

class Writer {
 public:
  Writer(const ScanResult& result, const Titles& titles, const SummaryOptions& options, const Overlay* overlay)
      : result_(result), titles_(titles), options_(options), overlay_(overlay), totals_(totals_of(result, overlay)) {}

  std::string run() {
    write_head();
    write_levels();
    write_coverage();
    write_kinds();
    write_datasets();
    write_not_looked_at();
    write_decisions();
    write_next_steps();
    return std::move(out_);
  }

 private:
  std::string both(std::string_view zh, std::string_view en) const { return std::string(options_.language == Language::zh ? zh : en); }
  const std::string& in_words(const LocalText& text) const { return say(text, options_.language); }
  std::string paint(std::string_view colour, std::string_view text) const {
    return options_.colour == Colour::no ? std::string(text) : std::string(colour) + std::string(text) + std::string(reset);
  }
  void heading(std::string_view zh, std::string_view en) { out_ += "\n" + paint(bold, both(zh, en)) + "\n"; }

  static std::string padded(std::string_view text, std::size_t width, bool right = false) {
    const std::size_t has = terminal_width(text);
    const std::string space(has < width ? width - has : 0, ' ');
    return right ? space + std::string(text) : std::string(text) + space;
  }

  std::string painted_level(Level level, std::size_t width) const {
    const std::string text = padded(in_words(title_of(level)), width);
    return level == Level::core ? paint(red, text) : level == Level::important ? paint(yellow, text) : text;
  }

  void write_head() {
    out_ += paint(bold, fmt::format(fmt::runtime(both("数据识别 {}（{}）", "Data discovery of {} ({})")), terminal_safe(result_.root),
                                    in_words(words(Topic::source, result_.source)))) + "\n";
    const double seconds = static_cast<double>(result_.finished - result_.started) / 1e6;
    if (result_.finished > result_.started && result_.started != 0) {
      out_ += fmt::format(fmt::runtime(both("{}，用时 {:.1f} 秒", "{}, {:.1f} seconds")), time_text(result_.finished), seconds);
      if (result_.coverage.bytes_scanned > 0) out_ += fmt::format(fmt::runtime(both("，{}/s", ", {}/s")), bytes_text(static_cast<std::uint64_t>(static_cast<double>(result_.coverage.bytes_scanned) / seconds)));
      out_ += "\n";
    }
    if (result_.interrupted) out_ += paint(red, both("扫描中断，结果不完整。", "The scan was interrupted; the result is incomplete.")) + "\n";
    if (!result_.sampling.empty()) out_ += paint(yellow, both("抽样：", "Sampled: ") + terminal_safe(result_.sampling)) + "\n";
  }

  void write_levels() {
    heading("级别建议", "Levels proposed");
    for (const Level level : {Level::core, Level::important, Level::general}) {
      const LevelTotals& t = totals_.levels[static_cast<std::size_t>(level)];
      out_ += "  " + painted_level(level, 10) + padded(grouped(t.documents), 12, true) + both(" 个文件或表  ", t.documents == 1 ? " document   " : " documents  ") + bytes_text(t.bytes) + "\n";
    }
    if (totals_.persons_at_most > 0) {
      const std::string about = totals_.persons_exact ? "" : both("约 ", "about ");
      out_ += totals_.persons_at_least == totals_.persons_at_most
                  ? fmt::format(fmt::runtime(both("  涉及 {}{} 人\n", "  {}{} persons\n")), about, grouped(totals_.persons_at_least))
                  : fmt::format(fmt::runtime(both("  涉及 {}{} 至 {} 人（文件之间可能重复）\n", "  {}{} to {} persons (the same may stand in several documents)\n")),
                                about, grouped(totals_.persons_at_least), grouped(totals_.persons_at_most));
    }
  }

  void write_coverage() {
    const Coverage& c = result_.coverage;
    heading("覆盖", "Coverage");
    const std::string percent = percent_text(c.bytes_scanned, c.bytes_found);
    out_ += "  " + paint(c.complete() ? green : yellow, percent) +
            fmt::format(fmt::runtime(both("  已查看 {}，共 {}；{} 个文件，{} 个文档", "  {} of {} looked at; {} files, {} documents")),
                        bytes_text(c.bytes_scanned), bytes_text(c.bytes_found), grouped(c.files), grouped(c.documents));
    if (c.bytes_unpacked > 0) out_ += both("，另解开 ", ", and unpacked ") + bytes_text(c.bytes_unpacked);
    out_ += "\n";
  }

  void write_kinds() {
    if (totals_.kinds.empty()) return;
    heading("主要标识", "Kinds found most");
    std::size_t shown = 0;
    for (const KindTotals& k : totals_.kinds) {
      if (++shown > options_.rows) break;
      const std::string about = in_words(words(Topic::sensitivity, k.sensitivity.empty() ? "none" : k.sensitivity));
      out_ += "  " + padded(terminal_safe(in_words(titles_.kind(k.kind))), 34) + padded(grouped(k.hits), 14, true) + both(" 处  ", k.hits == 1 ? " hit   " : " hits  ") +
              padded(grouped(k.documents), 8, true) + both(" 个文档  ", k.documents == 1 ? " document   " : " documents  ") + (k.sensitivity == "sensitive" || k.sensitivity == "secret" ? paint(red, about) : about) + "\n";
    }
    write_more(totals_.kinds.size());
  }

  void write_more(std::size_t all) {
    if (all > options_.rows) out_ += paint(dim, fmt::format(fmt::runtime(both("  另有 {} 项", "  and {} more")), grouped(all - options_.rows))) + "\n";
  }

  void write_datasets() {
    CatalogueOptions wanted;
    wanted.tree = options_.tree;
    wanted.at_least = Level::important;
    const Catalogue catalogue = make_catalogue(result_, wanted, overlay_);
    important_ = catalogue.rows.size();
    if (catalogue.rows.empty()) return;
    heading("重要和核心数据（建议）", "Important and core data (proposed)");
    std::size_t shown = 0;
    for (const CatalogueRow& row : catalogue.rows) {
      if (++shown > options_.rows) break;
      out_ += "  " + painted_level(row.level, 10) + terminal_safe(row.name) + "  " + bytes_text(row.bytes);
      if (row.records > 0) out_ += "  " + grouped(row.records) + both(" 条", " records");
      out_ += "\n" + std::string(12, ' ') + paint(dim, in_words(titles_.level_rule(row.rule)) + (row.decided_by.empty() ? "" : both("：", ": ") + terminal_safe(row.decided_by))) + "\n";
    }
    write_more(catalogue.rows.size());
  }

  void write_not_looked_at() {
    heading("未查看的内容", "Not looked at");
    // Of a database the ledger names the tables that are missing; of a tree nobody knows what there is.
    if (result_.interrupted && !result_.coverage.skipped_by_reason.contains("interrupted")) out_ += both("  中断之后的内容都没有查看，也未计入覆盖。\n", "  All that came after the interruption; coverage does not count it.\n");
    if (result_.coverage.complete()) {
      if (result_.interrupted) return;
      out_ += both("  没有：找到的内容全部查看过。\n", "  Nothing: all that was found was looked at.\n");
      return;
    }
    for (const ReasonTotals& r : totals_.reasons) {
      out_ += "  " + padded(bytes_text(r.bytes), 10, true) + "  ";
      if (r.items > 0) out_ += fmt::format(fmt::runtime(both("{} 项  ", r.items == 1 ? "{} item  " : "{} items  ")), grouped(r.items));
      out_ += in_words(words(Topic::skip, r.reason));
      const std::string advice = in_words(skip_advice(r.reason));
      if (!advice.empty()) out_ += both(" → ", " → ") + advice;
      out_ += "\n";
    }
    std::size_t shown = 0;
    for (const Skip& skip : result_.coverage.skips) {
      if (++shown > options_.rows) break;
      out_ += paint(dim, "    " + terminal_safe(skip.path) + "  " + in_words(words(Topic::skip, skip.reason))) + "\n";
    }
    write_more(result_.coverage.skips.size());
  }

  void write_decisions() {
    if (overlay_ == nullptr || overlay_->decisions.empty()) return;
    heading("人工决定", "Decisions by people");
    out_ += fmt::format(fmt::runtime(both("  有效 {}，需复核 {}，未用到 {}；否定的发现 {} 项\n", "  {} hold, {} to review, {} unused; {} findings rejected\n")),
                        overlay_->count(DecisionState::holds), overlay_->count(DecisionState::review), overlay_->count(DecisionState::unused), totals_.rejected_findings);
  }

  void write_next_steps() {
    heading("下一步", "Next steps");
    const auto step = [this](bool due, std::string_view zh, std::string_view en) {
      if (due) out_ += "  - " + both(zh, en) + "\n";
    };
    const bool reviews = overlay_ != nullptr && overlay_->count(DecisionState::review) > 0;
    step(result_.interrupted, "再次扫描：本次中断。", "Scan again: this scan was interrupted.");
    step(totals_.documents_with_secrets > 0, "更换并移走发现的口令和密钥。", "Change the passwords and keys found, and move them out of files.");
    step(important_ > 0, "核对重要和核心数据的级别建议，导出目录草案，填写“待填”各项后备案。",
         "Check the proposed levels, export the draft catalogue, fill in what is marked 待填, and file it.");
    step(totals_.documents_with_sensitive > 0, "核对敏感个人信息的存放位置和访问权限。", "Check where sensitive personal information lies and who may read it.");
    step(!result_.coverage.complete(), "处理未查看的内容后再次扫描，或人工检查。", "Deal with what was not looked at and scan again, or look by hand.");
    step(reviews, "复核机器判定已改变的人工决定。", "Review the decisions whose machine verdict changed.");
    step(true, "保存本次结果（JSON），下次扫描后比较变化。", "Keep this result (JSON) to compare the next scan with.");
  }

  const ScanResult& result_;
  const Titles& titles_;
  const SummaryOptions& options_;
  const Overlay* overlay_;
  Totals totals_;
  std::size_t important_ = 0;
  std::string out_;
};

}  // namespace

std::string summary_text(const ScanResult& result, const Titles& titles, const SummaryOptions& options, const Overlay* overlay) {
  return Writer(result, titles, options, overlay).run();
}

std::size_t terminal_width(std::string_view text) {
  std::size_t width = 0;
  for (const char32_t c : to_codepoints(text)) width += is_wide(c) ? 2 : 1;
  return width;
}

std::string terminal_safe(std::string_view text) {
  std::string out;
  for (const char32_t c : to_codepoints(printable_utf8(text))) {
    if (!drives_terminal(c)) append_utf8(out, c);
    else if (c < 0x100) out += fmt::format("\\x{:02X}", static_cast<unsigned>(c));
    else out += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
  }
  return out;
}

}  // namespace lp::discover
