#pragma once
// What no single file can know: do names meet, can every state be reached and left, can every
// duty be met. One check is one file under spec/checks/.

#include "base/diagnostics.h"
#include "model/catalogue.h"

namespace lp::spec {

// Runs every check. Errors make a catalogue unusable; warnings and notes do not.
void lint(const model::Catalogue& catalogue, Diagnostics& out);

}  // namespace lp::spec
