#pragma once
// The steps of recognise(). Internal to nature*.cpp.

#include <optional>
#include <string_view>

#include "io/nature.h"

namespace lp::io {

// By bytes at fixed places. `is_text`: the head reads as text, so that two letters ("MZ", "BM") prove nothing.
std::optional<Nature> nature_by_magic(std::string_view head, bool is_text);
// docx, xlsx, pptx, odf or zip, by the names of the entries in sight.
Nature nature_of_zip(std::string_view head, std::string_view tail);
// html, xml, eml, mbox or text. `text` is UTF-8.
Nature nature_of_text(std::string_view text);

}  // namespace lp::io
