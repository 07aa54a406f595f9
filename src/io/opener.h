#pragma once
// What opens one nature of file for unpack.h: one file in src/io/openers each, found by its name.

#include <vector>

#include "io/unpacking.h"

namespace lp::io {

struct Opener {
  std::vector<Nature> natures;
  OpenFn open;
};
const std::vector<Opener>& builtin_openers();

}  // namespace lp::io
