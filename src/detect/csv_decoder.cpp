#include "detect/csv_decoder.h"

#include "base/text.h"

namespace lp::detect {

bool CsvDecoder::read_header(std::string_view text) {
  delimiter_ = guess_delimiter(text);
  if (delimiter_ == '\0' || !split_csv(text, delimiter_, nullptr, values_)) return false;
  for (const std::string_view value : values_) {
    const std::string_view name = trim(value);
    columns_.push_back({std::string(name), {}, name.empty() ? nullptr : wanted(name)});
  }
  return true;
}

Decoded CsvDecoder::read(std::string_view text) {
  if (passes_over(text)) return Decoded::control;
  if (columns_.empty()) return read_header(text) ? Decoded::control : reject("no_header");
  if (!split_csv(text, delimiter_, &builder_, values_)) return reject("open_quote");
  if (values_.size() > columns_.size()) return reject("wrong_columns");
  if (values_.size() == 1 && columns_.size() > 1) return reject("wrong_columns");
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const std::string_view value = trim(values_[i]);
    if (columns_[i].wanted && !value.empty()) builder_.put_untyped(*columns_[i].wanted, value);
  }
  return Decoded::event;
}

}  // namespace lp::detect
