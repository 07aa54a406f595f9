#pragma once
// LP_CHECK: an invariant of our own code. On in release; throws Bug, which only the edges
// (one request, one job, main) catch, log with its location and turn into Errc::internal.

#include <source_location>
#include <stdexcept>
#include <string>

namespace lp {

class Bug : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn]] void raise_bug(const char* condition, const std::string& what,
                            std::source_location where = std::source_location::current());

}  // namespace lp

// LP_CHECK(x) or LP_CHECK(x, "what was expected")
#define LP_CHECK(condition, ...)                                          \
  do {                                                                    \
    if (!(condition)) [[unlikely]] ::lp::raise_bug(#condition, {__VA_ARGS__}); \
  } while (false)
