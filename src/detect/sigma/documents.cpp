#include "detect/sigma/documents.h"

namespace lp::detect::sigma {
namespace {

bool is_marker(std::string_view line, std::string_view marker) {
  return line.starts_with(marker) && (line.size() == 3 || line[3] == ' ' || line[3] == '\t' || line[3] == '\r');
}

}  // namespace

std::vector<Document> split_documents(std::string_view text) {
  std::vector<Document> out;
  std::size_t begin = 0;
  int line_number = 0, first_line = 0;
  for (std::size_t at = 0; at < text.size(); ++line_number) {
    std::size_t end = text.find('\n', at);
    if (end == text.npos) end = text.size();
    const std::string_view line = text.substr(at, end - at);
    const std::size_t next = end < text.size() ? end + 1 : end;
    if (is_marker(line, "---") || is_marker(line, "...")) {
      if (at > begin) out.push_back({text.substr(begin, at - begin), first_line});
      begin = next;
      first_line = line_number + 1;
    }
    at = next;
  }
  if (begin < text.size()) out.push_back({text.substr(begin), first_line});
  return out;
}

}  // namespace lp::detect::sigma
