#include <cstring>

#include "base/text.h"
#include "match/feeds/feed_reading.h"

namespace lp::match {
namespace {

constexpr std::string_view blanks = " \t\r\n";

}  // namespace

bool is_json_lines(std::string_view head) {
  const std::size_t start = head.find_first_not_of(blanks);
  if (start == std::string_view::npos || head[start] != '{') return false;
  const std::size_t end = head.find('\n', start);
  if (end == std::string_view::npos) return false;
  const std::size_t next = head.find_first_not_of(blanks, end);
  if (next == std::string_view::npos || head[next] != '{') return false;
  // Of a document over several lines, an object begins a line only behind one of these.
  return std::string_view("{[:,").find(trim(head.substr(start, end - start)).back()) == std::string_view::npos;
}

JsonRecords::~JsonRecords() {
  if (records_ != 0) sink_.statistics().records[std::string(format_.id)] += records_;
}

bool JsonRecords::parse(std::string_view json, std::size_t readable, simdjson::dom::element& root) {
  const char* data = json.data();
  if (readable < simdjson::SIMDJSON_PADDING) {
    padded_.resize(json.size() + simdjson::SIMDJSON_PADDING);
    std::memcpy(padded_.data(), json.data(), json.size());
    std::memset(padded_.data() + json.size(), ' ', simdjson::SIMDJSON_PADDING);
    data = padded_.data();
  }
  const auto error = parser_.parse(data, json.size(), false).get(root);
  if (error == simdjson::SUCCESS) return true;
  ++records_;
  sink_.refuse("", "no_json", std::string("is not JSON: ") + simdjson::error_message(error));
  return false;
}

void JsonRecords::read_record(simdjson::dom::element record) {
  ++records_;
  if (!record.is_object()) return sink_.refuse("", "no_object", "a record is an object");
  format_.read_record(record, sink_);
}

void JsonRecords::read_elements(simdjson::dom::array elements, std::string_view pointer) {
  std::size_t index = 0;
  for (const simdjson::dom::element record : elements) {
    sink_.at_element(pointer, index++);
    read_record(record);
  }
  sink_.at_document();
}

void JsonRecords::read_document(std::string_view bytes) {
  simdjson::dom::element root;
  if (!parse(bytes, 0, root)) return;
  simdjson::dom::array elements;
  if (root.get(elements) == simdjson::SUCCESS) return read_elements(elements, "");
  if (!format_.records_in.empty() && root[format_.records_in].get(elements) == simdjson::SUCCESS) return read_elements(elements, "/" + std::string(format_.records_in));
  read_record(root);
}

void JsonRecords::read_lines(std::string_view bytes, std::size_t readable) {
  const char* const end = bytes.data() + bytes.size() + readable;
  while (!bytes.empty()) {
    const std::size_t stop = std::min(bytes.find('\n'), bytes.size());
    std::string_view line = bytes.substr(0, stop);
    bytes.remove_prefix(std::min(stop + 1, bytes.size()));
    sink_.at_line(++line_);
    line = trim(line);
    if (line.empty()) continue;
    simdjson::dom::element root;
    if (!parse(line, static_cast<std::size_t>(end - (line.data() + line.size())), root)) continue;
    simdjson::dom::array elements;
    if (!format_.records_in.empty() && root[format_.records_in].get(elements) == simdjson::SUCCESS) read_elements(elements, "/" + std::string(format_.records_in));
    else read_record(root);
  }
}

void JsonRecords::read(std::string_view bytes) {
  if (is_json_lines(bytes)) return read_lines(bytes, 0);
  sink_.at_line(0);
  read_document(bytes);
}

}  // namespace lp::match
