// W3C extended logs of IIS (and of whatever else writes them): "#Fields:" names the columns, blanks part them, '-' is nothing,
// '+' in texts of clients stands for a blank. Fields as they are named, and c-uri (stem?query). Times are UTC.
#include "detect/columns.h"
#include "detect/json_sniff.h"
#include "detect/line_decoder.h"

namespace lp::detect {
namespace {

constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

class IisDecoder final : public LineDecoder {
 public:
  explicit IisDecoder(const DecodeContext& context) : LineDecoder(context), whole_uri_(wanted("c-uri")) {}

 private:
  Decoded read(std::string_view text) override {
    if (text.starts_with('#')) {
      if (text.starts_with("#Fields:")) read_fields(text.substr(8));
      return Decoded::control;
    }
    if (columns_.empty()) return reject("no_header");
    values_.clear();
    while (!text.empty() && values_.size() <= columns_.size()) values_.push_back(take_word(text));
    if (values_.size() != columns_.size()) return reject("wrong_columns");
    return put_all();
  }
  void read_fields(std::string_view rest) {
    columns_.clear();
    date_ = time_ = stem_ = query_ = nowhere;
    while (!rest.empty() && columns_.size() < column_limit) {
      const std::string_view name = take_word(rest);
      if (name.empty()) continue;
      if (name == "date") date_ = columns_.size();
      if (name == "time") time_ = columns_.size();
      if (name == "cs-uri-stem") stem_ = columns_.size();
      if (name == "cs-uri-query") query_ = columns_.size();
      columns_.push_back({std::string(name), name.starts_with("cs(") ? "client" : "", wanted(name)});
    }
  }
  Decoded put_all() {
    if (date_ != nowhere && time_ != nowhere) {
      const std::string when = std::string(values_[date_]) + 'T' + std::string(values_[time_]) + 'Z';
      const std::int64_t time = parse_time(when, builder_.time_reading());
      if (time == no_time) return reject("bad_time");
      builder_.set_time(time);
    }
    for (std::size_t i = 0; i < columns_.size(); ++i)
      if (columns_[i].wanted && values_[i] != "-") builder_.put_untyped(*columns_[i].wanted, columns_[i].type.empty() ? values_[i] : with_blanks(values_[i]));
    if (whole_uri_ && stem_ != nowhere && values_[stem_] != "-") put_uri();
    return Decoded::event;
  }
  void put_uri() {
    if (query_ == nowhere || values_[query_] == "-") return builder_.put_text(*whole_uri_, values_[stem_]);
    builder_.put_text(*whole_uri_, builder_.keep(std::string(values_[stem_]) + '?' + std::string(values_[query_])));
  }
  std::string_view with_blanks(std::string_view text) {
    if (text.find('+') == text.npos) return text;
    std::string out(text);
    for (char& c : out)
      if (c == '+') c = ' ';
    return builder_.keep(std::move(out));
  }

  const Wanted* whole_uri_;
  std::vector<Column> columns_;
  std::vector<std::string_view> values_;
  std::size_t date_ = nowhere, time_ = nowhere, stem_ = nowhere, query_ = nowhere;
};

int sniff(std::string_view head) {
  for (std::string_view line = next_line(head); line.starts_with('#'); line = next_line(head))
    if (line.starts_with("#Fields:")) return line.find("c-ip") != line.npos || line.find("cs-") != line.npos ? 98 : 60;
  return 0;
}

bool is_control(std::string_view line, bool) { return line.starts_with('#'); }

}  // namespace

Format format_iis_w3c() {
  return {.id = "iis_w3c", .zh = "IIS 日志（W3C）", .en = "IIS log (W3C)", .sniff = sniff,
          .make = [](const DecodeContext& context) -> std::unique_ptr<Decoder> { return std::make_unique<IisDecoder>(context); },
          .is_control = is_control};
}

}  // namespace lp::detect
