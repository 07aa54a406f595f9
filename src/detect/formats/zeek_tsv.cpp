// Zeek's own logs: columns with a head (#separator, #set_separator, #empty_field, #unset_field, #path, #fields, #types). Files
// put together may change it half-way. Fields are named as in the head, and "_path" holds #path; unset ones are not there.
#include <charconv>

#include "base/text.h"
#include "detect/columns.h"
#include "detect/json_repair.h"
#include "detect/json_sniff.h"
#include "detect/line_decoder.h"

namespace lp::detect {
namespace {

int hex_digit(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; }

// \xHH → the byte
std::string unescape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool hex = text[i] == '\\' && i + 3 < text.size() && text[i + 1] == 'x' && hex_digit(text[i + 2]) >= 0 && hex_digit(text[i + 3]) >= 0;
    if (!hex) {
      out += text[i];
      continue;
    }
    out += static_cast<char>(hex_digit(text[i + 2]) * 16 + hex_digit(text[i + 3]));
    i += 3;
  }
  return is_valid_utf8(out) ? out : mend_utf8(out);
}

class ZeekDecoder final : public LineDecoder {
 public:
  explicit ZeekDecoder(const DecodeContext& context) : LineDecoder(context), path_field_(wanted("_path")) {}

 private:
  Decoded read(std::string_view text) override;
  void read_control(std::string_view text);
  void set_names(std::string_view names);
  void put(const Column& column, std::string_view value);
  void put_one(const Wanted& field, std::string_view type, std::string_view value);

  const Wanted* path_field_;
  std::string separator_ = "\t", set_separator_ = ",", empty_ = "(empty)", unset_ = "-", path_;
  std::vector<Column> columns_;
};

void ZeekDecoder::read_control(std::string_view text) {
  if (text.starts_with("#separator ")) {
    separator_ = unescape(text.substr(11));
    if (separator_.empty()) separator_ = "\t";
    return;
  }
  const std::string_view key = take_until(text, separator_);
  if (key == "#set_separator") set_separator_ = unescape(text);
  if (key == "#empty_field") empty_ = unescape(text);
  if (key == "#unset_field") unset_ = unescape(text);
  if (key == "#path") path_ = text;
  if (key == "#fields") set_names(text);
  if (key == "#types")
    for (Column& column : columns_) column.type = take_until(text, separator_);
}

void ZeekDecoder::set_names(std::string_view names) {
  columns_.clear();
  while (!names.empty() && columns_.size() < column_limit) {
    const std::string_view name = take_until(names, separator_);
    columns_.push_back({std::string(name), {}, wanted(name)});
  }
}

Decoded ZeekDecoder::read(std::string_view text) {
  if (text.starts_with('#')) {
    read_control(text);
    return Decoded::control;
  }
  if (columns_.empty()) return reject("no_header");
  if (path_field_ && !path_.empty()) builder_.put_text(*path_field_, path_);
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const std::size_t end = text.find(separator_);
    if ((end == text.npos) != (i + 1 == columns_.size())) return reject("wrong_columns");
    if (columns_[i].wanted) put(columns_[i], text.substr(0, end));
    text.remove_prefix(end == text.npos ? text.size() : end + separator_.size());
  }
  return Decoded::event;
}

void ZeekDecoder::put(const Column& column, std::string_view value) {
  if (value == unset_) return;
  const std::string_view type = column.type;
  const bool many = type.starts_with("set[") || type.starts_with("vector[");
  if (!many) return put_one(*column.wanted, type, value == empty_ ? std::string_view("") : value);
  if (value == empty_ || set_separator_.empty()) return;
  const std::string_view inner = type.substr(type.find('[') + 1, type.size() - type.find('[') - 2);
  while (!value.empty()) {
    const std::string_view part = take_until(value, set_separator_);
    if (part != unset_) put_one(*column.wanted, inner, part);
  }
}

void ZeekDecoder::put_one(const Wanted& field, std::string_view type, std::string_view value) {
  if (type == "bool") return builder_.put(field, {.kind = Kind::boolean, .text = value == "T" ? "true" : "false", .integer = value == "T" ? 1 : 0});
  if (type == "time" || type == "interval" || type == "double") {
    double number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error == std::errc{} && end == value.data() + value.size()) {
      builder_.put(field, {.kind = Kind::real, .text = value, .real = number});
      return;
    }
  }
  if (type == "string" || type == "enum" || type == "addr") {
    return builder_.put_text(field, value.find("\\x") == value.npos ? value : builder_.keep(unescape(value)));
  }
  builder_.put_untyped(field, value);
}

int sniff(std::string_view head) {
  for (std::string_view line = next_line(head); line.starts_with('#'); line = next_line(head)) {
    if (line.starts_with("#separator \\x")) return 100;
    if (line.starts_with("#fields\t")) return 95;
  }
  return 0;
}

bool is_control(std::string_view line, bool) { return line.starts_with('#'); }

}  // namespace

Format format_zeek_tsv() {
  return {.id = "zeek_tsv", .zh = "Zeek 日志", .en = "Zeek logs", .sniff = sniff,
          .make = [](const DecodeContext& context) -> std::unique_ptr<Decoder> { return std::make_unique<ZeekDecoder>(context); },
          .is_control = is_control};
}

}  // namespace lp::detect
