#pragma once
// Full-text search by pairs of characters: 网络单元 is kept as the words 网络 络单 单元, so a
// phrase of such words is an exact substring, for Chinese and Latin alike. Text is compared
// after normalise_for_match: half width, lower case, without white space and punctuation.
//
// The same index finds records by a whole value where no other does: by an element of a field of
// many values, and by a text that has no index of its own. Such a value is kept as one word, its
// mark, which no pair of characters can be: the field's name, its bytes or what stands for them.

#include <string>
#include <string_view>

#include "base/ids.h"
#include "base/json.h"
#include "store/kind_table.h"

namespace lp::store {

std::string to_pairs(std::string_view text);   // "" for less than two characters
std::string mark_of(const model::Field& field, std::string_view value);
std::string search_words(const KindTable& t, const json::object& data);
// What the words of a kind are made of; when it changes, the index is made again.
std::string search_recipe(const KindTable& t);

Status add_to_search(db::Connection& db, const KindTable& t, RecordId id, const json::object& data);
// Given the data before and after; does nothing when the words are the same.
Status change_search(db::Connection& db, const KindTable& t, RecordId id, const json::object& before, const json::object& after);
// The value to match against; error `invalid` for less than two characters.
Result<std::string> search_phrase(const db::Connection& db, std::string_view text);

}  // namespace lp::store
