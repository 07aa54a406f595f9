// Must not compile with LP_MUST_FAIL: a Result that nobody looks at.
#include "base/result.h"

lp::Status save() { return lp::ok_status(); }

int main() {
#ifdef LP_MUST_FAIL
  save();
#else
  return save() ? 0 : 1;
#endif
}
