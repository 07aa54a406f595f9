#include "base/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <vector>

#include "base/check.h"

namespace lp {
namespace {

bool has_only_finite_numbers(const json::value& v) {
  switch (v.kind()) {
    case json::kind::double_: return std::isfinite(v.get_double());
    case json::kind::array:
      return std::all_of(v.get_array().begin(), v.get_array().end(), has_only_finite_numbers);
    case json::kind::object:
      return std::all_of(v.get_object().begin(), v.get_object().end(),
                         [](const auto& member) { return has_only_finite_numbers(member.value()); });
    default: return true;
  }
}

enum class Layout { compact, canonical, pretty };

class Writer {
 public:
  explicit Writer(Layout layout) : layout_(layout) {}
  std::string take() { return std::move(out_); }

  void write(const json::value& v) {
    switch (v.kind()) {
      case json::kind::object: return write_object(v.get_object());
      case json::kind::array: return write_array(v.get_array());
      case json::kind::string: return write_string(v.get_string());
      case json::kind::int64: return write_integer(v.get_int64());
      case json::kind::uint64: return write_integer(v.get_uint64());
      case json::kind::double_: return write_real(v.get_double());
      case json::kind::bool_: out_ += v.get_bool() ? "true" : "false"; return;
      case json::kind::null: out_ += "null"; return;
    }
  }

 private:
  // Writes runs of plain bytes at once: most texts hold nothing to escape.
  void write_string(std::string_view text) {
    out_ += '"';
    std::size_t plain = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const auto c = static_cast<unsigned char>(text[i]);
      if (c >= 0x20 && c != '"' && c != '\\') continue;
      out_.append(text, plain, i - plain);
      write_escape(text[i]);
      plain = i + 1;
    }
    out_.append(text, plain);
    out_ += '"';
  }

  void write_escape(char c) {
    switch (c) {
      case '"': out_ += "\\\""; return;
      case '\\': out_ += "\\\\"; return;
      case '\b': out_ += "\\b"; return;
      case '\f': out_ += "\\f"; return;
      case '\n': out_ += "\\n"; return;
      case '\r': out_ += "\\r"; return;
      case '\t': out_ += "\\t"; return;
      default: fmt::format_to(std::back_inserter(out_), "\\u{:04x}", static_cast<unsigned>(c)); return;
    }
  }

  template <class Integer>
  void write_integer(Integer n) {
    char digits[24];
    out_.append(digits, std::to_chars(digits, digits + sizeof digits, n).ptr);
  }

  void write_real(double n) {
    if (!std::isfinite(n)) out_ += "null";
    else fmt::format_to(std::back_inserter(out_), "{}", n);  // the shortest text that reads back the same
  }

  void write_member(std::size_t index, std::string_view key, const json::value& v) {
    separate(index);
    write_string(key);
    out_ += layout_ == Layout::pretty ? ": " : ":";
    write(v);
  }

  void write_object(const json::object& o) {
    open('{');
    std::size_t i = 0;
    if (layout_ == Layout::compact) {
      for (const auto& m : o) write_member(i++, m.key(), m.value());
    } else {
      std::vector<const json::key_value_pair*> members;
      for (const auto& m : o) members.push_back(&m);
      std::sort(members.begin(), members.end(), [](auto* a, auto* b) { return a->key() < b->key(); });
      for (const auto* m : members) write_member(i++, m->key(), m->value());
    }
    close('}', o.empty());
  }

  void write_array(const json::array& a) {
    open('[');
    for (std::size_t i = 0; i < a.size(); ++i) {
      separate(i);
      write(a[i]);
    }
    close(']', a.empty());
  }

  void open(char c) { out_ += c, ++depth_; }
  void separate(std::size_t index) {
    if (index > 0) out_ += ',';
    new_line();
  }
  void close(char c, bool empty) {
    --depth_;
    if (!empty) new_line();
    out_ += c;
  }
  void new_line() {
    if (layout_ == Layout::pretty) out_.append("\n").append(depth_ * 2, ' ');
  }

  Layout layout_;
  std::string out_;
  std::size_t depth_ = 0;
};

std::string write(const json::value& v, Layout layout) {
  Writer writer(layout);
  writer.write(v);
  return writer.take();
}

}  // namespace

Result<json::value> parse_json(std::string_view text) {
  json::parse_options options;
  options.max_depth = 64;
  boost::system::error_code problem;
  json::value v = json::parse(json::string_view(text.data(), text.size()), problem, {}, options);
  if (problem) return make_error(Errc::invalid, "not valid JSON: " + problem.message(), "check commas, quotes and depth (at most 64)");
  if (!has_only_finite_numbers(v)) return make_error(Errc::invalid, "a number is out of range", "use numbers below 1e308");
  return v;
}

std::string to_text(const json::value& v) { return write(v, Layout::compact); }
std::string to_canonical_text(const json::value& v) { return write(v, Layout::canonical); }
std::string to_pretty_text(const json::value& v) { return write(v, Layout::pretty) + "\n"; }

const json::value* find(const json::object& o, std::string_view key) {
  return o.if_contains(json::string_view(key.data(), key.size()));
}

std::string get_string(const json::object& o, std::string_view key, std::string_view fallback) {
  const json::value* v = find(o, key);
  return v != nullptr && v->is_string() ? std::string(v->get_string()) : std::string(fallback);
}

std::uint64_t get_count(const json::object& o, std::string_view key) {
  const json::value* v = find(o, key);
  return v != nullptr && (v->is_uint64() || (v->is_int64() && v->as_int64() >= 0)) ? v->to_number<std::uint64_t>() : 0;
}

std::int64_t get_int(const json::object& o, std::string_view key, std::int64_t fallback) {
  const json::value* v = find(o, key);
  if (v == nullptr) return fallback;
  if (v->is_int64()) return v->get_int64();
  if (v->is_uint64() && v->get_uint64() <= INT64_MAX) return static_cast<std::int64_t>(v->get_uint64());
  return fallback;
}

bool get_bool(const json::object& o, std::string_view key, bool fallback) {
  const json::value* v = find(o, key);
  return v != nullptr && v->is_bool() ? v->get_bool() : fallback;
}

const json::object* find_object(const json::object& o, std::string_view key) {
  const json::value* v = find(o, key);
  return v != nullptr ? v->if_object() : nullptr;
}

const json::array* find_array(const json::object& o, std::string_view key) {
  const json::value* v = find(o, key);
  return v != nullptr ? v->if_array() : nullptr;
}

}  // namespace lp
