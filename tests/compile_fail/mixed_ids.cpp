// Must not compile with LP_MUST_FAIL: a user's id where an organisation's is wanted.
#include "base/ids.h"

lp::OrgId owner(lp::UserId user, lp::OrgId org) {
#ifdef LP_MUST_FAIL
  (void)org;
  return user;
#else
  (void)user;
  return org;
#endif
}
int main() { return owner({1}, {0}) ? 1 : 0; }
