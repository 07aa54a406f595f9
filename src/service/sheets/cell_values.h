#pragma once
// One cell → one JSON value of a field. Internal to sheets.

#include <string>
#include <unordered_map>
#include <vector>

#include "io/table.h"
#include "model/catalogue.h"

namespace lp::service {

using CodeTable = std::unordered_map<std::string, std::string>;  // normalised title or code → code

// Empty for fields without codes.
CodeTable make_code_table(const model::Field& field, const model::Catalogue& catalogue);

struct CellValue {
  json::value value;            // null = nothing to store
  FieldProblem problem{};       // code empty = none; `field` is not set
};
CellValue read_cell(const model::Field& field, const CodeTable& codes, const io::Cell& cell);

// At ； ; 、 , ， and line breaks; parts trimmed, empty ones left out.
std::vector<std::string> split_list(std::string_view text);

}  // namespace lp::service
