#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "io/buffered_sink.h"
#include "discover/report/diff.h"
#include "io/csv_writer.h"

namespace lp::discover {
namespace {

const LocalText& title_of(Change change) {
  static const LocalText titles[] = {{"新增", "New"}, {"消失", "Gone"}, {"移动", "Moved"}, {"复制", "Copied"}, {"内容改变", "Content changed"}, {"判定改变", "Reclassified"}};
  return titles[static_cast<std::size_t>(change)];
}

LocalText class_title(const Titles& titles, const Diff& diff, const std::string& code) {
  if (code.empty()) return {"未归类", "without a class"};
  const LocalText title = titles.class_of(diff.options.tree, code);
  return title.zh == code ? title : LocalText{code + " " + title.zh, code + " " + title.en};
}

// "+30.0 %"; from nothing there is no percentage.
std::string change_text(std::uint64_t before, std::uint64_t after) {
  if (before == after) return "±0 %";
  if (before == 0) return "+∞";
  const double percent = (static_cast<double>(after) - static_cast<double>(before)) / static_cast<double>(before) * 100;
  return fmt::format("{:+.1f} %", percent);
}

// "field\tkind" → "手机号码 (phone)"
std::string kinds_text(const std::vector<std::string>& kinds, const Titles& titles, Language language) {
  std::vector<std::string> parts;
  for (const std::string& pair : kinds) {
    const std::size_t tab = pair.find('\t');
    const std::string title = say(titles.kind(pair.substr(tab + 1)), language);
    parts.push_back(tab == 0 ? title : fmt::format("{} ({})", title, printable_utf8(pair.substr(0, tab))));
  }
  return join(parts, language == Language::zh ? "、" : ", ");
}

class TextWriter {
 public:
  TextWriter(const Diff& diff, const Titles& titles, Language language, std::size_t rows)
      : diff_(diff), titles_(titles), language_(language), rows_(rows) {}

  std::string run() {
    write_verdict();
    for (const std::string& code : diff_.notes) out_ += fmt::format("! {}\n", say(words(Topic::note, code), language_));
    for (const Change change : {Change::added, Change::gone, Change::moved, Change::copied, Change::content, Change::reclassified}) write_changes(change);
    write_drifts();
    return std::move(out_);
  }

 private:
  std::string both(std::string_view zh, std::string_view en) const { return std::string(language_ == Language::zh ? zh : en); }

  void write_verdict() {
    if (diff_.report_due) {
      out_ += fmt::format(fmt::runtime(both("数据规模变化达到 {} %：须在 {} 前变更目录备案。\n", "The scale of a class changed by {} % or more: file the catalogue again by {}.\n")),
                          diff_.options.drift_percent, to_string(*diff_.report_due));
    } else if (!diff_.worth_telling()) {
      out_ += both("没有变化。\n", "Nothing changed.\n");
    }
    out_ += fmt::format(fmt::runtime(both("未变 {}，新增 {}，消失 {}，移动 {}，复制 {}，内容改变 {}，判定改变 {}。\n",
                                          "{} unchanged, {} new, {} gone, {} moved, {} copied, {} with other content, {} reclassified.\n")),
                        diff_.unchanged, diff_.count(Change::added), diff_.count(Change::gone), diff_.count(Change::moved),
                        diff_.count(Change::copied), diff_.count(Change::content), diff_.count(Change::reclassified));
  }

  void write_changes(Change change) {
    std::size_t shown = 0;
    const std::uint64_t all = diff_.count(change);
    if (all == 0) return;
    out_ += fmt::format("\n{} ({})\n", say(title_of(change), language_), all);
    for (const DocumentChange& c : diff_.changes) {
      if (c.change != change) continue;
      if (++shown > rows_) break;
      out_ += "  " + line(c) + "\n";
    }
    if (all > rows_) out_ += fmt::format(fmt::runtime(both("  另有 {} 项，见 JSON 或 CSV\n", "  and {} more, see JSON or CSV\n")), all - rows_);
  }

  std::string line(const DocumentChange& c) const {
    std::string text = printable_utf8(c.path);
    if (!c.from.empty()) text = fmt::format("{} ← {}", text, printable_utf8(c.from));
    if (c.old_level != c.new_level) {
      text += fmt::format("  {} → {} ({})", say(discover::title_of(c.old_level), language_), say(discover::title_of(c.new_level), language_),
                          say(titles_.level_rule(c.new_rule), language_));
    } else if (c.new_level != Level::general) {
      text += "  " + say(discover::title_of(c.new_level), language_);
    }
    if (!c.kinds_added.empty()) text += "  + " + kinds_text(c.kinds_added, titles_, language_);
    if (!c.kinds_removed.empty()) text += "  − " + kinds_text(c.kinds_removed, titles_, language_);
    return text;
  }

  void write_drifts() {
    bool headed = false;
    for (const ClassDrift& d : diff_.drifts) {
      if (d.before == d.after) continue;
      if (!headed) out_ += both("\n各类数据规模\n", "\nScale by class\n");
      headed = true;
      const std::string_view mark = d.must_report ? "!" : " ";
      out_ += fmt::format(fmt::runtime(both("{} {}/{}：{} → {} 条（{}），{} → {}（{}）\n", "{} {}/{}: {} → {} records ({}), {} → {} ({})\n")), mark,
                          say(discover::title_of(d.level), language_), say(class_title(titles_, diff_, d.class_code), language_),
                          grouped(d.before.records), grouped(d.after.records), change_text(d.before.records, d.after.records),
                          bytes_text(d.before.bytes), bytes_text(d.after.bytes), change_text(d.before.bytes, d.after.bytes));
    }
  }

  const Diff& diff_;
  const Titles& titles_;
  Language language_;
  std::size_t rows_;
  std::string out_;
};

json::array to_array(const std::vector<std::string>& texts) {
  json::array a;
  for (const std::string& t : texts) a.emplace_back(printable_utf8(t));
  return a;
}

json::array fields_and_kinds(const std::vector<std::string>& pairs) {
  json::array a;
  for (const std::string& pair : pairs) {
    const std::size_t tab = pair.find('\t');
    a.push_back(json::object{{"field", printable_utf8(pair.substr(0, tab))}, {"kind", printable_utf8(pair.substr(tab + 1))}});
  }
  return a;
}

json::object to_json(const DocumentChange& c) {
  json::object o{{"change", code_of(c.change)}, {"path", printable_utf8(c.path)}};
  if (!c.from.empty()) o["from"] = printable_utf8(c.from);
  o["bytes"] = c.bytes;
  o["rows"] = c.rows;
  o["old_level"] = code_of(c.old_level);
  o["new_level"] = code_of(c.new_level);
  o["old_rule"] = printable_utf8(c.old_rule);
  o["new_rule"] = printable_utf8(c.new_rule);
  if (!c.kinds_added.empty()) o["added"] = fields_and_kinds(c.kinds_added);
  if (!c.kinds_removed.empty()) o["removed"] = fields_and_kinds(c.kinds_removed);
  return o;
}

json::object to_json(const Scale& s) { return {{"documents", s.documents}, {"records", s.records}, {"bytes", s.bytes}}; }

json::object to_json(const ClassDrift& d) {
  return {{"class", printable_utf8(d.class_code)}, {"level", code_of(d.level)}, {"before", to_json(d.before)}, {"after", to_json(d.after)},
          {"over_records", d.over_records}, {"over_bytes", d.over_bytes}, {"must_report", d.must_report}};
}

template <class Items>
void write_list(io::BufferedSink& out, const Items& items) {
  bool first = true;
  for (const auto& item : items) {
    out << (first ? "\n" : ",\n") << to_text(to_json(item));
    first = false;
  }
}

std::vector<io::Column> csv_columns(Language language) {
  const auto column = [language](std::string_view name, std::string_view zh) {
    return io::Column{.name = std::string(name), .title = std::string(language == Language::zh ? zh : name)};
  };
  return {column("what", "变化"), column("path_or_class", "路径或类别"), column("from", "原路径"), column("old_level", "原级别"),
          column("new_level", "现级别"), column("rule", "判定依据"), column("added", "新增标识"), column("removed", "不再有的标识"),
          column("old_records", "原条数"), column("new_records", "现条数"), column("old_bytes", "原字节数"), column("new_bytes", "现字节数"),
          column("must_report", "须变更备案")};
}

io::Cell number(std::uint64_t n) {
  io::Cell cell{.text = std::to_string(n), .kind = io::CellKind::number};
  cell.number = static_cast<double>(n);
  return cell;
}

}  // namespace

std::string diff_text(const Diff& diff, const Titles& titles, Language language, std::size_t rows) {
  return TextWriter(diff, titles, language, rows).run();
}

Status write_diff_json(const Diff& diff, io::ByteSink sink) {
  io::BufferedSink out(std::move(sink));
  json::object head{{"format", "longpan-discover-diff/1"},
                    {"comparable", diff.comparable},
                    {"notes", to_array(diff.notes)},
                    {"unchanged", diff.unchanged},
                    {"tree", diff.options.tree},
                    {"drift_percent", diff.options.drift_percent},
                    {"report_due", diff.report_due ? json::value(to_string(*diff.report_due)) : json::value()},
                    {"worth_telling", diff.worth_telling()}};
  std::string opening = to_text(head);
  opening.pop_back();
  out << opening << ",\n\"changes\": [";
  write_list(out, diff.changes);
  out << "\n],\n\"classes\": [";
  write_list(out, diff.drifts);
  out << "\n]}\n";
  return out.finish();
}

Status write_diff_csv(const Diff& diff, const Titles& titles, Language language, io::ByteSink out) {
  io::CsvSink sheet(std::move(out));
  LP_CHECK_OK(sheet.begin("", csv_columns(language)));
  const auto text = [](std::string_view s) { return io::Cell::of(s); };
  const auto level = [&](Level l) { return text(say(discover::title_of(l), language)); };
  for (const DocumentChange& c : diff.changes) {
    const std::vector<io::Cell> cells{text(say(title_of(c.change), language)), text(printable_utf8(c.path)), text(printable_utf8(c.from)),
                                      level(c.old_level), level(c.new_level), text(say(titles.level_rule(c.new_rule), language)),
                                      text(kinds_text(c.kinds_added, titles, language)), text(kinds_text(c.kinds_removed, titles, language)),
                                      {}, number(c.rows), {}, number(c.bytes), {}};
    LP_CHECK_OK(sheet.write(cells));
  }
  const LocalText scale{"规模", "scale"}, yes{"是", "yes"}, no{"否", "no"};
  for (const ClassDrift& d : diff.drifts) {
    const std::vector<io::Cell> cells{text(say(scale, language)), text(say(class_title(titles, diff, d.class_code), language)), {}, level(d.level),
                                      level(d.level), {}, {}, {}, number(d.before.records), number(d.after.records), number(d.before.bytes),
                                      number(d.after.bytes), text(say(d.must_report ? yes : no, language))};
    LP_CHECK_OK(sheet.write(cells));
  }
  return sheet.finish();
}

}  // namespace lp::discover
