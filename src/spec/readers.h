#pragma once
// One reader per folder of specs/. Each reads one file's tree into the catalogue; what is wrong
// goes to `out`, what is right is kept. Adding a folder = one reader here and one line in load.cpp.

#include <string>

#include "io/yaml.h"
#include "model/catalogue.h"

namespace lp::spec {

void read_plan(const std::string& name, const io::YamlNode& root, model::Catalogue& into, Diagnostics& out);
void read_obligation(const std::string& name, const io::YamlNode& root, model::Catalogue& into, Diagnostics& out);
void read_kind(const std::string& name, const io::YamlNode& root, model::Catalogue& into, Diagnostics& out);
void read_taxonomy(const std::string& name, const io::YamlNode& root, model::Catalogue& into, Diagnostics& out);
void read_grading(const std::string& name, const io::YamlNode& root, model::Catalogue& into, Diagnostics& out);
void read_clock(const std::string& name, const io::YamlNode& root, model::Catalogue& into, Diagnostics& out);
void read_calendar(const std::string& name, const io::YamlNode& root, model::Catalogue& into, Diagnostics& out);
void read_role(const std::string& name, const io::YamlNode& root, model::Catalogue& into, Diagnostics& out);
void read_identifier(const std::string& name, const io::YamlNode& root, model::Catalogue& into, Diagnostics& out);

}  // namespace lp::spec
