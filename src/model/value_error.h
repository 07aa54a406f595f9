#pragma once
// The error of a value parser: a stable code and one sentence in each language.
#include <string>

#include "base/result.h"

namespace lp::model {

inline Error value_error(std::string code, std::string zh, std::string en) {
  Error error = make_error(Errc::invalid, en);
  error.message_zh = zh;
  error.fields.push_back({"", std::move(code), std::move(zh), std::move(en)});
  return error;
}

}  // namespace lp::model
