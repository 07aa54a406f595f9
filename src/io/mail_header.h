#pragma once
// Header fields of mail (RFC 5322, 2045, 2047, 2231), leniently.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/mail_lines.h"

namespace lp::io {

struct MailHeader {
  std::vector<std::pair<std::string, std::string>> fields;  // name in lower case, value unfolded, raw
  std::string text;                                         // all of it as a person reads it, UTF-8
  std::string_view value(std::string_view name) const;      // the first; empty when absent
};

// Up to the empty line; a line that is no field ends it too and is left to the body. At most 256 KiB; the
// rest is left to the body as well.
Result<MailHeader> read_mail_header(MailLines& lines);

// "=?utf-8?B?5byg?=" and the like in a value → UTF-8. Raw 8-bit text is decoded as detect_encoding() sees it.
std::string decode_mail_words(std::string_view value);

// A parameter of "text/plain; charset=gbk; name*=utf-8''%E5", decoded; empty when absent.
std::string mail_parameter(std::string_view value, std::string_view name);
// The part before the parameters, in lower case.
std::string mail_token(std::string_view value);

}  // namespace lp::io
