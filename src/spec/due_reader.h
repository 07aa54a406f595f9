#pragma once
#include <vector>

#include "model/plan.h"
#include "spec/map_reader.h"

namespace lp::spec {

// The sources of an obligation's due date: {on}, {after_state, within}, {after_field, within}, {every}.
std::vector<model::DueSource> read_due(MapReader& obligation);

}  // namespace lp::spec
