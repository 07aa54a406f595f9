#pragma once
#include "base/source_map.h"
#include "io/yaml.h"

namespace lp::spec {

// Paths of all keys and list items of a file. A scalar stands where its text begins, a map or list where its key does.
SourceMap places_of(const io::YamlNode& root);

}  // namespace lp::spec
