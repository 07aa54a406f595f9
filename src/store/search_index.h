#pragma once
// Full-text search by pairs of characters: 网络单元 is kept as the words 网络 络单 单元, so a
// phrase of such words is an exact substring, for Chinese and Latin alike. Text is compared
// after normalise_for_match: half width, lower case, without white space and punctuation.

#include <string>
#include <string_view>

#include "base/ids.h"
#include "base/json.h"
#include "store/kind_table.h"

namespace lp::store {

std::string to_pairs(std::string_view text);   // "" for less than two characters
std::string search_words(const KindTable& t, const json::object& data);

Status add_to_search(db::Connection& db, const KindTable& t, RecordId id, const json::object& data);
// Given the data before and after; does nothing when the words are the same.
Status change_search(db::Connection& db, const KindTable& t, RecordId id, const json::object& before, const json::object& after);
// The value to match against; error `invalid` for less than two characters.
Result<std::string> search_phrase(const db::Connection& db, std::string_view text);

}  // namespace lp::store
