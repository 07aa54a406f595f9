#pragma once
// A scan result as JSON, "longpan-discover/1": docs/formats/discover-result.md.
//
// Writing needs memory for one document, reading for the result and one document more. Names that are no UTF-8 are written
// with their bytes as "\xB0" and stay so. Reading: unknown keys are passed over; another major version is unsupported;
// anything else that does not fit is invalid, with the place. One thread.

#include <memory>
#include <string_view>

#include "base/json.h"
#include "io/buffered_sink.h"
#include "discover/result.h"
#include "io/bytes.h"

namespace lp::discover {

constexpr std::string_view result_format = "longpan-discover/1";

// For a scan that writes while it runs. begin(), add() for each document in order of path, finish().
class ResultJsonWriter {
 public:
  explicit ResultJsonWriter(io::ByteSink out) : out_(std::move(out)) {}
  void begin(const ScanResult& head);        // root, source, rules, program, started, sampling
  void add(const Document& document);
  Status finish(const ScanResult& tail);     // finished, interrupted, coverage; returns the first error of the sink
  // The sink refused: the rest would be in vain.
  bool failed() const { return out_.failed(); }

 private:
  io::BufferedSink out_;
  bool first_ = true;
};

Status write_result_json(const ScanResult& result, io::ByteSink out);
Result<ScanResult> read_result_json(io::ByteSource& source);
Result<ScanResult> parse_result_json(std::string_view text);

// One document or finding as it stands in the format; for other JSON outputs.
json::object to_json(const Document& document);
json::object to_json(const Finding& finding);
// "2024-07-15T09:30:00.000001+08:00"; empty for 0.
std::string instant_text(std::int64_t micros);

}  // namespace lp::discover
