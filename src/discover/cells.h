#pragma once
// The cells of a sample of a document, with the field each stands in: the same fields the locator of the format gives.

#include <functional>
#include <string_view>

#include "discover/field.h"
#include "discover/sniff.h"

namespace lp::discover {

using CellFn = std::function<void(FieldIndex field, std::string_view cell)>;

// `sample` is UTF-8, the beginning of the document; a last record that is cut is left out. Running text has no cells.
void for_each_cell(const Sniffed& sniffed, std::string_view sample, FieldTable& fields, const CellFn& cell);

}  // namespace lp::discover
