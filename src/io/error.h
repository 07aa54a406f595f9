#pragma once
#include <string>
#include <utility>

#include "base/result.h"

namespace lp::io {

// An Error that reads well in both languages.
inline Error fail(Errc code, std::string en, std::string zh, std::string hint = {}) {
  return Error{.code = code, .message = std::move(en), .hint = std::move(hint), .message_zh = std::move(zh)};
}

}  // namespace lp::io
