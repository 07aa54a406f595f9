#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "base/time.h"
#include "discover/report/json_cursor.h"
#include "discover/report/result_json.h"
#include "discover/report/words.h"

namespace lp::discover {
namespace {

Error wrong(std::string_view key, std::string_view what) {
  return make_error(Errc::invalid, fmt::format("\"{}\": {}", key, what), "see docs/formats/discover-result.md");
}

// Absent and null leave the default; another type is an error, so that a damaged result is not taken for a smaller one.
Status get(const json::object& o, std::string_view key, std::string& out) {
  const json::value* v = find(o, key);
  if (v == nullptr || v->is_null()) return ok_status();
  if (!v->is_string()) return wrong(key, "must be text");
  out = v->get_string();
  return ok_status();
}
Status get(const json::object& o, std::string_view key, bool& out) {
  const json::value* v = find(o, key);
  if (v == nullptr || v->is_null()) return ok_status();
  if (!v->is_bool()) return wrong(key, "must be true or false");
  out = v->get_bool();
  return ok_status();
}
Status to_count(const json::value& v, std::string_view key, std::uint64_t& out) {
  if (v.is_uint64()) out = v.get_uint64();
  else if (v.is_int64() && v.get_int64() >= 0) out = static_cast<std::uint64_t>(v.get_int64());
  else return wrong(key, "must be a whole number, 0 or more");
  return ok_status();
}
Status get(const json::object& o, std::string_view key, std::uint64_t& out) {
  const json::value* v = find(o, key);
  return v == nullptr || v->is_null() ? ok_status() : to_count(*v, key, out);
}
Status get_instant(const json::object& o, std::string_view key, std::int64_t& out) {
  std::string text;
  LP_CHECK_OK(get(o, key, text));
  if (text.empty()) return ok_status();
  LP_TRY(const Timestamp at, parse_timestamp(text));
  // An offset may carry it out of the years that can be written.
  if (!parse_timestamp(instant_text(at.micros())) && at.micros() != 0) return wrong(key, "is out of range");
  out = at.micros();
  return ok_status();
}
Status get_texts(const json::object& o, std::string_view key, std::vector<std::string>& out) {
  const json::value* v = find(o, key);
  if (v == nullptr || v->is_null()) return ok_status();
  if (!v->is_array()) return wrong(key, "must be a list");
  for (const json::value& item : v->get_array()) {
    if (!item.is_string()) return wrong(key, "must be a list of texts");
    out.emplace_back(item.get_string());
  }
  return ok_status();
}
Status get_categories(const json::object& o, std::map<std::string, std::string>& out) {
  const json::value* v = find(o, "categories");
  if (v == nullptr || v->is_null()) return ok_status();
  if (!v->is_object()) return wrong("categories", "must be an object");
  for (const auto& member : v->get_object()) {
    if (!member.value().is_string()) return wrong("categories", "codes must be texts");
    out.emplace(member.key(), member.value().get_string());
  }
  return ok_status();
}

Result<Finding> read_finding(const json::value& v) {
  if (!v.is_object()) return wrong("findings", "must be a list of objects");
  const json::object& o = v.get_object();
  Finding f;
  std::uint64_t confidence = 0;
  LP_CHECK_OK(get(o, "field", f.field));
  LP_CHECK_OK(get(o, "kind", f.kind));
  if (f.kind.empty()) return wrong("kind", "is missing");
  LP_CHECK_OK(get(o, "hits", f.hits));
  LP_CHECK_OK(get(o, "values", f.values));
  LP_CHECK_OK(get(o, "confidence", confidence));
  if (confidence > 100) return wrong("confidence", "must be 0 to 100");
  f.confidence = static_cast<int>(confidence);
  LP_CHECK_OK(get(o, "because", f.because));
  LP_CHECK_OK(get(o, "distinct", f.distinct));
  LP_CHECK_OK(get(o, "distinct_exact", f.distinct_exact));
  LP_CHECK_OK(get_texts(o, "examples", f.examples));
  LP_CHECK_OK(get(o, "first_offset", f.first_offset));
  LP_CHECK_OK(get_categories(o, f.categories));
  LP_CHECK_OK(get(o, "sensitivity", f.sensitivity));
  return f;
}

Status read_findings(const json::object& o, std::vector<Finding>& out) {
  const json::value* v = find(o, "findings");
  if (v == nullptr || v->is_null()) return ok_status();
  if (!v->is_array()) return wrong("findings", "must be a list");
  out.reserve(v->get_array().size());
  for (const json::value& item : v->get_array()) {
    LP_TRY(Finding finding, read_finding(item));
    out.push_back(std::move(finding));
  }
  return ok_status();
}

Result<Document> read_document(const json::value& v) {
  if (!v.is_object()) return wrong("documents", "must be a list of objects");
  const json::object& o = v.get_object();
  Document d;
  LP_CHECK_OK(get(o, "path", d.path));
  if (d.path.empty()) return wrong("path", "is missing");
  LP_CHECK_OK(get(o, "format", d.format));
  LP_CHECK_OK(get(o, "encoding", d.encoding));
  LP_CHECK_OK(get(o, "bytes", d.bytes));
  LP_CHECK_OK(get(o, "rows", d.rows));
  LP_CHECK_OK(get_instant(o, "modified", d.modified));
  LP_CHECK_OK(get(o, "digest", d.digest));
  LP_CHECK_OK(get(o, "sampled", d.sampled));
  LP_CHECK_OK(get(o, "persons", d.persons));
  LP_CHECK_OK(get(o, "persons_exact", d.persons_exact));
  std::string level = "general";
  LP_CHECK_OK(get(o, "level", level));
  const std::optional<Level> known = parse_level(level);
  if (!known) return wrong("level", "must be general, important or core, is \"" + truncate(level, 40) + "\"");
  d.level = *known;
  LP_CHECK_OK(get(o, "level_rule", d.level_rule));
  LP_CHECK_OK(read_findings(o, d.findings));
  return d;
}

Result<Skip> read_skip(const json::value& v) {
  if (!v.is_object()) return wrong("skips", "must be a list of objects");
  const json::object& o = v.get_object();
  Skip s;
  LP_CHECK_OK(get(o, "path", s.path));
  LP_CHECK_OK(get(o, "bytes", s.bytes));
  LP_CHECK_OK(get(o, "reason", s.reason));
  LP_CHECK_OK(get(o, "detail", s.detail));
  if (s.reason.empty()) return wrong("reason", "is missing");
  return s;
}

template <class Item, class Read>
Status read_list(JsonCursor& in, std::string_view name, std::vector<Item>& out, Read read) {
  LP_CHECK_OK(in.enter('['));
  for (;;) {
    LP_TRY(const bool there, in.next_element());
    if (!there) return ok_status();
    LP_TRY(const json::value v, in.value());
    Result<Item> item = read(v);
    if (!item) return std::move(item).error().within(fmt::format("{}[{}]", name, out.size()));
    out.push_back(*std::move(item));
  }
}

Status read_coverage(JsonCursor& in, Coverage& c) {
  LP_CHECK_OK(in.enter('{'));
  json::object counts;
  for (std::string key;;) {
    LP_TRY(const bool there, in.next_member(key));
    if (!there) break;
    if (key == "skips") {
      LP_CHECK_OK(read_list(in, key, c.skips, read_skip));
      continue;
    }
    LP_TRY(counts[key], in.value());
  }
  LP_CHECK_OK(get(counts, "files", c.files));
  LP_CHECK_OK(get(counts, "documents", c.documents));
  LP_CHECK_OK(get(counts, "bytes_found", c.bytes_found));
  LP_CHECK_OK(get(counts, "bytes_scanned", c.bytes_scanned));
  LP_CHECK_OK(get(counts, "bytes_skipped", c.bytes_skipped));
  LP_CHECK_OK(get(counts, "bytes_unpacked", c.bytes_unpacked));
  const json::object* reasons = find_object(counts, "skipped_by_reason");
  if (reasons == nullptr) return ok_status();
  for (const auto& member : *reasons) LP_CHECK_OK(to_count(member.value(), "skipped_by_reason", c.skipped_by_reason[member.key()]));
  return ok_status();
}

Status check_format(const json::object& head) {
  constexpr std::string_view family = "longpan-discover/";
  const std::string format = get_string(head, "format");
  if (!starts_with(format, family)) {
    return make_error(Errc::invalid, "not a result of a scan: \"format\" is not longpan-discover/1", "give the file that longpan discover wrote as JSON");
  }
  if (format == result_format || starts_with(format, std::string(result_format) + ".")) return ok_status();
  return make_error(Errc::unsupported, "the result has format " + truncate(format, 40) + ", this program reads " + std::string(result_format),
                    "read it with the version of longpan that wrote it, or scan again");
}

Status read_head(const json::object& head, ScanResult& r) {
  LP_CHECK_OK(check_format(head));
  LP_CHECK_OK(get(head, "root", r.root));
  LP_CHECK_OK(get(head, "source", r.source));
  LP_CHECK_OK(get(head, "rules_digest", r.rules_digest));
  LP_CHECK_OK(get(head, "program", r.program));
  LP_CHECK_OK(get_instant(head, "started", r.started));
  LP_CHECK_OK(get_instant(head, "finished", r.finished));
  LP_CHECK_OK(get(head, "interrupted", r.interrupted));
  return get(head, "sampling", r.sampling);
}

}  // namespace

Result<ScanResult> read_result_json(io::ByteSource& source) {
  JsonCursor in(source);
  ScanResult result;
  json::object head;
  LP_CHECK_OK(in.enter('{'));
  for (std::string key;;) {
    LP_TRY(const bool there, in.next_member(key));
    if (!there) break;
    if (key == "documents") {
      // Another version may mean something else by its documents: say so before reading them.
      if (head.contains("format")) LP_CHECK_OK(check_format(head));
      LP_CHECK_OK(read_list(in, key, result.documents, read_document));
    } else if (key == "coverage") {
      Status read = read_coverage(in, result.coverage);
      if (!read) return std::move(read).error().within("coverage");
    } else {
      LP_TRY(head[key], in.value());
    }
  }
  LP_CHECK_OK(in.expect_end());
  LP_CHECK_OK(read_head(head, result));
  const auto by_path = [](const Document& a, const Document& b) { return a.path < b.path; };
  if (!std::is_sorted(result.documents.begin(), result.documents.end(), by_path)) {
    std::stable_sort(result.documents.begin(), result.documents.end(), by_path);
  }
  return result;
}

Result<ScanResult> parse_result_json(std::string_view text) {
  const std::unique_ptr<io::ByteSource> source = io::make_memory_source(text);
  return read_result_json(*source);
}

}  // namespace lp::discover
