#pragma once
// An embedded file of keys and values in order of keys, for programs without a server: state that survives kill -9.
// SQLite inside. One process at a time writes; a second one gets `conflict`. Not thread-safe.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lp::io {

class KeyedFile {
 public:
  // Made when absent. `format` names what it holds ("longpan-scan/1"): another one is `unsupported`, no such
  // file `corrupt`.
  static Result<std::unique_ptr<KeyedFile>> open(const std::filesystem::path& path, std::string_view format);
  ~KeyedFile();

  // Kept at the next commit(). unavailable: the disk is full or read-only.
  Status put(std::string_view key, std::string_view value);
  Status erase(std::string_view key);
  Result<std::optional<std::string>> get(std::string_view key);
  // Forgets what was put since the last commit().
  void rollback();
  // Everything put so far is safe when this returns.
  Status commit();
  // From `first` on, in order of bytes; false stops. The file must not be changed meanwhile.
  Status each(std::string_view first, const std::function<bool(std::string_view key, std::string_view value)>& fn);

 private:
  struct State;
  explicit KeyedFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace lp::io
