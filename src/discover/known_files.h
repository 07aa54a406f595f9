#pragma once
// What a state file knows, read beside a walk in the order of paths: each entry is met once, in large steps. Entries the
// walk has passed without asking for them are of files that are gone; they are erased.

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "io/keyed_file.h"

namespace lp::discover {

class KnownFiles {
 public:
  // `guard` is held whenever `state` is used; others put entries meanwhile, of names this has been asked for.
  KnownFiles(io::KeyedFile& state, std::mutex& guard) : state_(state), guard_(guard) {}

  // The entry of `name`, valid until the next call. Names that do not rise are unknown. Do not hold the guard.
  Result<std::optional<std::string_view>> find(std::string_view name);
  // After the last question. When the walk is `complete`, what was not asked for is gone, else only what was passed by.
  Status finish(bool complete);

 private:
  static constexpr std::size_t step = 4096;
  Result<std::optional<std::string_view>> unknown();
  Status advance();
  Status forget_gone();

  io::KeyedFile& state_;
  std::mutex& guard_;
  std::vector<std::pair<std::string, std::string>> entries_;   // name and value
  std::size_t at_ = 0;
  std::string next_;   // the least name not read yet
  std::vector<std::string> gone_;
  bool ended_ = false;
};

}  // namespace lp::discover
