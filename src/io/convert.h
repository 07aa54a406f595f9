#pragma once
// Documents that other programs turn into UTF-8 text, each in a child under limits (child_process.h):
// PDF by pdftotext, legacy Word, Excel and PowerPoint files by LibreOffice.
//
// Errors. unsupported: the program is not installed (the hint names the package), or the document
// is encrypted; invalid: it is no such document, or broken; timeout, too_large: a limit was hit.
// An error may come while reading: text read before it is a part of the document.

#include <filesystem>
#include <memory>

#include "io/bytes.h"

namespace lp::io {

// Pages end with a form feed.
Result<std::unique_ptr<ByteSource>> pdf_text(const std::filesystem::path& path);

// Paragraphs are lines; rows of tables and sheets are lines with tabs between cells; speaker notes,
// comments, headers, footers and hidden sheets are there. Numbers of sheets are whole, not as
// displayed, to fifteen digits. What the file is, is told by its content, not by its name.
Result<std::unique_ptr<ByteSource>> office_text(const std::filesystem::path& path);

}  // namespace lp::io
