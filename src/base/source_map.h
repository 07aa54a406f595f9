#pragma once
// Where every key of a file stood, by its path ("met_when.state", "proof[0]"), so that a check
// made long after reading can still point at the line a person has to mend. Immutable once filled.

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "base/diagnostics.h"

namespace lp {

class SourceMap {
 public:
  SourceMap() = default;
  explicit SourceMap(SourceRef root) : root_(std::move(root)) {}
  void add(std::string path, int line, int column) { places_.emplace(std::move(path), std::pair(line, column)); }

  // The place of `path`; when it was not written, of the nearest part around it that was, at last
  // the file's own. A list of one may be written without brackets: "due[0].on" finds "due.on" too.
  SourceRef at(std::string_view path) const;
  // The place of the first key named `key` anywhere inside `path`, else at(path).
  SourceRef inside(std::string_view path, std::string_view key) const;

 private:
  const std::pair<int, int>* find(std::string_view path) const;
  SourceRef root_;
  std::map<std::string, std::pair<int, int>, std::less<>> places_;
};

}  // namespace lp
