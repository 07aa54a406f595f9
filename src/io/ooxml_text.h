#pragma once
// The text of one XML part of a .docx, .pptx or .xlsx (but the cells of sheets: xlsx_sheet.h): paragraphs are
// lines, cells of tables are separated by tabs, their rows are lines. Deleted text of tracked changes, field codes,
// alternative texts of pictures, comments and notes, cached values of charts and pivot tables, and properties are there.

#include <memory>
#include <string_view>

#include "io/bytes.h"

namespace lp::io {

enum class OoxmlPart : std::uint8_t {
  content,     // named elements hold the text
  properties,  // every element's text: docProps, customXml
  sheet,       // headers, footers, validation lists and link texts; no cells
};

// `xml` must outlive it. Errors: invalid where it is no XML.
std::unique_ptr<ByteSource> make_ooxml_text(ByteSource& xml, OoxmlPart part);

}  // namespace lp::io
