#include "discover/column_judge.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "discover/address.h"
#include "discover/chars.h"
#include "discover/mask.h"
#include "discover/names.h"

namespace lp::discover {
namespace {

bool is_nothing(std::string_view cell) {
  if (cell.empty()) return true;
  if (cell.size() > 9) return false;
  const std::string lower = to_lower_ascii(cell);
  for (const std::string_view word : {"null", "none", "nan", "n/a", "na", "-", "--", "\\n", "无", "空", "未知", "/"}) {
    if (lower == word) return true;
  }
  return false;
}
// 118.8, -73.985664
bool is_degrees(std::string_view cell, double limit) {
  if (cell.starts_with('-')) cell.remove_prefix(1);
  const std::size_t dot = cell.find('.');
  if (dot == std::string_view::npos || dot == 0 || dot > 3 || cell.size() - dot < 3 || cell.size() > 24) return false;
  if (!all_digits(cell.substr(0, dot)) || !all_digits(cell.substr(dot + 1))) return false;
  return number_of(cell.substr(0, dot)) <= limit;
}
// "52.37,4.89" anywhere on earth; a name must say so.
bool is_degree_pair(std::string_view cell) {
  const std::size_t comma = cell.find_first_of(", ");
  if (comma == std::string_view::npos) return false;
  const std::size_t second = cell.find_first_not_of(", ", comma);
  return second != std::string_view::npos && is_degrees(cell.substr(0, comma), 180) && is_degrees(cell.substr(second), 180);
}
// 7 to 15 digits with what people write between them; other countries' numbers. A name must say so.
bool is_phone_like(std::string_view cell) {
  std::size_t digits = 0;
  for (const char c : cell) {
    if (is_digit(c)) ++digits;
    else if (c != '+' && c != '-' && c != ' ' && c != '(' && c != ')' && c != '.' && c != '/') return false;
  }
  return digits >= 7 && digits <= 15 && cell.size() <= 24;
}
bool is_age(std::string_view cell) { return cell.size() <= 3 && all_digits(cell) && number_of(cell) <= 120; }
// A number before a street's name, or a post box: what addresses written in Latin letters have.
bool is_latin_address(std::string_view cell) {
  if (cell.size() < 8 || cell.size() > 200) return false;
  const auto digits = std::count_if(cell.begin(), cell.end(), is_digit), letters = std::count_if(cell.begin(), cell.end(), is_alpha);
  const auto spaces = std::count(cell.begin(), cell.end(), ' ');
  return digits >= 1 && digits <= 12 && letters >= 5 && letters > digits && spaces >= 1;
}
// 2024-07-15, 1990/1/2, 19900102, 1990年1月2日, 01.02.1990
bool is_date(std::string_view cell) {
  if (cell.size() < 6 || cell.size() > 20) return false;
  const auto digits = std::count_if(cell.begin(), cell.end(), is_digit);
  if (digits < 4 || digits > 14) return false;
  const bool separated = cell.find_first_of("-/.") != std::string_view::npos || cell.find("年") != std::string_view::npos;
  const auto others = static_cast<std::ptrdiff_t>(cell.size()) - digits;
  if (!separated) return digits == 8 && others == 0 && number_of(cell.substr(4, 2)) <= 12 && number_of(cell.substr(0, 2)) >= 18 && number_of(cell.substr(0, 2)) <= 20;
  return others <= 12;
}
bool holds_word(const std::vector<std::string>& dictionary, std::string_view cell) {
  if (cell.size() > 120) return false;
  const std::string lower = to_lower_ascii(cell);
  const bool short_cell = cell.size() <= 24;
  return std::any_of(dictionary.begin(), dictionary.end(), [&](const std::string& word) {
    if (word.size() <= 3 || !short_cell) return lower == word;
    return lower.find(word) != std::string::npos;
  });
}

}  // namespace

ColumnJudge::ColumnJudge(const Rules& rules, const FieldTable& fields, const SecretScanner* secrets, std::size_t cells_a_field)
    : rules_(rules), fields_(fields), secrets_(secrets), limit_(cells_a_field) {}

void ColumnJudge::add(FieldIndex field, std::string_view cell) {
  if (field >= columns_.size()) columns_.resize(field + 1);
  Column& column = columns_[field];
  ++column.cells;
  cell = trim(cell);
  if (is_nothing(cell)) return;
  ++column.filled;
  if (column.looked_at >= limit_ || cell.size() > 4096) return;
  ++column.looked_at;
  if (column.kinds.empty()) column.kinds.resize(rules_.kinds().size());
  look(column, fields_[field], cell);
}

bool ColumnJudge::is_of(const Kind& kind, std::string_view cell, bool named, bool& strong) const {
  strong = false;
  if (kind.validator != nullptr) {
    const Evidence evidence = kind.validator->check(cell);
    strong = evidence && !evidence.has(Evidence::weak);
    if (!evidence && named && kind.id == "mobile") return is_phone_like(cell);
    if (!evidence && named && kind.id == "coordinates") return is_degree_pair(cell);
    return static_cast<bool>(evidence);
  }
  if (kind.id == "person_name") return is_chinese_name(cell) || is_latin_name(cell);
  if (kind.id == "address") return strong = is_address(cell), strong || (named && is_latin_address(cell));
  if (kind.id == "geo_coordinates") return is_degrees(cell, 180) || is_degree_pair(cell);
  if (kind.id == "birth_date") return is_date(cell) || (named && is_age(cell));
  return false;
}

void ColumnJudge::look(Column& column, const Field& field, std::string_view cell) {
  for (std::size_t i = 0; i < rules_.kinds().size(); ++i) {
    const Kind& kind = rules_.kinds()[i];
    KindCount& count = column.kinds[i];
    bool strong = false;
    const bool is = is_of(kind, cell, field.meaning.speaks_for.test(i), strong);
    const bool word = !kind.dictionary.empty() && holds_word(kind.dictionary, cell);
    count.matched += is ? 1 : 0;
    count.strong += strong ? 1 : 0;
    count.words += word ? 1 : 0;
    if ((is || word || field.meaning.speaks_for.test(i)) && count.examples.size() < 3) count.examples.push_back(mask(cell, kind));
  }
  if (secrets_ != nullptr && !field.name.empty() && secrets_->judge_value(field.name, cell)) {
    ++column.secrets;
    if (column.secret_examples.size() < 3) column.secret_examples.push_back(mask(cell, 2, 0));
  }
}

ColumnVerdict ColumnJudge::verdict_of(const Column& column, const Field& field, std::size_t i) const {
  const Kind& kind = rules_.kinds()[i];
  const KindCount& count = column.kinds[i];
  const double n = static_cast<double>(column.looked_at);
  ColumnVerdict v;
  v.kind = kind.id;
  v.share = count.matched / n;
  v.examples = count.examples;
  const bool speaks = field.meaning.speaks_for.test(i);
  const bool header = speaks && field.meaning.is_header, context = speaks && !header;
  const bool has_form = kind.validator != nullptr || kind.id == "person_name" || kind.id == "address" || kind.id == "geo_coordinates" || kind.id == "birth_date";
  const double words = count.words / n;
  if (has_form) {
    const double strong = count.strong / n;
    const bool named_only = kind.id == "person_name" || kind.id == "geo_coordinates" || kind.id == "birth_date" || (kind.validator != nullptr && kind.validator->appearance.needs_name);
    // A name lowers what the values must show; without one nearly all of few values, most of many must be of the kind.
    const double needed = header ? 0.3 : context ? 0.5 : n >= 50 ? 0.6 : 0.9;
    if (v.share < needed || (!speaks && (named_only || strong < 0.5 * v.share || field.meaning.names_other || field.meaning.is_header))) return {};
    if (!speaks && n < 3) return {};
    v.confidence = static_cast<int>(std::lround(50 + 25 * v.share + (header ? 20 : context ? 12 : 0) + 4 * strong));
    v.because = header ? "header+share" : context ? "context+share" : "share";
  } else if (header || (context && words > 0)) {
    v.confidence = words >= 0.3 ? 90 : header ? 65 : 55;
    v.because = words > 0 ? (header ? "header+dictionary" : "context+dictionary") : "header";
    v.share = std::max(v.share, words);
  } else if (words >= 0.8 && n >= 20 && !field.meaning.is_header) {
    v.confidence = 60;
    v.because = "dictionary";
    v.share = words;
  }
  v.confidence = std::clamp(v.confidence, 0, 99);
  return v;
}

void ColumnJudge::judge(FieldIndex field, const Column& column, std::vector<ColumnVerdict>& out) const {
  std::vector<ColumnVerdict> found;
  for (std::size_t i = 0; i < rules_.kinds().size(); ++i) {
    ColumnVerdict v = verdict_of(column, fields_[field], i);
    v.field = field;
    if (v.confidence > 0) found.push_back(std::move(v));
  }
  if (column.secrets * 2 > column.looked_at) {
    found.push_back({field, "secret:named_value", 80, double(column.secrets) / double(column.looked_at), "header+share", column.secret_examples});
  }
  std::stable_sort(found.begin(), found.end(), [](const ColumnVerdict& a, const ColumnVerdict& b) { return a.confidence > b.confidence; });
  const std::size_t first = out.size();
  for (ColumnVerdict& v : found) {
    const Kind* kind = rules_.find(v.kind);
    const bool beaten = std::any_of(out.begin() + static_cast<std::ptrdiff_t>(first), out.end(), [&](const ColumnVerdict& better) {
      if (kind == nullptr) return false;
      const auto& collisions = kind->about.collisions;
      return std::find(collisions.begin(), collisions.end(), better.kind) != collisions.end();
    });
    if (!beaten) out.push_back(std::move(v));
  }
}

std::vector<ColumnVerdict> ColumnJudge::verdicts() const {
  std::vector<ColumnVerdict> out;
  for (std::size_t i = 1; i < columns_.size(); ++i) {
    if (columns_[i].looked_at > 0) judge(static_cast<FieldIndex>(i), columns_[i], out);
  }
  return out;
}

double ColumnJudge::filled(FieldIndex field) const {
  if (field >= columns_.size() || columns_[field].cells == 0) return 0;
  return double(columns_[field].filled) / double(columns_[field].cells);
}

}  // namespace lp::discover
