#pragma once
// The text of a flat OpenDocument file (one XML), as convert.h's office_text() promises it.

#include <memory>

#include "io/bytes.h"

namespace lp::io {

std::unique_ptr<ByteSource> make_flat_odf_text(std::unique_ptr<ByteSource> xml);

}  // namespace lp::io
