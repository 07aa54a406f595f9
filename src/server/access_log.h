#pragma once
// One JSON line per request and per trouble. Query values, bodies, cookies and tokens never
// reach it: searches and filters may hold personal data.

#include <filesystem>
#include <memory>
#include <string>

#include "base/json.h"
#include "base/result.h"

namespace lp::server {

class AccessLog {
 public:
  // Empty path: standard error. Files rotate at 50 MB, ten are kept.
  static Result<std::unique_ptr<AccessLog>> open(const std::filesystem::path& file);
  static std::unique_ptr<AccessLog> none();
  virtual ~AccessLog() = default;
  // Thread-safe; does not block on the disk.
  virtual void request(const json::object& line) = 0;
  virtual void trouble(const json::object& line) = 0;
};

}  // namespace lp::server
