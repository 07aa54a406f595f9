// Must not compile with LP_MUST_FAIL: reading a record without saying who asks.
#include "store/store.h"

bool read(lp::store::ReadTx& tx, const lp::model::Viewer& viewer) {
#ifdef LP_MUST_FAIL
  (void)viewer;
  return tx.get("network_unit", lp::RecordId{1}).has_value();
#else
  return tx.get(viewer, "network_unit", lp::RecordId{1}).has_value();
#endif
}
int main() {}
