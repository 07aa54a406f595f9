#include "io/data_urls.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "base/text.h"

namespace lp::io {
namespace {

constexpr std::string_view scheme = "data:";
constexpr std::size_t longest_head = 256;  // "text/plain;charset=utf-8;base64,"
constexpr std::size_t most_urls = 4096;    // of one text

using Lanes = signed char __attribute__((vector_size(16)));

Lanes load(const char* at) {
  Lanes lanes;
  std::memcpy(&lanes, at, sizeof lanes);
  return lanes;
}

// Every text passes through here: 16 places at once, by the first and the last letter.
std::size_t find_scheme(std::string_view piece) {
  std::size_t i = 0;
  for (; i + sizeof(Lanes) + scheme.size() <= piece.size(); i += sizeof(Lanes)) {
    const Lanes both = (load(piece.data() + i) == 'd') & (load(piece.data() + i + 4) == ':');
    std::uint64_t words[2];
    std::memcpy(words, &both, sizeof both);
    if ((words[0] | words[1]) == 0) continue;
    const std::size_t at = piece.substr(i, sizeof(Lanes) + scheme.size() - 1).find(scheme);
    if (at != std::string_view::npos) return i + at;
  }
  const std::size_t at = piece.substr(i).find(scheme);
  return at == std::string_view::npos ? at : i + at;
}

bool is_head_char(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || std::string_view("/;=+-._%*!#$&^").find(c) != std::string_view::npos;
}

bool is_data_char(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' || c == '/' || c == '=' || c == '-' || c == '_'; }

// A piece of a file, for what was written into it.
class FilePiece final : public ByteSource {
 public:
  FilePiece(const std::filesystem::path& path, std::uint64_t from, std::uint64_t size) : in_(path, std::ios::binary), left_(size), path_(path) { in_.seekg(static_cast<std::streamoff>(from)); }
  Result<std::size_t> read(char* out, std::size_t size) override {
    in_.read(out, static_cast<std::streamsize>(std::min<std::uint64_t>(size, left_)));
    const auto n = static_cast<std::size_t>(in_.gcount());
    if (n == 0 && left_ > 0 && size > 0) return os_error(EIO, "reading", path_);
    left_ -= n;
    return n;
  }

 private:
  std::ifstream in_;
  std::uint64_t left_;
  std::filesystem::path path_;
};

}  // namespace

DataUrlSource::~DataUrlSource() {
  sink_ = {};
  *run_.quota() -= written_;
  std::error_code ignored;
  if (!file_.empty()) std::filesystem::remove(file_, ignored);
}

Result<std::size_t> DataUrlSource::read(char* out, std::size_t size) {
  LP_TRY(const std::size_t n, text_.read(out, size));
  LP_CHECK_OK(scan({out, n}));
  if (n == 0 && state_ == State::data) LP_CHECK_OK(end_data());
  return n;
}

Status DataUrlSource::scan(std::string_view piece) {
  while (!piece.empty()) {
    std::size_t used = 0;
    if (state_ == State::outside) {
      used = find_start(piece);
    } else if (state_ == State::head) {
      used = read_head(piece);
    } else {
      LP_TRY(used, read_data(piece));
    }
    piece.remove_prefix(used);
  }
  return ok_status();
}

std::size_t DataUrlSource::find_start(std::string_view piece) {
  while (matched_ > 0 && matched_ < scheme.size()) {  // begun in the last piece
    const std::string_view rest = scheme.substr(matched_);
    const std::size_t there = std::min(rest.size(), piece.size());
    if (piece.substr(0, there) != rest.substr(0, there)) {
      matched_ = 0;
      break;
    }
    matched_ += there;
    if (matched_ < scheme.size()) return there;
    matched_ = 0;
    state_ = State::head;
    head_.clear();
    return there;
  }
  if (const std::size_t at = find_scheme(piece); at != std::string_view::npos) {
    state_ = State::head;
    head_.clear();
    return at + scheme.size();
  }
  for (std::size_t n = std::min(scheme.size() - 1, piece.size()); n > 0 && matched_ == 0; --n) {
    if (piece.ends_with(scheme.substr(0, n))) matched_ = n;
  }
  return piece.size();
}

std::size_t DataUrlSource::read_head(std::string_view piece) {
  std::size_t n = 0;
  while (n < piece.size() && is_head_char(piece[n]) && head_.size() < longest_head) head_ += piece[n++];
  if (n == piece.size()) return n;
  const bool base64 = piece[n] == ',' && to_lower_ascii(head_).ends_with(";base64");
  state_ = base64 ? State::data : State::outside;
  started_ = written_;
  decoder_ = {};
  return base64 ? n + 1 : n;
}

Result<std::size_t> DataUrlSource::read_data(std::string_view piece) {
  std::size_t n = 0;
  while (n < piece.size() && is_data_char(piece[n])) ++n;
  decoded_.clear();
  decoder_.decode(piece.substr(0, n), decoded_);
  if (!decoded_.empty() && !full_) {
    if (file_.empty()) {
      LP_TRY(file_, run_.temporary_file());
      LP_TRY(sink_, open_file_sink(file_));
    }
    full_ = found_.size() >= most_urls || !run_.take_quota(decoded_.size());
    if (!full_) {
      LP_CHECK_OK(sink_(decoded_));
      written_ += decoded_.size();
    }
  }
  if (n < piece.size()) LP_CHECK_OK(end_data());
  return n;
}

Status DataUrlSource::end_data() {
  state_ = State::outside;
  if (written_ > started_) found_.push_back({started_, written_ - started_, head_.substr(0, head_.find(';'))});
  return ok_status();
}

Status DataUrlSource::open_found() {
  sink_ = {};
  for (std::size_t i = 0; i < found_.size(); ++i) {
    FilePiece bytes(file_, found_[i].from, found_[i].size);
    LP_CHECK_OK(run_.open({.path = join_path(path_, "data" + std::to_string(i + 1)), .bytes = bytes, .size = found_[i].size, .mime = found_[i].mime}));
  }
  if (full_) run_.skip(path_, SkipReason::too_large, "its data: URLs do not fit");
  return ok_status();
}

}  // namespace lp::io
