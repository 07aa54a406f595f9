#include "probe/child_engine.h"

#include <algorithm>

#include "io/child_process.h"

namespace lp::probe {

const ChildEngine* find_child_engine(const std::vector<ChildEngine>& engines, std::string_view id) {
  const auto found = std::find_if(engines.begin(), engines.end(), [&](const ChildEngine& e) { return e.id == id; });
  return found == engines.end() ? nullptr : &*found;
}

bool is_installed(const ChildEngine& engine) {
  return std::any_of(engine.programs.begin(), engine.programs.end(), [](std::string_view name) { return io::find_program(name).has_value(); });
}

}  // namespace lp::probe
