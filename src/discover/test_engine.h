#pragma once
// For tests: the rules of specs/, loaded once a program.

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>

#include "discover/engine.h"

namespace lp::discover::testing {

inline std::shared_ptr<const Engine> specs_engine() {
  static const std::shared_ptr<const Engine> one = [] {
    Diagnostics out;
    auto loaded = Engine::load(std::filesystem::path(LP_SOURCE_DIR) / "specs", out);
    EXPECT_TRUE(loaded) << loaded.error().message;
    return *loaded;
  }();
  return one;
}

}  // namespace lp::discover::testing
