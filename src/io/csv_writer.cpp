#include "io/csv_writer.h"

namespace lp::io {

CsvSink::CsvSink(ByteSink out, Bom bom, char separator) : out_(std::move(out)), bom_(bom), separator_(separator) {}

Status CsvSink::begin(std::string_view, std::span<const Column> columns) {
  if (bom_ == Bom::yes) buffer_ += "\xEF\xBB\xBF";
  bool first = true;
  for (const Column& c : columns) {
    if (!first) buffer_ += separator_;
    first = false;
    append(c.title, true);
  }
  buffer_ += "\r\n";
  return ok_status();
}

Status CsvSink::write(std::span<const Cell> cells) {
  bool first = true;
  for (const Cell& c : cells) {
    if (!first) buffer_ += separator_;
    first = false;
    append(c.text, c.kind == CellKind::text);
  }
  buffer_ += "\r\n";
  return flush_above(64 * 1024);
}

Status CsvSink::finish() { return flush_above(0); }

void CsvSink::append(std::string_view text, bool defend) {
  const bool dangerous = defend && !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
  const bool quoted = text.find_first_of("\"\r\n") != std::string_view::npos || text.find(separator_) != std::string_view::npos;
  if (!quoted) {
    if (dangerous) buffer_ += '\'';
    buffer_ += text;
    return;
  }
  buffer_ += dangerous ? "\"'" : "\"";
  for (const char c : text) {
    if (c == '"') buffer_ += '"';
    buffer_ += c;
  }
  buffer_ += '"';
}

Status CsvSink::flush_above(std::size_t limit) {
  if (buffer_.size() <= limit) return ok_status();
  Status written = out_(buffer_);
  buffer_.clear();
  return written;
}

}  // namespace lp::io
