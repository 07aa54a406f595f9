#pragma once
// What formats look for in the start of a file.

#include <initializer_list>
#include <string_view>

namespace lp::match {

bool is_json(std::string_view head);                                  // begins as an object or an array
bool has_member(std::string_view head, std::string_view name);       // `"name" :` stands in it
bool has_all(std::string_view head, std::initializer_list<std::string_view> names);
bool has_any(std::string_view head, std::initializer_list<std::string_view> names);

}  // namespace lp::match
