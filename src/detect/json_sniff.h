#pragma once
// Looks at the first lines of a file, for Format::sniff.

#include <initializer_list>
#include <string_view>

namespace lp::detect {

// The next line of `rest` that is not blank, without its line end; empty at the end. `rest` goes behind it. A BOM is passed over.
std::string_view next_line(std::string_view& rest);
// Does the first line look like the start of a JSON object?
bool json_lines(std::string_view head);
// Of the first 20 lines: how many in a hundred look like JSON objects that hold all of the keys, at any depth.
int json_key_share(std::string_view head, std::initializer_list<std::string_view> keys);

}  // namespace lp::detect
