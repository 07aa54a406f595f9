// Owners out of a CSV or JSON file.
#include <algorithm>
#include <array>

#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "detect/attribution/owners.h"
#include "io/csv_reader.h"
#include "io/files.h"

namespace lp::detect {
namespace {

constexpr std::uint64_t most_bytes = std::uint64_t{1} << 30;
enum Column : std::size_t { kind, value, organisation, object, from, until, columns };
using Fields = std::array<std::string, columns>;

struct Header { std::string_view name, zh; };
constexpr std::array<Header, columns> headers{{{"kind", "类型"}, {"value", "值"}, {"organisation", "单位"}, {"object", "对象"}, {"from", "生效日期"}, {"until", "失效日期"}}};

std::size_t column_of(std::string_view header) {
  const std::string name = to_lower_ascii(trim(header));
  for (std::size_t i = 0; i < columns; ++i)
    if (name == headers[i].name || name == headers[i].zh) return i;
  return columns;
}

// False: the text is no date. An empty one is no_time.
bool read_day(std::string_view text, int days_later, std::int64_t& out) {
  out = no_time;
  if (trim(text).empty()) return true;
  if (const auto instant = parse_timestamp(trim(text))) {
    out = instant->micros();
    return true;
  }
  const auto date = parse_date_lenient(trim(text));
  if (date) out = start_of_day_in_china(date->plus_days(days_later)).micros();
  return date.has_value();
}

void take(const Fields& fields, const SourceRef& where, std::vector<OwnerEntry>& entries, Diagnostics& out) {
  const auto refuse = [&](std::string what, std::string hint) { out.error(where, "bad_owner", std::move(what), "nothing is attributed by it", std::move(hint)); };
  const auto clue = parse_clue_kind(to_lower_ascii(trim(fields[kind])));
  if (!clue) return refuse("of no known kind: " + truncate(fields[kind], 40), "ip, domain, asn, licence or icp");
  OwnerEntry entry{.kind = *clue, .value = std::string(trim(fields[value])), .organisation = std::string(trim(fields[organisation])),
                   .object = std::string(trim(fields[object])), .where = where};
  if (!read_day(fields[from], 0, entry.from) || !read_day(fields[until], 1, entry.until)) return refuse("has a date that is none", "YYYY-MM-DD");
  if (entry.from != no_time && entry.until != no_time && entry.until <= entry.from) return refuse("ends before it begins", "check from and until");
  entries.push_back(std::move(entry));
}

Result<std::vector<OwnerEntry>> read_csv(std::string_view bytes, std::string_view file, Diagnostics& out) {
  io::CsvReader reader(io::make_memory_source(bytes), {.file = std::string(file)});
  std::vector<OwnerEntry> entries;
  std::vector<std::size_t> meaning;
  io::Row row;
  for (;;) {
    LP_TRY(const bool more, reader.next(row));
    if (!more) break;
    if (meaning.empty()) {
      for (const io::Cell& cell : row.cells) meaning.push_back(column_of(cell.text));
      for (const Column needed : {kind, value, organisation})
        if (std::ranges::find(meaning, std::size_t{needed}) == meaning.end())
          return make_error(Errc::invalid, std::string(file) + " has no column " + std::string(headers[needed].name), "kind,value,organisation,object,from,until");
      continue;
    }
    Fields fields;
    for (std::size_t i = 0; i < row.cells.size() && i < meaning.size(); ++i)
      if (meaning[i] < columns) fields[meaning[i]] = row.cells[i].text;
    take(fields, {std::string(file), static_cast<int>(row.number), 0}, entries, out);
  }
  out.merge(reader.diagnostics());
  return entries;
}

Result<std::vector<OwnerEntry>> read_json(std::string_view bytes, std::string_view file, Diagnostics& out) {
  const auto root = parse_json(bytes);
  if (!root) return Error(root.error()).within(file);
  if (!root->is_array()) return make_error(Errc::invalid, std::string(file) + " is no list of owners", "[{\"kind\": \"ip\", \"value\": …, \"organisation\": …}]");
  std::vector<OwnerEntry> entries;
  int number = 0;
  for (const json::value& item : root->as_array()) {
    const SourceRef where{std::string(file) + "[" + std::to_string(number++) + "]", 0, 0};
    if (!item.is_object()) {
      out.error(where, "bad_owner", "is no object", "nothing is attributed by it");
      continue;
    }
    Fields fields;
    for (std::size_t i = 0; i < columns; ++i) {
      const json::value* v = lp::find(item.as_object(), headers[i].name);
      if (v != nullptr && v->is_int64()) fields[i] = std::to_string(v->as_int64());  // an ASN
      else fields[i] = get_string(item.as_object(), headers[i].name);
    }
    take(fields, where, entries, out);
  }
  return entries;
}

}  // namespace

Result<std::vector<OwnerEntry>> read_owners(std::string_view bytes, std::string_view file, Diagnostics& out) {
  const std::string_view head = trim(bytes.substr(0, 256));
  return head.starts_with('[') || head.starts_with('{') ? read_json(bytes, file, out) : read_csv(bytes, file, out);
}

Result<std::vector<OwnerEntry>> load_owners(const std::filesystem::path& path, Diagnostics& out) {
  LP_TRY(const std::string bytes, io::read_file(path, most_bytes));
  return read_owners(bytes, path.string(), out);
}

}  // namespace lp::detect
