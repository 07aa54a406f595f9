#pragma once
// What every database under the store must do, as tests that know nothing of it: suites derive
// from ConformanceTest, use TEST_P and end with LP_CONFORMANCE(Suite). A second driver is one more
// line in drivers(). Tests that look into one database's own files derive from StoreTest instead.

#include <functional>
#include <string>
#include <vector>

#include "store/test_store.h"

namespace lp::store::testing {

class ConformanceTest : public StoreTest, public ::testing::WithParamInterface<Driver> {
 protected:
  const Driver& driver() const override { return GetParam(); }
};

inline std::string name_of_driver(const ::testing::TestParamInfo<Driver>& info) { return info.param.name; }

}  // namespace lp::store::testing

#define LP_CONFORMANCE(Suite) \
  INSTANTIATE_TEST_SUITE_P(Drivers, Suite, ::testing::ValuesIn(::lp::store::testing::drivers()), ::lp::store::testing::name_of_driver)
