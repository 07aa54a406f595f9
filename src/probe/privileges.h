#pragma once
// Rights of a process: whether a guard can be raised with them, and giving all of them up.

#include "base/result.h"

namespace lp::probe {

bool has_guard_rights();
// To nobody: no capabilities, no way to new ones, no core, dies with its parent, few files and processes. Proves it before it returns.
// Where the process was not root to begin with there is nothing to give up but new privileges.
Status drop_privileges();

}  // namespace lp::probe
