#include "detect/line_decoder.h"

#include <simdjson.h>

#include "detect/json_repair.h"
#include "detect/json_sniff.h"

namespace lp::detect {

Decoded LineDecoder::decode(std::string_view line, Event& out) {
  out.clear();
  std::string_view text = line;
  const bool sound = simdjson::validate_utf8(text.data(), text.size());
  if (!sound) {
    mended_text_ = mend_utf8(text);
    const std::size_t length = mended_text_.size();
    mended_text_.append(line_slack, '\0');
    text = std::string_view(mended_text_).substr(0, length);
  }
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  while (text.ends_with('\r') || text.ends_with('\n')) text.remove_suffix(1);
  if (text.find_first_not_of(" \t") == text.npos) return Decoded::control;
  builder_.begin(out, line);
  const Decoded done = read(text);
  if (done != Decoded::event) {
    out.clear();
    return done;
  }
  mended_ += sound ? 0 : 1;
  builder_.finish();
  texts_.line = text;
  out.texts = &texts_;
  return done;
}

bool looks_like_address(std::string_view s) {
  const bool v6 = s.find(':') != s.npos;
  return s.size() >= (v6 ? 2 : 7) && s.size() <= 45 && s.find_first_not_of(v6 ? "0123456789abcdefABCDEF:.%" : "0123456789.") == s.npos &&
         (v6 || s.find('.') != s.npos);
}

int line_share(std::string_view head, bool (*fits)(std::string_view)) {
  int lines = 0, good = 0;
  for (std::string_view line = next_line(head); !line.empty() && lines < 20; line = next_line(head), ++lines)
    if (fits(line)) ++good;
  return lines == 0 ? 0 : good * 100 / lines;
}

}  // namespace lp::detect
