#pragma once
// How the members of office documents are opened. Internal to unpacking.

#include "io/archive_walk.h"

namespace lp::io {

// XML parts as their text; anything else (pictures, embedded files) by what it is. Links (.rels) stay XML: their text is in attributes.
OpenWithFn open_ooxml_member(std::string_view name);
OpenWithFn open_odf_member(std::string_view name);

}  // namespace lp::io
