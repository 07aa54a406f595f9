#include "io/mail_header.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "io/encoding.h"
#include "io/transfer_source.h"

namespace lp::io {
namespace {

constexpr std::size_t most_header_bytes = 256 * 1024;

std::string decode_charset(std::string_view bytes, std::string_view charset) {
  const auto decoder = Decoder::for_charset(charset);
  if (!decoder) return to_utf8(bytes, detect_encoding(bytes));
  std::string out;
  decoder->decode(bytes, out, true);
  return out;
}

// One "=?charset?B?text?=" at the front: its end, npos when there is none.
std::size_t decode_word(std::string_view at, std::string& bytes, std::string& charset) {
  const std::size_t first = at.find('?', 2);
  if (!at.starts_with("=?") || first == std::string_view::npos || first + 3 > at.size() || at[first + 2] != '?') return std::string_view::npos;
  const std::size_t end = at.find("?=", first + 3);
  if (end == std::string_view::npos) return end;
  const std::string_view name = at.substr(2, first - 2), text = at.substr(first + 3, end - first - 3);
  const char kind = at[first + 1];
  charset = name.substr(0, name.find('*'));  // a language may follow
  if (kind == 'B' || kind == 'b') {
    Base64Decoder().decode(text, bytes);
  } else if (kind == 'Q' || kind == 'q') {
    QuotedPrintableDecoder decoder;
    decoder.decode(replace_all(text, "_", " "), bytes);
    decoder.finish(bytes);
  } else {
    return std::string_view::npos;
  }
  return end + 2;
}

bool is_blank(std::string_view s) { return s.find_first_not_of(" \t\r\n") == std::string_view::npos; }

std::string percent_decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned byte = 0;
    const char* digits = text.data() + i + 1;
    if (text[i] == '%' && i + 2 < text.size() && std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
      out += static_cast<char>(byte);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

struct Parameter {
  std::string name, value;
};

// `at` stands behind a ";".
Parameter next_parameter(std::string_view value, std::size_t& at) {
  const std::size_t stop = std::min(value.find_first_of("=;", at), value.size());
  Parameter out{to_lower_ascii(trim(value.substr(at, stop - at))), {}};
  at = stop;
  if (at >= value.size() || value[at] == ';') return out;
  at = std::min(value.find_first_not_of(" \t", at + 1), value.size());
  if (at < value.size() && value[at] == '"') {
    for (++at; at < value.size() && value[at] != '"'; ++at) {
      if (value[at] == '\\' && at + 1 < value.size()) ++at;
      out.value += value[at];
    }
  } else {
    const std::size_t end = std::min(value.find(';', at), value.size());
    out.value = trim(value.substr(at, end - at));
    at = end;
  }
  at = std::min(value.find(';', at), value.size());
  return out;
}

// RFC 2231: name*0*=utf-8''%E5; name*1=...
struct Pieces {
  std::string joined;
  bool extended = false;
  std::string decoded() const {
    if (!extended) return decode_mail_words(joined);
    const std::size_t quote = joined.find('\''), second = joined.find('\'', quote + 1);
    if (quote == std::string::npos || second == std::string::npos) return decode_charset(percent_decode(joined), "utf-8");
    return decode_charset(percent_decode(std::string_view(joined).substr(second + 1)), joined.substr(0, quote));
  }
};

}  // namespace

std::string_view MailHeader::value(std::string_view name) const {
  for (const auto& [field, value] : fields) {
    if (field == name) return value;
  }
  return {};
}

Result<MailHeader> read_mail_header(MailLines& lines) {
  MailHeader header;
  std::size_t size = 0;
  for (;;) {
    LP_TRY(const auto piece, lines.next());
    if (!piece) break;
    std::string_view line = piece->text;
    size += line.size();
    while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() && piece->starts_line) break;
    const bool goes_on = !piece->starts_line || line[0] == ' ' || line[0] == '\t';
    const std::size_t colon = line.find(':');
    if (goes_on && !header.fields.empty()) {
      std::string& value = header.fields.back().second;
      if (!piece->starts_line) {
        value += line;
      } else {
        value += " " + std::string(trim(line));
      }
    } else if (colon != std::string_view::npos && colon > 0 && !goes_on) {
      header.fields.emplace_back(to_lower_ascii(trim(line.substr(0, colon))), std::string(trim(line.substr(colon + 1))));
    } else if (!(header.fields.empty() && line.starts_with("From "))) {
      lines.put_back();
      break;
    }
    if (size > most_header_bytes) break;
  }
  for (const auto& [name, value] : header.fields) header.text += name + ": " + decode_mail_words(value) + "\n";
  return header;
}

std::string decode_mail_words(std::string_view value) {
  std::string out, bytes, charset, next_charset;
  const auto flush = [&] {
    if (!bytes.empty()) out += decode_charset(bytes, charset);
    bytes.clear();
  };
  std::size_t plain = 0;
  for (std::size_t at = value.find("=?"); at != std::string_view::npos; at = value.find("=?", at)) {
    std::string word;
    const std::size_t length = decode_word(value.substr(at), word, next_charset);
    if (length == std::string_view::npos) {
      at += 2;
      continue;
    }
    const std::string_view between = value.substr(plain, at - plain);
    // Blanks between two words are none; a character may be cut between them.
    if (bytes.empty() || !is_blank(between) || next_charset != charset) {
      flush();
      if (plain == 0 || !is_blank(between)) out += to_utf8(between, detect_encoding(between));
    }
    charset = next_charset;
    bytes += word;
    at += length;
    plain = at;
  }
  flush();
  const std::string_view rest = value.substr(plain);
  return out + to_utf8(rest, detect_encoding(rest));
}

std::string mail_parameter(std::string_view value, std::string_view name) {
  Pieces pieces;
  for (std::size_t at = value.find(';'); at < value.size();) {
    Parameter p = next_parameter(value, ++at);
    if (p.name.ends_with('*')) {
      p.name.pop_back();
      pieces.extended = pieces.extended || p.name.starts_with(name);
    }
    const std::size_t star = p.name.find('*');
    if (p.name.substr(0, star) == name) pieces.joined += p.value;
  }
  return pieces.decoded();
}

std::string mail_token(std::string_view value) { return to_lower_ascii(trim(value.substr(0, value.find(';')))); }

}  // namespace lp::io
