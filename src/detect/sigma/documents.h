#pragma once
// A YAML text with several documents, cut at its "---" lines; a literal text that holds such a line at its margin is cut too,
// as YAML says.

#include <string_view>
#include <vector>

namespace lp::detect::sigma {

struct Document {
  std::string_view text;
  int first_line = 0;  // lines before it
};
std::vector<Document> split_documents(std::string_view text);

}  // namespace lp::detect::sigma
