#pragma once
// Expected failures. A function that can fail for a reason its caller should handle returns
// Result<T>; ignoring one does not compile. Bugs are LP_CHECK (check.h); bad items in a
// stream go to Diagnostics (diagnostics.h).

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace lp {

// The enumerator is the wire name; src/base/errc.cpp maps each to an HTTP status, an exit
// code and a sentence in Chinese and English.
enum class Errc {
  invalid,         // input is malformed or breaks a rule
  unauthenticated, // who are you?
  denied,          // known, but may not
  not_found,       // absent, or hidden by the wall: callers cannot tell which
  conflict,        // somebody else changed it (version), or it exists already
  locked,          // the record's state forbids the change
  too_large,       // over a stated limit
  too_many,        // rate limit or lockout
  unavailable,     // try again later (busy, disk full, peer down)
  corrupt,         // stored data does not prove itself
  io,              // the operating system refused
  unsupported,     // understood, not offered
  timeout,
  cancelled,
  internal,        // a bug surfaced as an error at an edge
};

struct ErrcInfo {
  Errc code;
  std::string_view name;  // "not_found"
  int http_status;
  int exit_code;          // documented in docs/operating.md; never reused
  std::string_view zh;
  std::string_view en;
};
const ErrcInfo& info(Errc code);

// One field of a form or one place in a document that an error is about.
struct FieldProblem {
  std::string field;   // path as in "hardware[2].model"; empty = the whole
  std::string code;    // stable key for translation, e.g. "required", "uscc_check_digit"
  std::string zh;
  std::string en;
};

struct Error {
  Errc code = Errc::internal;
  std::string message;                 // lower-case start, no full stop, value included; no secret, no personal datum
  std::string hint;                    // what to do next; may be empty
  std::vector<FieldProblem> fields{};  // for forms
  std::string message_zh{};            // Chinese sentence; empty = the code's general sentence

  // "reading plan x: <message>"
  Error within(std::string_view context) && {
    message = std::string(context) + ": " + message;
    return std::move(*this);
  }
};

template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
  Result(tl::expected<T, Error> e) : tl::expected<T, Error>(std::move(e)) {}
  Result(Error e) : tl::expected<T, Error>(tl::unexpected<Error>(std::move(e))) {}
};
using Status = Result<void>;

inline Status ok_status() { return {}; }
inline Error make_error(Errc code, std::string message, std::string hint = {}) {
  return Error{code, std::move(message), std::move(hint)};
}

}  // namespace lp

#define LP_CAT_(a, b) a##b
#define LP_CAT(a, b) LP_CAT_(a, b)
#define LP_TRY_VALUE_(tmp, decl, ...)                              \
  auto tmp = (__VA_ARGS__);                                        \
  if (!tmp) [[unlikely]] return std::move(tmp).error();            \
  decl = *std::move(tmp)

// LP_TRY(auto x, f()) takes the value or returns the error. Two statements: never the bare body of an `if`.
#define LP_TRY(decl, ...) LP_TRY_VALUE_(LP_CAT(lp_try_, __COUNTER__), decl, __VA_ARGS__)
// LP_CHECK_OK(f()) returns the error of a Status-like result, drops its value. May be nested
// (a transaction's lambda inside the call): every use names its own variable.
#define LP_CHECK_OK_(tmp, ...)                                                    \
  do {                                                                            \
    if (auto tmp = (__VA_ARGS__); !tmp) [[unlikely]]                              \
      return std::move(tmp).error();                                              \
  } while (false)
#define LP_CHECK_OK(...) LP_CHECK_OK_(LP_CAT(lp_status_, __COUNTER__), __VA_ARGS__)
