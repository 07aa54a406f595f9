#pragma once
// What decoders of lines that are not JSON share: bytes that are no UTF-8 are mended, blank lines are control lines, keyword
// searches see the whole line, and fields are found by their names, guessing the order of the last line.

#include <string>
#include <string_view>

#include "detect/event_builder.h"
#include "detect/json_paths.h"

namespace lp::detect {

class LineTexts final : public Texts {
 public:
  std::string_view line{};
  bool any(bool (*matches)(void*, std::string_view), void* context) const override { return matches(context, line); }
};

// Where the parts of a line go: fields of one event, found by name.
class FieldSink {
 public:
  FieldSink(EventBuilder& builder, JsonPaths& paths) : builder_(builder), keys_(paths, WantedFields::root) {}
  // `name` and `text` are views into the line, with its slack behind them.
  void put(std::string_view name, std::string_view text) { builder_.put_untyped(keys_.follow(name).wanted, text); }
  const Wanted* find(std::string_view name) { return keys_.follow(name).wanted; }
  EventBuilder& builder() { return builder_; }

 private:
  EventBuilder& builder_;
  JsonPaths::Object keys_;
};

class LineDecoder : public Decoder {
 public:
  Decoded decode(std::string_view line, Event& out) final;

 protected:
  explicit LineDecoder(const DecodeContext& context) : builder_(context), paths_(builder_.wanted()) {}
  // `text`: valid UTF-8, not blank, without line end, with slack behind. Puts fields into builder_; route and raw are done here.
  virtual Decoded read(std::string_view text) = 0;
  const Wanted* wanted(std::string_view name) const { return builder_.wanted().find(name); }
  FieldSink sink() { return {builder_, paths_}; }

  EventBuilder builder_;
  JsonPaths paths_;

 private:
  LineTexts texts_;
  std::string mended_text_;
};

// Takes the part before `separator` off `rest`, and the separator; the whole of it when there is none.
inline std::string_view take_until(std::string_view& rest, std::string_view separator) {
  const std::size_t at = rest.find(separator);
  const std::string_view part = rest.substr(0, at);
  rest = at == rest.npos ? std::string_view{} : rest.substr(at + separator.size());
  return part;
}
inline std::string_view take_word(std::string_view& rest) {
  while (rest.starts_with(' ')) rest.remove_prefix(1);
  return take_until(rest, " ");
}
inline bool all_digits(std::string_view s) { return !s.empty() && s.find_first_not_of("0123456789") == s.npos; }
// Looks like an IPv4 or IPv6 address (digits, ':' and '.'), loosely.
bool looks_like_address(std::string_view s);
// How many of the first 20 lines in a hundred `fits` holds for.
int line_share(std::string_view head, bool (*fits)(std::string_view line));

}  // namespace lp::detect
