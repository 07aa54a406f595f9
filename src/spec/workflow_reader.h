#pragma once
#include "model/kind.h"
#include "spec/map_reader.h"

namespace lp::spec {

// {start, states: {name: {…}}, moves: {name: {…}}}
model::Workflow read_workflow(const io::YamlNode& node, Diagnostics& out);

const std::vector<std::string>& side_names();

}  // namespace lp::spec
