#include "base/hash.h"
#include "base/text.h"
#include "detect/json_repair.h"
#include "detect/pairs.h"

namespace lp::detect {
namespace {

// Fields whose text the kernel writes in hexadecimal when it holds blanks or quotes.
bool may_be_hex(std::string_view key, std::string_view type) {
  if (key == "proctitle" || key == "comm" || key == "exe" || key == "name" || key == "cwd" || key == "cmd" || key == "data" || key == "acct") return true;
  return type == "EXECVE" && key.size() >= 2 && key[0] == 'a' && key[1] >= '0' && key[1] <= '9';
}

bool is_hex(std::string_view s) { return s.size() >= 2 && s.size() % 2 == 0 && s.find_first_not_of("0123456789ABCDEF") == s.npos; }

std::string decode_hex(std::string_view hex) {
  std::string bytes;
  if (!from_hex(hex, bytes)) return std::string(hex);
  for (char& c : bytes)
    if (c == '\0') c = ' ';  // between arguments
  while (bytes.ends_with(' ')) bytes.pop_back();
  return is_valid_utf8(bytes) ? bytes : mend_utf8(bytes);
}

class AuditReader {
 public:
  AuditReader(FieldSink& sink, std::string_view type) : sink_(sink), type_(type), command_(sink.builder().wanted().find("CommandLine")) {}

  void read(std::string_view rest) {
    while (!rest.empty()) {
      while (!rest.empty() && (rest[0] == ' ' || rest[0] == '\x1d' || rest[0] == ',')) rest.remove_prefix(1);
      const std::size_t equals = rest.find('=');
      if (equals == rest.npos) return;
      std::string_view key = rest.substr(0, equals);
      if (const std::size_t blank = key.rfind(' '); blank != key.npos) key.remove_prefix(blank + 1);
      rest.remove_prefix(equals + 1);
      read_value(key, rest);
    }
  }
  void finish() {
    if (command_ && !words_.empty()) sink_.builder().put_text(*command_, sink_.builder().keep(std::move(words_)));
  }

 private:
  void read_value(std::string_view key, std::string_view& rest) {
    const char quote = rest.empty() ? '\0' : rest[0];
    if (quote == '\'' || quote == '"') {
      rest.remove_prefix(1);
      const std::string_view value = take_until(rest, std::string_view(quote == '"' ? "\"" : "'"));
      if (quote == '\'' && key == "msg") return read(value);  // pairs inside
      return put(key, value);
    }
    const std::size_t end = rest.find_first_of(" \x1d");
    const std::string_view value = rest.substr(0, end);
    rest = end == rest.npos ? std::string_view{} : rest.substr(end);
    if (may_be_hex(key, type_) && is_hex(value)) return put(key, sink_.builder().keep(decode_hex(value)));
    if (value != "(null)" && value != "?" && value != "(none)") put(key, value);
  }
  void put(std::string_view key, std::string_view value) {
    sink_.put(key, value);
    const bool word = type_ == "EXECVE" && key.size() >= 2 && key[0] == 'a' && all_digits(key.substr(1));
    if (!command_ || (!word && !(type_ == "PROCTITLE" && key == "proctitle"))) return;
    if (!words_.empty()) words_ += ' ';
    words_ += value;
  }

  FieldSink& sink_;
  std::string_view type_;
  const Wanted* command_;
  std::string words_;
};

}  // namespace

bool read_audit(std::string_view text, FieldSink& sink) {
  if (text.starts_with("node=")) {
    text.remove_prefix(5);
    sink.builder().put_untyped("node", take_until(text, " "));
  }
  if (!text.starts_with("type=")) return false;
  text.remove_prefix(5);
  const std::string_view type = take_until(text, " ");
  const std::size_t stamp = text.find("audit(");
  if (stamp == text.npos || stamp > 8) return false;
  text.remove_prefix(stamp + 6);
  std::string_view number = take_until(text, ")");
  const std::string_view time = take_until(number, ":");
  const std::int64_t when = parse_time(time, sink.builder().time_reading());
  if (when == no_time) return false;
  if (text.starts_with(':')) text.remove_prefix(1);
  sink.builder().put_untyped("type", type);
  sink.builder().put_untyped("sequence", number);
  sink.builder().set_time(when);
  AuditReader reader(sink, type);
  reader.read(text);
  reader.finish();
  return true;
}

}  // namespace lp::detect
