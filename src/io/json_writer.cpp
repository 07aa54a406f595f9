#include "io/json_writer.h"

#include "base/json.h"

namespace lp::io {

Status JsonSink::begin(std::string_view, std::span<const Column> columns) {
  for (const Column& c : columns) keys_.push_back(to_text(json::value(c.name)) + ":");
  buffer_ = "[";
  return ok_status();
}

Status JsonSink::write(std::span<const Cell> cells) {
  buffer_ += first_ ? "\n{" : ",\n{";
  first_ = false;
  bool first_member = true;
  for (std::size_t i = 0; i < cells.size() && i < keys_.size(); ++i) {
    const Cell& c = cells[i];
    if (c.empty()) continue;
    if (!first_member) buffer_ += ',';
    first_member = false;
    buffer_ += keys_[i];
    if (c.kind == CellKind::number) {
      buffer_ += c.text;
    } else if (c.kind == CellKind::boolean) {
      buffer_ += c.number != 0 ? "true" : "false";
    } else {
      buffer_ += to_text(json::value(c.text));
    }
  }
  buffer_ += '}';
  if (buffer_.size() < 64 * 1024) return ok_status();
  Status written = out_(buffer_);
  buffer_.clear();
  return written;
}

Status JsonSink::finish() {
  buffer_ += "\n]\n";
  return out_(buffer_);
}

}  // namespace lp::io
