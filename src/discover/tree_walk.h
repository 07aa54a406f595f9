#pragma once
// The entries below a folder, in the order of the bytes of their paths, a folder as if it ended in '/': the order in
// which a state file holds them, so that both are read side by side.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace lp::discover {

struct TreeEntry {
  enum Kind : std::uint8_t { file, folder, link, special, unreadable };
  const std::string& path;     // to open it by
  std::string_view under;      // path under the root; "." is the root itself, when it is unreadable
  Kind kind = unreadable;
  std::uint64_t size = 0;
  std::int64_t modified = 0;   // microseconds
  std::uint64_t device = 0, inode = 0, names = 1;
  std::string trouble;         // why unreadable
  bool is_root = false;
};

enum class WalkOn : std::uint8_t { yes, not_below, no };   // not_below: leaves out what the folder holds

// Every entry once, valid during the call. A root that is a file is an entry under its own name. Nothing is followed but
// the root; no file is opened. A folder that cannot be listed is told twice: as folder, then as unreadable.
void walk_tree(const std::filesystem::path& root, const std::function<WalkOn(const TreeEntry&)>& visit);

}  // namespace lp::discover
