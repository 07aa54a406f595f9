#include "discover/report/result_json.h"

#include <fmt/format.h>

#include "base/time.h"
#include "discover/report/words.h"

namespace lp::discover {
namespace {

void put(json::object& o, std::string_view key, std::string_view text) {
  if (!text.empty()) o[key] = printable_utf8(text);
}
void put(json::object& o, std::string_view key, std::uint64_t number) {
  if (number != 0) o[key] = number;
}

std::string json_text(std::string_view text) { return to_text(json::value(printable_utf8(text))); }

json::object counts_of(const Coverage& c) {
  json::object o;
  o["files"] = c.files;
  o["documents"] = c.documents;
  o["bytes_found"] = c.bytes_found;
  o["bytes_scanned"] = c.bytes_scanned;
  o["bytes_skipped"] = c.bytes_skipped;
  o["bytes_unpacked"] = c.bytes_unpacked;
  json::object reasons;
  for (const auto& [reason, bytes] : c.skipped_by_reason) reasons[printable_utf8(reason)] = bytes;
  o["skipped_by_reason"] = std::move(reasons);
  return o;
}

json::object to_json(const Skip& skip) {
  json::object o;
  o["path"] = printable_utf8(skip.path);
  o["reason"] = printable_utf8(skip.reason);
  put(o, "bytes", skip.bytes);
  put(o, "detail", skip.detail);
  return o;
}

}  // namespace

std::string instant_text(std::int64_t micros) {
  if (micros == 0) return {};
  std::string text = to_string(Timestamp(micros));
  const std::int64_t fraction = ((micros % 1'000'000) + 1'000'000) % 1'000'000;
  if (fraction != 0) text.insert(19, fmt::format(".{:06}", fraction));
  return text;
}

json::object to_json(const Finding& f) {
  json::object o;
  put(o, "field", f.field);
  o["kind"] = printable_utf8(f.kind);
  o["hits"] = f.hits;
  put(o, "values", f.values);
  o["confidence"] = f.confidence;
  put(o, "because", f.because);
  put(o, "distinct", f.distinct);
  if (!f.distinct_exact) o["distinct_exact"] = false;
  if (!f.examples.empty()) {
    json::array examples;
    for (const std::string& example : f.examples) examples.emplace_back(printable_utf8(example));
    o["examples"] = std::move(examples);
  }
  o["first_offset"] = f.first_offset;
  if (!f.categories.empty()) {
    json::object categories;
    for (const auto& [tree, code] : f.categories) categories[printable_utf8(tree)] = printable_utf8(code);
    o["categories"] = std::move(categories);
  }
  put(o, "sensitivity", f.sensitivity);
  return o;
}

json::object to_json(const Document& d) {
  json::object o;
  o["path"] = printable_utf8(d.path);
  put(o, "format", d.format);
  put(o, "encoding", d.encoding);
  o["bytes"] = d.bytes;
  put(o, "rows", d.rows);
  put(o, "modified", instant_text(d.modified));
  put(o, "digest", d.digest);
  if (d.sampled) o["sampled"] = true;
  put(o, "persons", d.persons);
  if (!d.persons_exact) o["persons_exact"] = false;
  o["level"] = code_of(d.level);
  put(o, "level_rule", d.level_rule);
  if (!d.findings.empty()) {
    json::array findings;
    for (const Finding& f : d.findings) findings.emplace_back(to_json(f));
    o["findings"] = std::move(findings);
  }
  return o;
}

void ResultJsonWriter::begin(const ScanResult& head) {
  out_ << "{\"format\": " << json_text(result_format) << ",\n\"program\": " << json_text(head.program) << ",\n\"root\": " << json_text(head.root)
       << ",\n\"source\": " << json_text(head.source) << ",\n\"rules_digest\": " << json_text(head.rules_digest)
       << ",\n\"started\": " << json_text(instant_text(head.started)) << ",\n\"sampling\": " << json_text(head.sampling)
       << ",\n\"documents\": [";
}

void ResultJsonWriter::add(const Document& document) {
  out_ << (first_ ? "\n" : ",\n") << to_text(to_json(document));
  first_ = false;
}

Status ResultJsonWriter::finish(const ScanResult& tail) {
  out_ << "\n],\n\"finished\": " << json_text(instant_text(tail.finished)) << ",\n\"interrupted\": " << (tail.interrupted ? "true" : "false")
       << ",\n\"coverage\": ";
  std::string counts = to_text(counts_of(tail.coverage));
  counts.pop_back();  // the object goes on with the skips, one a line
  out_ << counts << ",\"skips\": [";
  bool first = true;
  for (const Skip& skip : tail.coverage.skips) {
    out_ << (first ? "\n" : ",\n") << to_text(to_json(skip));
    first = false;
  }
  out_ << "\n]}\n}\n";
  return out_.finish();
}

Status write_result_json(const ScanResult& result, io::ByteSink out) {
  ResultJsonWriter writer(std::move(out));
  writer.begin(result);
  for (const Document& document : result.documents) {
    if (writer.failed()) break;
    writer.add(document);
  }
  return writer.finish(result);
}

}  // namespace lp::discover
