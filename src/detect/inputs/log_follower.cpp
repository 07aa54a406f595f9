#include "detect/inputs/log_follower.h"

#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <utility>

#include "base/json.h"
#include "detect/inputs/json_items.h"
#include "detect/inputs/log_streams.h"
#include "detect/stream/line_blocks.h"
#include "io/line_spool.h"
#include "io/nature.h"

namespace lp::detect {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t head_bytes = 64 * 1024;

json::object to_json(const FilePlace& place) {
  return {{"device", place.device}, {"inode", place.inode}, {"head", place.head}, {"head_bytes", place.head_bytes}, {"offset", place.offset}, {"line", place.line},
          {"controls", json::array(place.controls.begin(), place.controls.end())}};
}

FilePlace to_place(const json::object& o) {
  FilePlace place{.device = get_count(o, "device"), .inode = get_count(o, "inode"), .head = get_count(o, "head"), .head_bytes = get_count(o, "head_bytes"),
                  .offset = get_count(o, "offset"), .line = std::max<std::uint64_t>(1, get_count(o, "line"))};
  if (const json::array* controls = find_array(o, "controls"))
    for (const json::value& line : *controls)
      if (line.is_string()) place.controls.emplace_back(line.as_string());
  return place;
}

}  // namespace

struct LogFollower::Open {
  Open(FollowedFile opened, const Format& known, const std::optional<FilePlace>& place, const std::string& followed)
      : name(followed), file(std::move(opened)), format(known), stream(std::make_shared<const StreamInfo>(StreamInfo{followed, &known})),
        blocks(file, options(known, file.resumed() ? place : std::nullopt)) {}
  static LineBlockOptions options(const Format& format, const std::optional<FilePlace>& place) {
    LineBlockOptions out{.is_control = format.is_control};
    if (place) {
      out.offset = place->offset;
      out.first_line = place->line;
      out.controls = place->controls;
    }
    return out;
  }
  Known known() const { return {name, std::string(format.id), file.place(blocks.offset(), blocks.line(), blocks.controls())}; }

  std::string name;
  FollowedFile file;
  const Format& format;
  std::shared_ptr<const StreamInfo> stream;
  LineBlocks blocks;
  std::optional<std::chrono::steady_clock::time_point> rotated{};   // when it last grew, once another file or none has its name
};

LogFollower::LogFollower(std::vector<fs::path> paths, FollowOptions options) : paths_(std::move(paths)), options_(std::move(options)) {}
LogFollower::~LogFollower() = default;

Status LogFollower::restore(std::string_view places) {
  const auto parsed = parse_json(places);
  if (!parsed || !parsed->is_array()) return make_error(Errc::corrupt, "the places of the logs cannot be read", "begin anew with another state file");
  for (const json::value& item : parsed->as_array()) {
    if (!item.is_object()) continue;
    const json::object& o = item.as_object();
    Known known{get_string(o, "path"), get_string(o, "format"), to_place(o)};
    const Identity identity(known.place.device, known.place.inode);
    known_.insert_or_assign(identity, std::move(known));
  }
  return ok_status();
}

std::string LogFollower::places() const {
  auto all = known_;
  for (const auto& file : open_) all.insert_or_assign(file->file.identity(), file->known());
  json::array out;
  for (const auto& [identity, known] : all) {
    json::object one = to_json(known.place);
    one["path"] = known.path;
    one["format"] = known.format;
    out.push_back(std::move(one));
  }
  return to_text(out);
}

void LogFollower::tell(const std::string& name, std::string_view reason, const std::string& detail) {
  if (options_.tell) options_.tell(name, reason, detail);
}

LogFollower::Recognised LogFollower::recognise(const fs::path& path) const {
  std::ifstream in(path, std::ios::binary);
  std::string head(head_bytes, '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(in.gcount()));
  const std::size_t end = head.rfind('\n');
  if (JsonItems::begins(head)) return {.is_list = true};
  if (head.empty() || (end == head.npos && head.size() < head_bytes)) return {.is_begun = false};   // not one whole line
  if (io::recognise(head, {}) != io::Nature::text && !io::text_encoding(head)) return {};
  return {.format = options_.format != nullptr ? options_.format : sniff_format(std::string_view(head).substr(0, end == head.npos ? head.size() : end + 1))};
}

Status LogFollower::look_at(const fs::path& path) {
  struct stat now {};
  if (::stat(path.c_str(), &now) != 0 || !S_ISREG(now.st_mode)) return ok_status();
  const Identity identity(now.st_dev, now.st_ino);
  const std::string name = path.string();
  if (const auto told = told_.find(name); told != told_.end() && told->second == identity) return ok_status();
  if (std::ranges::any_of(open_, [&](const auto& one) { return one->file.identity() == identity || (one->name == name && !one->rotated); })) return ok_status();
  const auto known = known_.find(identity);
  std::optional<FilePlace> place;
  const Format* format = nullptr;
  if (known != known_.end()) {
    place = known->second.place;
    format = find_format(known->second.format);
    if (static_cast<std::uint64_t>(now.st_size) == place->offset) return ok_status();  // read to its end
  }
  auto file = FollowedFile::open(path, place);
  if (!file) {
    told_[name] = identity;
    tell(name, "unreadable", file.error().message);
    return ok_status();
  }
  if (!file->resumed() || format == nullptr) {
    const Recognised found = recognise(path);
    if (!found.is_begun) return ok_status();   // looked at again
    format = found.format;
    if (format == nullptr) {
      told_[name] = identity;
      if (found.is_list) tell(name, "json_list", "one document, not lines: read it without --follow and --state");
      else tell(name, "unknown_format", "longpan detect formats");
      return ok_status();
    }
  }
  open_.push_back(std::make_unique<Open>(*std::move(file), *format, place, name));
  return ok_status();
}

bool LogFollower::follows(const fs::path& path) const {
  return std::ranges::any_of(paths_, [&](const fs::path& one) {
    if (one == path) return true;
    const std::string folder = (one / "").string();
    return path.string().starts_with(folder);
  });
}

// A file that was renamed while nobody looked goes on before the one that has its name now, and before those that had the name in
// between: eve.json.2, where reading stopped, then eve.json.1, then eve.json.
void LogFollower::open_renamed(std::vector<fs::path>& files) {
  for (const auto& [identity, known] : known_) {
    const fs::path path(known.path);
    struct stat now {};
    if (!follows(path) || (::stat(path.c_str(), &now) == 0 && Identity(now.st_dev, now.st_ino) == identity)) continue;
    auto old = FollowedFile::open(path, known.place);
    const Format* format = find_format(known.format);
    if (!old || !old->resumed() || format == nullptr) continue;
    struct stat renamed {};
    const bool dated = old->state(renamed);
    const auto end = old->end();
    if (end && *end == FollowedFile::End::waiting) open_.push_back(std::make_unique<Open>(*std::move(old), *format, known.place, known.path));
    std::error_code error;
    for (fs::directory_iterator at(path.parent_path().empty() ? fs::path(".") : path.parent_path(), error), last; dated && !error && at != last; at.increment(error)) {
      struct stat between {};
      const fs::path one = path.parent_path() / at->path().filename();
      if (one == path || !one.filename().string().starts_with(path.filename().string()) || ::stat(one.c_str(), &between) != 0) continue;
      const bool later = std::pair(between.st_mtim.tv_sec, between.st_mtim.tv_nsec) > std::pair(renamed.st_mtim.tv_sec, renamed.st_mtim.tv_nsec);
      if (later && between.st_ino != renamed.st_ino && std::ranges::find(files, one) == files.end() && recognise(one).format != nullptr) files.push_back(one);
    }
  }
}

// Of files nobody knows yet the one changed first is the older: eve.json.2, eve.json.1, eve.json.
Status LogFollower::look_for_files() {
  std::vector<fs::path> all;
  for (const fs::path& path : paths_) {
    auto files = list_logs({path});
    if (files) all.insert(all.end(), files->begin(), files->end());
    else if (files.error().code != Errc::not_found && told_.try_emplace(path.string()).second) tell(path.string(), "unreadable", files.error().message);   // not found: it may come
  }
  if (std::exchange(first_look_, false)) open_renamed(all);
  std::vector<std::pair<fs::file_time_type, fs::path>> by_change;
  for (const fs::path& file : all) {
    std::error_code gone;
    const auto changed = fs::last_write_time(file, gone);
    if (!gone) by_change.emplace_back(changed, file);
  }
  std::ranges::stable_sort(by_change);
  for (const auto& [changed, file] : by_change) LP_CHECK_OK(look_at(file));
  return ok_status();
}

std::vector<fs::path> LogFollower::take_finished() {
  std::map<fs::path, std::uint64_t> last;
  for (const auto& file : open_) {
    std::uint64_t& number = last[file->file.path().parent_path()];
    number = std::max(number, io::spool_number(file->file.path()));
  }
  std::vector<fs::path> out;
  std::erase_if(open_, [&](const std::unique_ptr<Open>& file) {
    const fs::path& path = file->file.path();
    const std::uint64_t number = io::spool_number(path);
    if (number == 0 || number >= last[path.parent_path()] || file->blocks.held() > 0) return false;
    const auto end = file->file.end();
    std::error_code error;
    if (!end || *end != FollowedFile::End::waiting || fs::file_size(path, error) != file->blocks.offset() || error) return false;
    out.push_back(path);
    return true;
  });
  return out;
}

Result<bool> LogFollower::read(Open& file, bool last, const std::function<bool(StreamBlock)>& feed, bool& wanted) {
  bool came = false;
  while (wanted) {
    LP_TRY(auto block, file.blocks.next(last));
    if (!block) break;
    came = true;
    wanted = feed({file.stream, std::move(*block)});
  }
  return came;
}

// What came, and how the file stands now.
Result<FollowedFile::End> LogFollower::read_on(Open& file, const std::function<bool(StreamBlock)>& feed, bool& came, bool& wanted) {
  LP_TRY(const bool more, read(file, false, feed, wanted));
  came = came || more;
  if (!wanted) return FollowedFile::End::waiting;
  LP_TRY(const FollowedFile::End end, file.file.end());
  if (end == FollowedFile::End::rotated) {
    const auto now = std::chrono::steady_clock::now();
    if (!file.rotated) looked_ = {};   // the new file of the name is looked at without a pause
    if (!file.rotated || more) file.rotated = now;
    if (now - *file.rotated < options_.rotated_for) return FollowedFile::End::waiting;
    LP_TRY(const bool rest, read(file, true, feed, wanted));   // it will not grow any more
    came = came || rest;
  }
  return end;
}

Result<bool> LogFollower::poll(const std::function<bool(StreamBlock)>& feed) {
  const auto now = std::chrono::steady_clock::now();
  if (first_look_ || now - looked_ >= options_.look_every) {
    looked_ = now;
    LP_CHECK_OK(look_for_files());
  }
  bool came = false, wanted = true;
  for (auto at = open_.begin(); at != open_.end() && wanted;) {
    Open& file = **at;
    const Result<FollowedFile::End> end = read_on(file, feed, came, wanted);
    if (!wanted) break;
    if (end && *end == FollowedFile::End::waiting) {
      ++at;
      continue;
    }
    if (end && *end == FollowedFile::End::truncated) {
      known_.erase(file.file.identity());
      tell(file.name, "truncated", std::to_string(file.blocks.held()) + " bytes of a line without its end");
    } else {
      known_.insert_or_assign(file.file.identity(), file.known());
      if (!end) {
        told_[file.name] = file.file.identity();
        tell(file.name, "unreadable", end.error().message);
      }
    }
    at = open_.erase(at);
    came = true;
    looked_ = {};   // the new file of the name is looked at without a pause
  }
  return came;
}

}  // namespace lp::detect
