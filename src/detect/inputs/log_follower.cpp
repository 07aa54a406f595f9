#include "detect/inputs/log_follower.h"

#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <utility>

#include "base/json.h"
#include "detect/inputs/json_items.h"
#include "detect/inputs/log_streams.h"
#include "detect/stream/line_blocks.h"
#include "io/nature.h"

namespace lp::detect {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t head_bytes = 64 * 1024;

json::object to_json(const FilePlace& place) {
  return {{"device", place.device}, {"inode", place.inode}, {"head", place.head}, {"head_bytes", place.head_bytes}, {"offset", place.offset}, {"line", place.line},
          {"controls", json::array(place.controls.begin(), place.controls.end())}};
}

std::uint64_t get_number(const json::object& o, std::string_view key) {
  const json::value* v = find(o, key);
  return v != nullptr && (v->is_uint64() || (v->is_int64() && v->as_int64() >= 0)) ? v->to_number<std::uint64_t>() : 0;
}

FilePlace to_place(const json::object& o) {
  FilePlace place{.device = get_number(o, "device"), .inode = get_number(o, "inode"), .head = get_number(o, "head"), .head_bytes = get_number(o, "head_bytes"),
                  .offset = get_number(o, "offset"), .line = std::max<std::uint64_t>(1, get_number(o, "line"))};
  if (const json::array* controls = find_array(o, "controls"))
    for (const json::value& line : *controls)
      if (line.is_string()) place.controls.emplace_back(line.as_string());
  return place;
}

// 00000012.log → 12; 0 for any other name.
std::uint64_t spool_number(const fs::path& file) {
  const std::string stem = file.stem().string();
  if (file.extension() != ".log" || stem.size() < 8 || stem.find_first_not_of("0123456789") != stem.npos || stem.size() > 18) return 0;
  return std::stoull(stem);
}

}  // namespace

struct LogFollower::Open {
  Open(FollowedFile opened, const Format& known, const std::optional<FilePlace>& place, const std::string& followed)
      : name(followed), file(std::move(opened)), identity(identity_of(file.place(0, 1, {}))), format(known), stream(std::make_shared<const StreamInfo>(StreamInfo{followed, &known})),
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
  FilePlace place() const { return file.place(blocks.offset(), blocks.line(), blocks.controls()); }

  static Identity identity_of(const FilePlace& place) { return {place.device, place.inode}; }

  std::string name;
  FollowedFile file;
  Identity identity;
  const Format& format;
  std::shared_ptr<const StreamInfo> stream;
  LineBlocks blocks;
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
  for (const auto& file : open_) {
    const FilePlace place = file->place();
    all.insert_or_assign(Identity(place.device, place.inode), Known{file->name, std::string(file->format.id), place});
  }
  json::array out;
  for (const auto& [identity, known] : all) {
    json::object one = to_json(known.place);
    one["path"] = known.path;
    one["format"] = known.format;
    out.push_back(std::move(one));
  }
  return to_text(out);
}

void LogFollower::remember(const Open& file) {
  const FilePlace place = file.place();
  known_.insert_or_assign(Identity(place.device, place.inode), Known{file.file.path().string(), std::string(file.format.id), place});
}

void LogFollower::tell(const std::string& name, std::string_view reason, const std::string& detail) {
  if (options_.tell) options_.tell(name, reason, detail);
}

// Null: in no format, or nothing stands in it yet.
const Format* LogFollower::format_of(const fs::path& path, bool& empty, bool& is_list) const {
  std::ifstream in(path, std::ios::binary);
  std::string head(head_bytes, '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(in.gcount()));
  const std::size_t end = head.rfind('\n');
  is_list = JsonItems::begins(head).has_value();
  empty = head.empty() || (end == head.npos && head.size() < head_bytes);   // not one whole line
  if (empty) return nullptr;
  if (io::recognise(head, {}) != io::Nature::text && !io::text_encoding(head)) return nullptr;
  return options_.format != nullptr ? options_.format : sniff_format(std::string_view(head).substr(0, end == head.npos ? head.size() : end + 1));
}

Status LogFollower::look_at(const fs::path& path) {
  struct stat now {};
  if (::stat(path.c_str(), &now) != 0 || !S_ISREG(now.st_mode)) return ok_status();
  const Identity identity(now.st_dev, now.st_ino);
  const std::string name = path.string();
  if (const auto told = told_.find(name); told != told_.end() && told->second == identity) return ok_status();
  if (std::ranges::any_of(open_, [&](const auto& one) { return one->identity == identity || one->name == name; })) return ok_status();
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
    bool empty = false;
    bool is_list = false;
    format = format_of(path, empty, is_list);
    if (is_list) {
      told_[name] = identity;
      tell(name, "json_list", "one document, not lines: read it without --follow and --state");
      return ok_status();
    }
    if (format == nullptr) {
      if (empty) return ok_status();   // looked at again
      told_[name] = identity;
      tell(name, "unknown_format", "longpan detect formats");
      return ok_status();
    }
  }
  open_.push_back(std::make_unique<Open>(*std::move(file), *format, place, name));
  return ok_status();
}

// A file that was renamed while nobody looked goes on before the one that has its name now.
void LogFollower::open_renamed(const std::vector<fs::path>& files) {
  for (const auto& [identity, known] : known_) {
    if (std::ranges::find(files, fs::path(known.path)) == files.end()) continue;
    struct stat now {};
    if (::stat(known.path.c_str(), &now) == 0 && Identity(now.st_dev, now.st_ino) == identity) continue;
    auto old = FollowedFile::open(known.path, known.place);
    const Format* format = find_format(known.format);
    if (!old || !old->resumed() || format == nullptr) continue;
    const auto end = old->end();
    if (end && *end == FollowedFile::End::waiting) open_.push_back(std::make_unique<Open>(*std::move(old), *format, known.place, known.path));
  }
}

// Of files nobody knows yet the one changed first is the older: eve.json.2, eve.json.1, eve.json.
Status LogFollower::look_for_files() {
  std::vector<fs::path> all;
  for (const fs::path& path : paths_) {
    auto files = list_logs({path});
    if (files) all.insert(all.end(), files->begin(), files->end());
    else if (files.error().code != Errc::not_found) return std::move(files).error();   // it may come
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
    number = std::max(number, spool_number(file->file.path()));
  }
  std::vector<fs::path> out;
  std::erase_if(open_, [&](const std::unique_ptr<Open>& file) {
    const fs::path& path = file->file.path();
    const std::uint64_t number = spool_number(path);
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

Result<bool> LogFollower::poll(const std::function<bool(StreamBlock)>& feed) {
  LP_CHECK_OK(look_for_files());
  bool came = false, wanted = true;
  for (auto at = open_.begin(); at != open_.end() && wanted;) {
    Open& file = **at;
    LP_TRY(const bool more, read(file, false, feed, wanted));
    came = came || more;
    if (!wanted) break;
    LP_TRY(const FollowedFile::End end, file.file.end());
    if (end == FollowedFile::End::waiting) {
      ++at;
      continue;
    }
    if (end == FollowedFile::End::truncated) {
      const FilePlace place = file.place();
      known_.erase(Identity(place.device, place.inode));
      tell(file.name, "truncated", std::to_string(file.blocks.held()) + " bytes of a line without its end");
    } else {
      LP_TRY(const bool rest, read(file, true, feed, wanted));   // it will not grow any more
      came = came || rest;
      if (!wanted) break;
      remember(file);
    }
    at = open_.erase(at);
    came = true;   // the new file of the name is looked at without a pause
  }
  return came;
}

}  // namespace lp::detect
