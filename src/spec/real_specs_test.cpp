// The specs that ship: no errors, every plan's duties and kinds there.
#include <gtest/gtest.h>

#include "spec/lint.h"
#include "spec/load.h"

namespace lp::spec {
namespace {

TEST(RealSpecs, LoadAndLintWithoutErrorsOrWarnings) {
  Diagnostics out;
  const auto catalogue = load(std::filesystem::path(LP_SOURCE_DIR) / "specs", out);
  ASSERT_TRUE(catalogue);
  lint(*catalogue, out);
  for (const Diagnostic& d : out.items()) {
    if (d.severity != Severity::note) ADD_FAILURE() << to_string(d.where) << " " << d.code << ": " << d.what << " (" << d.hint << ")";
  }
  const model::Plan* plan = catalogue->plan("longpan2024");
  ASSERT_NE(plan, nullptr);
  EXPECT_EQ(plan->tasks.size(), 13u);
  EXPECT_EQ(plan->phases.size(), 4u);
  EXPECT_GE(plan->obligations.size(), 40u);
  for (const char* kind : {"organisation", "network_unit", "task_report"}) EXPECT_NE(catalogue->kind(kind), nullptr) << kind;
}

}  // namespace
}  // namespace lp::spec
