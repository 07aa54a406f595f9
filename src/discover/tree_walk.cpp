#include "discover/tree_walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <system_error>
#include <vector>

namespace lp::discover {
namespace {

struct CloseFolder {
  void operator()(DIR* folder) const { closedir(folder); }
};

std::string message_of(int error) { return std::error_code(error, std::generic_category()).message(); }

TreeEntry::Kind kind_of(mode_t mode) {
  if (S_ISREG(mode)) return TreeEntry::file;
  if (S_ISDIR(mode)) return TreeEntry::folder;
  return S_ISLNK(mode) ? TreeEntry::link : TreeEntry::special;
}

TreeEntry entry_of(const struct stat& st, const std::string& path, std::string_view under) {
  return {path, under, kind_of(st.st_mode), static_cast<std::uint64_t>(st.st_size), static_cast<std::int64_t>(st.st_mtim.tv_sec) * 1'000'000 + st.st_mtim.tv_nsec / 1000,
          st.st_dev, st.st_ino, st.st_nlink, {}, false};
}

class Walk {
 public:
  Walk(std::string root, const std::function<WalkOn(const TreeEntry&)>& visit) : visit_(visit), path_(std::move(root)) {
    if (!path_.ends_with('/')) path_ += '/';
    root_size_ = path_.size();
  }
  // What stands below path_, which ends in '/'. False: the walk is over.
  bool below() {
    std::vector<std::string> names;
    const int error = list(names);
    if (error != 0) {
      const std::string_view under = this->under();
      const TreeEntry trouble{path_, under.empty() ? "." : under.substr(0, under.size() - 1), TreeEntry::unreadable, 0, 0, 0, 0, 1, message_of(error), false};
      if (visit_(trouble) == WalkOn::no) return false;
    }
    std::sort(names.begin(), names.end());
    const std::size_t here = path_.size();
    for (const std::string& name : names) {
      path_.append(name);
      const bool on = entry();
      path_.resize(here);
      if (!on) return false;
    }
    return true;
  }

 private:
  std::string_view under() const { return std::string_view(path_).substr(root_size_); }

  // Folders end in '/'. Where the file system does not tell them, they are asked for.
  int list(std::vector<std::string>& names) const {
    const std::unique_ptr<DIR, CloseFolder> folder(opendir(path_.c_str()));
    if (folder == nullptr) return errno;
    while (true) {
      errno = 0;
      const dirent* found = readdir(folder.get());
      if (found == nullptr) return errno;
      const std::string_view name = found->d_name;
      if (name == "." || name == "..") continue;
      bool is_folder = found->d_type == DT_DIR;
      struct stat st {};
      if (found->d_type == DT_UNKNOWN) is_folder = fstatat(dirfd(folder.get()), found->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode);
      names.emplace_back(name);
      if (is_folder) names.back() += '/';
    }
  }

  bool entry() {
    const bool listed_as_folder = path_.ends_with('/');
    if (listed_as_folder) path_.pop_back();
    struct stat st {};
    if (lstat(path_.c_str(), &st) != 0) {
      return visit_({path_, under(), TreeEntry::unreadable, 0, 0, 0, 0, 1, message_of(errno), false}) != WalkOn::no;
    }
    const TreeEntry entry = entry_of(st, path_, under());
    const WalkOn on = visit_(entry);
    if (on == WalkOn::no) return false;
    if (entry.kind != TreeEntry::folder || on == WalkOn::not_below) return true;
    path_ += '/';
    return below();
  }

  const std::function<WalkOn(const TreeEntry&)>& visit_;
  std::string path_;            // of the entry at hand
  std::size_t root_size_ = 0;
};

}  // namespace

void walk_tree(const std::filesystem::path& root, const std::function<WalkOn(const TreeEntry&)>& visit) {
  struct stat st {};
  if (stat(root.c_str(), &st) != 0) return;
  if (S_ISDIR(st.st_mode)) {
    (void)Walk(root.string(), visit).below();
    return;
  }
  const std::string path = root.string(), name = root.filename().string();
  TreeEntry entry = entry_of(st, path, name);
  entry.is_root = true;
  entry.kind = TreeEntry::file;   // a pipe or device is read when somebody names it
  (void)visit(entry);
}

}  // namespace lp::discover
