#include "detect/syslog_head.h"

#include "detect/line_decoder.h"

namespace lp::detect {
namespace {

bool take_priority(std::string_view& rest, SyslogHead& head) {
  if (!rest.starts_with('<')) return false;
  const std::size_t end = rest.find('>');
  if (end == rest.npos || end > 4 || !all_digits(rest.substr(1, end - 1))) return false;
  int value = 0;
  for (const char c : rest.substr(1, end - 1)) value = value * 10 + (c - '0');
  if (value > 191) return false;
  head.priority = value;
  rest.remove_prefix(end + 1);
  return true;
}

std::string_view without_dash(std::string_view word) { return word == "-" ? std::string_view{} : word; }

// End of structured data that starts with '[': quoted values may hold escaped quotes and brackets.
std::size_t structured_end(std::string_view s) {
  bool quoted = false;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (quoted) {
      if (s[i] == '\\') ++i;
      else if (s[i] == '"') quoted = false;
    } else if (s[i] == '"') {
      quoted = true;
    } else if (s[i] == ']' && (i + 1 == s.size() || s[i + 1] != '[')) {
      return i + 1;
    }
  }
  return s.npos;
}

// VERSION TIMESTAMP HOST APP PROCID MSGID SD MSG; `rest` starts at the version.
bool read_5424(std::string_view rest, const TimeReading& reading, SyslogHead& head) {
  const std::string_view version = take_until(rest, " ");
  if (version.size() > 3 || !all_digits(version)) return false;
  const std::string_view time = take_until(rest, " ");
  if (time != "-" && (time.size() < 10 || time[4] != '-')) return false;
  head.has_time = time != "-";
  head.time = head.has_time ? parse_time(time, reading) : no_time;
  head.host = without_dash(take_until(rest, " "));
  head.program = without_dash(take_until(rest, " "));
  head.process = without_dash(take_until(rest, " "));
  head.message_id = without_dash(take_until(rest, " "));
  while (rest.starts_with(' ')) rest.remove_prefix(1);
  if (rest.starts_with('[')) {
    const std::size_t end = structured_end(rest);
    if (end != rest.npos) {
      head.structured = rest.substr(0, end);
      rest.remove_prefix(end);
    }
  } else if (rest.starts_with('-') && (rest.size() == 1 || rest[1] == ' ')) {
    rest.remove_prefix(1);
  }
  while (rest.starts_with(' ')) rest.remove_prefix(1);
  head.message = rest.starts_with("\xef\xbb\xbf") ? rest.substr(3) : rest;
  return true;
}

bool month_starts(std::string_view s) {
  static constexpr std::string_view names = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec";
  return s.size() > 14 && s[3] == ' ' && names.find(s.substr(0, 3)) != names.npos && s[0] >= 'A' && s[0] <= 'S';
}

// Length of the time that starts `s`; 0: none.
std::size_t time_length(std::string_view s) {
  if (month_starts(s)) {
    const std::size_t day = s.find_first_not_of(' ', 3);
    std::size_t at = day == s.npos ? s.npos : s.find(' ', day);
    if (at == s.npos) return 0;
    if (s.size() > at + 6 && all_digits(s.substr(at + 1, 4)) && s[at + 5] == ' ') at += 5;
    const std::size_t end = s.find_first_of(" ,", at + 1);
    const std::size_t stop = end == s.npos ? s.size() : end;
    const std::size_t trimmed = stop > 0 && s[stop - 1] == ':' ? stop - 1 : stop;
    return s.substr(at + 1, trimmed - at - 1).find(':') == s.npos ? 0 : trimmed;
  }
  if (s.size() < 19 || s[4] != '-' || s[7] != '-' || !all_digits(s.substr(0, 4))) return 0;
  if (s[10] == 'T') return s.find(' ');
  return s[10] == ' ' && s[13] == ':' ? (s.find(' ', 11) == s.npos ? s.size() : s.find(' ', 11)) : 0;
}

// "program[process]: message" or "program: message".
void read_tag(std::string_view rest, SyslogHead& head) {
  head.message = rest;
  const std::size_t end = rest.find_first_of("[: ");
  if (end == rest.npos || end == 0 || rest[end] == ' ') return;
  std::size_t after = end;
  if (rest[end] == '[') {
    const std::size_t close = rest.find(']', end);
    if (close == rest.npos) return;
    head.process = rest.substr(end + 1, close - end - 1);
    after = close + 1;
  }
  head.program = rest.substr(0, end);
  rest.remove_prefix(after);
  if (rest.starts_with(':')) rest.remove_prefix(1);
  while (rest.starts_with(' ')) rest.remove_prefix(1);
  head.message = rest;
}

// Cisco writes "123: *Mar  1 18:46:11: %…", with a sequence number and a mark of an unsure clock.
void skip_sequence(std::string_view& rest) {
  const std::size_t digits = rest.find_first_not_of("0123456789");
  if (digits != rest.npos && digits > 0 && rest.substr(digits).starts_with(": ")) rest.remove_prefix(digits + 2);
  if (rest.starts_with('*') || rest.starts_with('.')) rest.remove_prefix(1);
}

}  // namespace

bool read_syslog_head(std::string_view rest, const TimeReading& reading, SyslogHead& head) {
  const bool prioritised = take_priority(rest, head);
  if (prioritised && !rest.empty() && rest[0] >= '1' && rest[0] <= '9' && read_5424(rest, reading, head)) return true;
  skip_sequence(rest);
  const std::size_t length = time_length(rest);
  if (length == 0 || length == rest.npos) {
    read_tag(rest, head);
    return prioritised;
  }
  head.has_time = true;
  head.time = parse_time(rest.substr(0, length), reading);
  rest.remove_prefix(length);
  const bool colon = rest.starts_with(':');
  if (colon) rest.remove_prefix(1);
  while (rest.starts_with(' ')) rest.remove_prefix(1);
  const std::size_t word = rest.find(' ');
  const std::string_view first = rest.substr(0, word);
  if (!colon && word != rest.npos && !first.ends_with(':') && !first.starts_with("CEF:") && !first.starts_with('%')) {
    head.host = first;
    rest.remove_prefix(word + 1);
  }
  while (rest.starts_with(' ')) rest.remove_prefix(1);
  if (rest.starts_with("CEF:") || rest.starts_with("LEEF:")) {
    head.message = rest;
  } else {
    read_tag(rest, head);
  }
  return true;
}

}  // namespace lp::detect
