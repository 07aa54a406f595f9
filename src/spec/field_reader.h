#pragma once
#include <map>
#include <string>

#include "model/kind.h"
#include "spec/map_reader.h"

namespace lp::spec {

using Sections = std::map<std::string, LocalText, std::less<>>;

// One `name: {type: …}` entry of fields or columns. `column`: rows inside rows are refused.
std::optional<model::Field> read_field(const io::YamlEntry& entry, const Sections& sections, bool column, Diagnostics& out);

}  // namespace lp::spec
