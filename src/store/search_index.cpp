#include "store/search_index.h"

#include "base/hash.h"
#include "base/ids.h"
#include "base/text.h"
#include "store/db/dialect.h"

namespace lp::store {
namespace {

// A word no pair can be: stops a phrase from running over the end of a value.
constexpr std::string_view value_end = "eov";

void append_value(std::string& words, const json::value& v) {
  if (v.is_array()) {
    for (const json::value& element : v.get_array()) append_value(words, element);
    return;
  }
  if (!v.is_string()) return;
  const std::string pairs = to_pairs(v.get_string());
  if (pairs.empty()) return;
  if (!words.empty()) words.append(" ").append(value_end).append(" ");
  words += pairs;
}

// Bytes of a value that a word may not hold, or that would be folded, are written as two digits.
void append_digits(std::string& out, std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
}

void append_marks(std::string& words, const model::Field& f, const json::value& v) {
  if (v.is_array()) {
    for (const json::value& element : v.get_array()) append_marks(words, f, element);
  } else if (v.is_string()) {
    if (!words.empty()) words += ' ';
    words += mark_of(f, v.get_string());
  }
}

}  // namespace

std::string mark_of(const model::Field& field, std::string_view value) {
  constexpr std::string_view joint = "\xC2\xB7";  // · is part of words, and of no field's name
  constexpr std::size_t longest = 24;              // bytes kept as they are
  std::string out(joint);
  for (const char c : field.name) {
    if (c == '_') out += joint;
    else out += c;
  }
  out.append(joint).append(joint);
  if (value.size() <= longest) {
    append_digits(out, value);
  } else {
    const Digest digest = sha256(value);
    append_digits(out.append("h"), {reinterpret_cast<const char*>(digest.data()), 20});
  }
  return out;
}

std::string search_recipe(const KindTable& t) {
  std::string out;
  for (const model::Field* f : t.search_fields) out.append(out.empty() ? "" : ",").append(f->name);
  for (const model::Field* f : t.marked_fields) out.append(";").append(f->name);
  return out;
}

std::string to_pairs(std::string_view text) {
  const std::string plain = normalise_for_match(text);
  std::string out;
  out.reserve(plain.size() * 3);
  std::size_t previous = 0, at = 0;  // byte offsets of the previous and this character
  const auto next = [&](std::size_t i) {
    ++i;
    while (i < plain.size() && (static_cast<unsigned char>(plain[i]) & 0xC0) == 0x80) ++i;
    return i;
  };
  for (at = plain.empty() ? 0 : next(0); at < plain.size();) {
    const std::size_t end = next(at);
    if (!out.empty()) out += ' ';
    out.append(plain, previous, end - previous);
    previous = at;
    at = end;
  }
  return out;
}

std::string search_words(const KindTable& t, const json::object& data) {
  std::string words;
  for (const model::Field* f : t.search_fields) {
    if (const json::value* v = find(data, f->name)) append_value(words, *v);
  }
  for (const model::Field* f : t.marked_fields) {
    if (const json::value* v = find(data, f->name)) append_marks(words, *f, *v);
  }
  return words;
}

Status add_to_search(db::Connection& db, const KindTable& t, RecordId id, const json::object& data) {
  if (!t.has_search()) return {};
  const db::Value values[] = {id.value, search_words(t, data)};
  return db.exec_in_order(db.dialect().add_to_search(t.search_table), values);
}

Status change_search(db::Connection& db, const KindTable& t, RecordId id, const json::object& before, const json::object& after) {
  if (!t.has_search()) return {};
  std::string old_words = search_words(t, before), new_words = search_words(t, after);
  if (old_words == new_words) return {};
  LP_CHECK_OK(db.exec(db.dialect().remove_from_search(t.search_table), {{"id", id.value}, {"words", std::move(old_words)}}));
  const db::Value values[] = {id.value, std::move(new_words)};
  return db.exec_in_order(db.dialect().add_to_search(t.search_table), values);
}

Result<std::string> search_phrase(const db::Connection& db, std::string_view text) {
  const std::string pairs = to_pairs(text);
  if (!pairs.empty()) return db.dialect().phrase(pairs);
  Error e = make_error(Errc::invalid, "search text needs at least two letters or digits", "type one more character");
  e.message_zh = "请至少输入两个字进行搜索。";
  return e;
}

}  // namespace lp::store
