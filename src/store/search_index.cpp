#include "store/search_index.h"

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

}  // namespace

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
  return words;
}

Status add_to_search(db::Connection& db, const KindTable& t, RecordId id, const json::object& data) {
  if (t.search_fields.empty()) return {};
  return db.exec(db.dialect().add_to_search(t.search_table), {{"id", id.value}, {"words", search_words(t, data)}});
}

Status change_search(db::Connection& db, const KindTable& t, RecordId id, const json::object& before, const json::object& after) {
  if (t.search_fields.empty()) return {};
  std::string old_words = search_words(t, before), new_words = search_words(t, after);
  if (old_words == new_words) return {};
  LP_CHECK_OK(db.exec(db.dialect().remove_from_search(t.search_table), {{"id", id.value}, {"words", std::move(old_words)}}));
  return db.exec(db.dialect().add_to_search(t.search_table), {{"id", id.value}, {"words", std::move(new_words)}});
}

Result<std::string> search_phrase(const db::Connection& db, std::string_view text) {
  const std::string pairs = to_pairs(text);
  if (!pairs.empty()) return db.dialect().phrase(pairs);
  Error e = make_error(Errc::invalid, "search text needs at least two letters or digits", "type one more character");
  e.message_zh = "请至少输入两个字进行搜索。";
  return e;
}

}  // namespace lp::store
