#pragma once
// Inside field_check.cpp and its parts: sentences about a field, and where they are put.

#include <string>
#include <vector>

#include "base/json.h"
#include "model/kind.h"

namespace lp::model {

struct FieldContext {
  const Field& field;
  std::string path;                     // "hardware[2].model"
  std::vector<FieldProblem>& problems;

  // zh and en go after the field's title: say(…, "最多100个字", "takes at most 100 characters")
  void say(const char* code, const std::string& zh, const std::string& en) const;
};

void check_text(const FieldContext& context, const json::value& value);     // text and the text-shaped formats
void check_number(const FieldContext& context, const json::value& value);   // int, decimal
void check_moment(const FieldContext& context, const json::value& value);   // date, timestamp
void check_file(const FieldContext& context, const json::value& value);

}  // namespace lp::model
