#include "io/flat_odf.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <string>
#include <vector>

#include "io/xml_stream.h"

namespace lp::io {
namespace {

constexpr std::size_t most_repeated_bytes = 1u << 20;  // a sheet may say "this row a million times"
constexpr std::size_t most_kept_bytes = 2u << 20;      // of a row before it is given away unfinished

std::size_t number_of(std::string_view text, std::size_t otherwise) {
  std::size_t n = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), n);
  return n;
}

bool is_any(std::string_view name, std::initializer_list<std::string_view> names) { return std::find(names.begin(), names.end(), name) != names.end(); }
bool is_region(std::string_view name) { return is_any(name, {"body", "header", "header-left", "header-first", "footer", "footer-left", "footer-first"}); }
bool is_cell(std::string_view name) { return is_any(name, {"table-cell", "covered-table-cell"}); }

void append_repeated(std::string& out, std::string_view text, std::size_t times) {
  if (text.empty()) return;
  times = std::clamp<std::size_t>(times, 1, std::max<std::size_t>(1, most_repeated_bytes / text.size()));
  for (std::size_t i = 0; i < times; ++i) out += text;
}

class TextOfOdf final : public XmlHandler {
 public:
  Status start(std::string_view name, const XmlAttributes& attributes) override {
    if (is_region(name)) ++regions_;
    if (name == "binary-data") ++skipped_;  // pictures
    if (regions_ == 0 || skipped_ > 0) return ok_status();
    if (name == "p" || name == "h") ++paragraphs_;
    if (name == "tab") append("\t");
    if (name == "line-break") append("\n");
    if (name == "s") append(std::string(std::min<std::size_t>(1000, number_of(attributes.get("c"), 1)), ' '));
    if (name == "table-row") rows_.push_back({.repeat = number_of(attributes.get("number-rows-repeated"), 1)});
    if (is_cell(name)) start_cell(attributes);
    return ok_status();
  }
  Status end(std::string_view name) override {
    if (regions_ > 0 && skipped_ == 0) {
      if (name == "p" || name == "h") end_paragraph();
      if (is_cell(name)) end_cell();
      if (name == "table-row") end_row();
    }
    if (name == "binary-data") --skipped_;
    if (is_region(name)) --regions_;
    return ok_status();
  }
  void text(std::string_view piece) override {
    const bool shown = regions_ > 0 && skipped_ == 0 && paragraphs_ > 0;
    if (shown && (cells_.empty() || !cells_.back().number)) append(piece);
    if (target().size() > most_kept_bytes) spill();
  }
  std::string take() { return std::exchange(out_, {}); }

 private:
  struct Row {
    std::string text{};
    std::size_t repeat = 1;
  };
  struct Cell {
    std::size_t start = 0;  // in the row's text
    std::size_t repeat = 1;
    bool number = false;  // its value was given; what is displayed may be rounded or ####
  };
  std::string& target() { return rows_.empty() ? out_ : rows_.back().text; }
  void append(std::string_view piece) { target() += piece; }
  void start_cell(const XmlAttributes& attributes) {
    const std::string_view type = attributes.get("value-type"), value = attributes.get("value");
    const bool number = is_any(type, {"float", "currency", "percentage"}) && !value.empty();
    cells_.push_back({.start = target().size(), .repeat = number_of(attributes.get("number-columns-repeated"), 1), .number = number});
    if (number) append(value);
  }
  void end_paragraph() {
    if (paragraphs_ > 0) --paragraphs_;
    append(cells_.empty() ? "\n" : " ");
  }
  void end_cell() {
    if (cells_.empty()) return;
    const Cell cell = cells_.back();
    cells_.pop_back();
    std::string text = target().substr(std::min(cell.start, target().size()));
    text.erase(text.find_last_not_of(" \n") + 1);
    target().resize(std::min(cell.start, target().size()));
    if (text.empty()) return append("\t");
    append_repeated(target(), text + "\t", cell.repeat);
    if (target().size() > most_kept_bytes) spill();
  }
  // A row too long to keep is not repeated.
  void spill() {
    for (Row& row : rows_) {
      out_ += row.text;
      row = {};
    }
    for (Cell& cell : cells_) cell = {.number = cell.number};
  }
  void end_row() {
    if (rows_.empty()) return;
    Row row = std::move(rows_.back());
    rows_.pop_back();
    row.text.erase(row.text.find_last_not_of("\t ") + 1);
    if (!row.text.empty()) append_repeated(target(), row.text + "\n", row.repeat);
  }

  int regions_ = 0, skipped_ = 0, paragraphs_ = 0;
  std::string out_;
  std::vector<Row> rows_;  // tables may stand in cells of tables
  std::vector<Cell> cells_;
};

class FlatOdfText final : public ByteSource {
 public:
  explicit FlatOdfText(std::unique_ptr<ByteSource> xml) : xml_(std::move(xml)) {}
  Result<std::size_t> read(char* out, std::size_t size) override {
    while (given_ == text_.size() && !ended_) LP_CHECK_OK(parse_more());
    const std::size_t n = std::min(size, text_.size() - given_);
    std::memcpy(out, text_.data() + given_, n);
    given_ += n;
    return n;
  }

 private:
  Status parse_more() {
    std::array<char, 65536> chunk;
    LP_TRY(const std::size_t n, xml_->read(chunk.data(), chunk.size()));
    ended_ = n == 0;
    LP_CHECK_OK(stream_.feed({chunk.data(), n}, ended_));
    text_ = handler_.take();
    given_ = 0;
    return ok_status();
  }

  std::unique_ptr<ByteSource> xml_;
  TextOfOdf handler_;
  XmlStream stream_{handler_, "converted document"};
  std::string text_;
  std::size_t given_ = 0;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> make_flat_odf_text(std::unique_ptr<ByteSource> xml) { return std::make_unique<FlatOdfText>(std::move(xml)); }

}  // namespace lp::io
