#include <array>

#include "detect/pairs.h"

namespace lp::detect {
namespace {

// Up to the next '|' that is not escaped; false when there is none.
bool take_bar(std::string_view& rest, std::string_view& part) {
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (rest[i] == '\\') {
      ++i;
    } else if (rest[i] == '|') {
      part = rest.substr(0, i);
      rest.remove_prefix(i + 1);
      return true;
    }
  }
  return false;
}

std::string_view unescape(std::string_view text, EventBuilder& builder) {
  if (text.find('\\') == text.npos) return text;
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    const char c = text[++i];
    if (c == 'n') {
      out += '\n';
    } else if (c == 'r') {
      out += '\r';
    } else {
      if (c != '=' && c != '|' && c != '\\') out += '\\';
      out += c;
    }
  }
  return builder.keep(std::move(out));
}

void put(FieldSink& sink, std::string_view name, std::string_view value) {
  if (const Wanted* wanted = sink.find(name)) sink.builder().put_untyped(*wanted, unescape(value, sink.builder()));
}

// A key is what stands between a blank and '='.
bool key_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-' || c == '[' || c == ']';
}

constexpr int label_limit = 64;

struct Pair {
  std::string_view key{}, value{};
};

// Calls back for each pair of a CEF extension.
template <class Each>
void each_pair(std::string_view text, Each&& each) {
  Pair open;
  std::size_t value_start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
      continue;
    }
    if (text[i] != '=') continue;
    std::size_t start = i;
    while (start > value_start && key_char(text[start - 1])) --start;
    if (start == i || (start > 0 && text[start - 1] != ' ') || (!open.key.empty() && start <= value_start)) continue;  // part of a value
    if (!open.key.empty()) {
      open.value = text.substr(value_start, start - 1 - value_start);
      each(open);
    }
    open.key = text.substr(start, i - start);
    value_start = i + 1;
  }
  if (open.key.empty()) return;
  open.value = text.substr(value_start);
  while (open.value.ends_with(' ')) open.value.remove_suffix(1);
  each(open);
}

// Labels of custom fields: "cs1Label" names what "cs1" holds.
void put_labelled(std::string_view text, FieldSink& sink) {
  if (text.find("Label=") == text.npos) return;
  int left = label_limit;  // each is a walk through the line
  each_pair(text, [&](const Pair& label) {
    if (!label.key.ends_with("Label") || --left < 0) return;
    const Wanted* wanted = sink.builder().wanted().find(label.value);
    if (wanted == nullptr) return;
    each_pair(text, [&](const Pair& pair) {
      if (pair.key == label.key.substr(0, label.key.size() - 5)) sink.builder().put_untyped(*wanted, unescape(pair.value, sink.builder()));
    });
  });
}

constexpr std::array<std::string_view, 7> cef_head{"cefVersion", "deviceVendor", "deviceProduct", "deviceVersion", "deviceEventClassId", "name", "severity"};
constexpr std::array<std::string_view, 5> leef_head{"leefVersion", "deviceVendor", "deviceProduct", "deviceVersion", "deviceEventClassId"};

bool read_head(std::string_view& rest, std::span<const std::string_view> names, FieldSink& sink) {
  for (const std::string_view name : names) {
    std::string_view part;
    if (!take_bar(rest, part)) return false;
    if (const Wanted* wanted = sink.builder().wanted().find(name)) sink.builder().put_untyped(*wanted, unescape(part, sink.builder()));
  }
  return true;
}

// LEEF 2.0's delimiter: a character, or its code as x09 or 0x09.
char delimiter_of(std::string_view written) {
  if (written.size() == 1) return written[0];
  const std::size_t x = written.find_first_of("xX");
  if (x == written.npos) return '\t';
  const std::string digits(written.substr(x + 1, 4));
  const long code = std::strtol(digits.c_str(), nullptr, 16);
  return code > 0 && code < 128 ? static_cast<char>(code) : '\t';
}

}  // namespace

bool read_cef(std::string_view text, FieldSink& sink) {
  if (!text.starts_with("CEF:")) return false;
  text.remove_prefix(4);
  if (!read_head(text, cef_head, sink)) return false;
  each_pair(text, [&](const Pair& pair) { put(sink, pair.key, pair.value); });
  put_labelled(text, sink);
  return true;
}

bool read_leef(std::string_view text, FieldSink& sink) {
  if (!text.starts_with("LEEF:")) return false;
  text.remove_prefix(5);
  const bool second = text.starts_with("2.");
  if (!read_head(text, leef_head, sink)) return false;
  char delimiter = '\t';
  const std::size_t bar = text.find('|');
  if (second && bar != text.npos && bar <= 6 && text.substr(0, bar).find('=') == text.npos) {
    delimiter = delimiter_of(text.substr(0, bar));
    text.remove_prefix(bar + 1);
  }
  while (!text.empty()) {
    std::string_view value = take_until(text, std::string_view(&delimiter, 1));
    const std::size_t equals = value.find('=');
    if (equals == value.npos || equals == 0) continue;
    put(sink, value.substr(0, equals), value.substr(equals + 1));
  }
  return true;
}

}  // namespace lp::detect
