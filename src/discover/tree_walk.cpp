#include "discover/tree_walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <span>
#include <system_error>
#include <thread>
#include <vector>

namespace lp::discover {
namespace {

struct CloseFolder {
  void operator()(DIR* folder) const { closedir(folder); }
};
using Folder = std::unique_ptr<DIR, CloseFolder>;

constexpr std::size_t asked_at_once = 4096;   // entries of a folder; bounds what is kept of huge ones
constexpr std::size_t worth_two = 256;        // so many are asked for by two threads: on a warm cache that is most of a walk

struct Found {
  std::string name;   // folders end in '/'
  struct stat st;
  int error;
};

TreeEntry::Kind kind_of(mode_t mode) {
  if (S_ISREG(mode)) return TreeEntry::file;
  if (S_ISDIR(mode)) return TreeEntry::folder;
  return S_ISLNK(mode) ? TreeEntry::link : TreeEntry::special;
}

TreeEntry entry_of(const struct stat& st, const std::string& path, std::string_view under) {
  return {path, under, kind_of(st.st_mode), static_cast<std::uint64_t>(st.st_size), static_cast<std::int64_t>(st.st_mtim.tv_sec) * 1'000'000 + st.st_mtim.tv_nsec / 1000,
          st.st_dev, st.st_ino, st.st_nlink, {}, false};
}
TreeEntry unreadable(const std::string& path, std::string_view under, int error) {
  return {path, under, TreeEntry::unreadable, 0, 0, 0, 0, 1, std::error_code(error, std::generic_category()).message(), false};
}

void ask(int folder, std::span<Found> entries) {
  for (Found& entry : entries) {
    const std::string name = entry.name.substr(0, entry.name.find('/'));
    entry.error = fstatat(folder, name.c_str(), &entry.st, AT_SYMLINK_NOFOLLOW) == 0 ? 0 : errno;
  }
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
      const std::string_view here = under();
      if (visit_(unreadable(path_, here.empty() ? "." : here.substr(0, here.size() - 1), error)) == WalkOn::no) return false;
    }
    std::sort(names.begin(), names.end());
    const std::span<std::string> all(names);
    for (std::size_t at = 0; at < all.size(); at += asked_at_once) {
      if (!some_of(all.subspan(at, std::min(asked_at_once, all.size() - at)))) return false;
    }
    return true;
  }

 private:
  std::string_view under() const { return std::string_view(path_).substr(root_size_); }

  // Where the file system does not tell folders, they are asked for.
  int list(std::vector<std::string>& names) const {
    const Folder folder(opendir(path_.c_str()));
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

  bool some_of(std::span<std::string> names) {
    std::vector<Found> entries(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) entries[i].name = std::move(names[i]);
    ask_all(entries);
    const std::size_t here = path_.size();
    for (const Found& found : entries) {
      path_.append(found.name);
      const bool on = entry(found);
      path_.resize(here);
      if (!on) return false;
    }
    return true;
  }

  // No folder stays open while those below it are walked.
  void ask_all(std::span<Found> entries) const {
    const Folder folder(opendir(path_.c_str()));
    if (folder == nullptr) {
      for (Found& entry : entries) entry.error = errno;
      return;
    }
    const int file = dirfd(folder.get());
    const std::size_t half = entries.size() >= worth_two ? entries.size() / 2 : 0;
    std::thread other;
    try {
      if (half != 0) other = std::thread([&] { ask(file, entries.first(half)); });
    } catch (const std::system_error&) {   // no thread to be had
      ask(file, entries.first(half));
    }
    ask(file, entries.subspan(half));
    if (other.joinable()) other.join();
  }

  bool entry(const Found& found) {
    if (path_.ends_with('/')) path_.pop_back();
    if (found.error != 0) return visit_(unreadable(path_, under(), found.error)) != WalkOn::no;
    const TreeEntry entry = entry_of(found.st, path_, under());
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
