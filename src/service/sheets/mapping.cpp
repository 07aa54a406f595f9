#include "service/sheets/mapping.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "service/sheets/sheet_fields.h"

namespace lp::service {
namespace {

// "系统名称（必填）" → "系统名称"
std::string without_remark(std::string_view header) {
  std::string text = to_half_width(header);
  const std::size_t open = text.find('(');
  return open == std::string::npos || open == 0 ? text : text.substr(0, open);
}

std::size_t edit_distance(const std::vector<char32_t>& a, const std::vector<char32_t>& b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

bool looks_like_uscc(std::string_view value) {
  const std::string v = to_half_width(trim(value));
  const bool shape = v.size() == 18 && std::all_of(v.begin(), v.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  });
  return shape && std::all_of(v.begin() + 2, v.begin() + 8, [](char c) { return c >= '0' && c <= '9'; });
}

bool looks_like_date(const io::Cell& cell) { return cell.kind == io::CellKind::date || parse_date_lenient(trim(cell.text)).has_value(); }

// What the values of a column look like, as shares of the filled cells.
struct Content {
  int filled = 0, usccs = 0, dates = 0, mails = 0;
  bool mostly(int n) const { return filled > 0 && n * 10 >= filled * 6; }
};

struct Candidate {
  std::string field;
  model::FieldType type = model::FieldType::text;
  std::vector<std::string> exact;    // name, titles
  std::vector<std::string> aliases;
  double ceiling = 1;                // the org column yields to the kind's own fields
};

std::vector<Candidate> candidates_of(const model::Kind& kind, const model::Catalogue& catalogue) {
  std::vector<Candidate> out;
  for (const model::Field* f : importable_fields(kind)) {
    out.push_back({f->name, f->type, {f->name, f->title.zh, f->title.en}, f->aliases, 1});
  }
  if (!kind.owned) return out;
  Candidate org{std::string(org_column), model::FieldType::uscc, {"org", "organisation", "所属单位", "所属企业", "单位名称", "企业名称"}, {"运营单位", "责任单位", "建设单位", "单位", "企业"}, 0.97};
  if (const model::Kind* organisation = catalogue.kind("organisation")) {
    for (const char* name : {"uscc", "name"}) {
      const model::Field* f = organisation->find_field(name);
      if (f == nullptr) continue;
      org.exact.push_back(f->title.zh);
      org.exact.push_back(f->title.en);
      org.aliases.insert(org.aliases.end(), f->aliases.begin(), f->aliases.end());
    }
    // a bare "名称" or "name" is the object's
    std::erase_if(org.exact, [](const std::string& s) { return s == "Name"; });
    std::erase_if(org.aliases, [](const std::string& s) { return s == "名称"; });
  }
  out.push_back(std::move(org));
  return out;
}

double likeness(const Candidate& c, std::string_view header) {
  double best = 0;
  for (const auto& text : c.exact) best = std::max(best, header_likeness(header, text));
  for (const auto& text : c.aliases) best = std::max(best, 0.98 * header_likeness(header, text));
  return best * c.ceiling;
}

double by_content(const Candidate& c, const Content& content, double score) {
  using model::FieldType;
  if (content.mostly(content.usccs)) {
    if (c.type == FieldType::uscc) return std::max(score, 0.9 * c.ceiling);
    return score < 1 ? score * 0.5 : score;
  }
  if (c.type == FieldType::uscc && c.field != org_column && content.filled > 0 && content.usccs == 0) score *= 0.6;
  if (c.type == FieldType::email && content.mostly(content.mails)) return std::max(score, 0.6);
  if (c.type == FieldType::date && content.filled > 0) return content.mostly(content.dates) ? std::min(1.0, score + 0.05) : score * 0.8;
  return score;
}

std::string header_at(const io::Row& row, std::size_t column) {
  return column < row.cells.size() ? std::string(trim(row.cells[column].text)) : std::string();
}

// How many different headers of the row name a field.
int matches(const io::Row& row, const std::vector<Candidate>& candidates) {
  std::set<std::string> seen;
  int found = 0;
  for (const io::Cell& cell : row.cells) {
    if (cell.kind != io::CellKind::text || cell.text.size() > 200 || !seen.insert(cell.text).second) continue;
    const bool named = std::any_of(candidates.begin(), candidates.end(), [&](const Candidate& c) { return likeness(c, cell.text) >= 0.8; });
    found += named ? 1 : 0;
  }
  return found;
}

const io::Row* find_header(std::span<const io::Row> head, const std::vector<Candidate>& candidates) {
  const io::Row* best = nullptr;
  int most = 0;
  for (const io::Row& row : head.first(std::min<std::size_t>(head.size(), 30))) {
    const int found = matches(row, candidates);
    if (found > most) {
      most = found;
      best = &row;
    }
  }
  if (best != nullptr) return best;
  for (const io::Row& row : head) {  // nothing known: the first row with two different texts
    std::set<std::string> texts;
    for (const io::Cell& cell : row.cells) {
      if (!cell.empty()) texts.insert(cell.text);
    }
    if (texts.size() >= 2) return &row;
  }
  return head.empty() ? nullptr : &head.front();
}

Content content_of(std::span<const io::Row> head, const io::Row& header, std::size_t column, std::vector<std::string>& samples) {
  Content content;
  for (const io::Row& row : head) {
    if (row.number <= header.number || column >= row.cells.size() || row.cells[column].empty()) continue;
    const io::Cell& cell = row.cells[column];
    ++content.filled;
    content.usccs += looks_like_uscc(cell.text) ? 1 : 0;
    content.dates += looks_like_date(cell) ? 1 : 0;
    content.mails += contains(cell.text, "@") ? 1 : 0;
    if (samples.size() < 3) samples.push_back(truncate(cell.text, 60));
  }
  return content;
}

}  // namespace

double header_likeness(std::string_view header, std::string_view candidate) {
  if (header.size() > 300 || candidate.empty()) return 0;
  const std::string h = normalise_for_match(header);
  const std::string c = normalise_for_match(candidate);
  if (h.empty() || c.empty()) return 0;
  if (h == c) return 1;
  if (normalise_for_match(without_remark(header)) == c || h == normalise_for_match(without_remark(candidate))) return 0.97;
  const auto a = to_codepoints(h);
  const auto b = to_codepoints(c);
  const double longer = static_cast<double>(std::max(a.size(), b.size()));
  const double shorter = static_cast<double>(std::min(a.size(), b.size()));
  if (shorter >= 2 && (contains(h, c) || contains(c, h))) return 0.5 + 0.4 * shorter / longer;
  const double close = 1 - static_cast<double>(edit_distance(a, b)) / longer;
  return close >= 0.6 ? 0.8 * close : 0;
}

Mapping MappingGuess::mapping() const {
  Mapping out;
  for (const ColumnGuess& c : columns) {
    if (!c.field.empty()) out[c.index] = c.field;
  }
  return out;
}

MappingGuess guess_mapping(const model::Kind& kind, const model::Catalogue& catalogue, std::span<const io::Row> head, std::int64_t header_row) {
  const auto candidates = candidates_of(kind, catalogue);
  const io::Row* header = nullptr;
  if (header_row > 0) {
    const auto at = std::find_if(head.begin(), head.end(), [&](const io::Row& r) { return r.number == header_row; });
    header = at == head.end() ? nullptr : &*at;
  } else {
    header = find_header(head, candidates);
  }
  MappingGuess guess;
  if (header == nullptr) return guess;
  guess.header_row = header->number;
  struct Pair {
    double score;
    std::size_t column, candidate;
  };
  std::vector<Pair> pairs;
  std::size_t width = header->cells.size();
  for (const io::Row& row : head) width = std::max(width, row.number > header->number ? row.cells.size() : 0);
  for (std::size_t column = 0; column < width; ++column) {
    ColumnGuess& c = guess.columns.emplace_back();
    c.index = static_cast<int>(column);
    c.header = truncate(header_at(*header, column), 100);
    const Content content = content_of(head, *header, column, c.samples);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      const double score = by_content(candidates[i], content, likeness(candidates[i], c.header));
      if (score >= 0.5) pairs.push_back({score, column, i});
    }
  }
  std::stable_sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) { return a.score > b.score; });
  std::set<std::size_t> taken;
  for (const Pair& p : pairs) {  // best pairs first; each column and field once
    ColumnGuess& c = guess.columns[p.column];
    if (!c.field.empty() || !taken.insert(p.candidate).second) continue;
    c.field = candidates[p.candidate].field;
    c.confidence = p.score;
  }
  return guess;
}

}  // namespace lp::service
