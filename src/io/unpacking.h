#pragma once
// One run of unpack(): what the openers share. Internal to src/io.

#include <functional>
#include <optional>
#include <string>

#include "io/files.h"
#include "io/unpack.h"

namespace lp::io {

// A part about to be opened. `bytes` must outlive the call it is passed to.
struct Part {
  std::string path;
  ByteSource& bytes;
  std::optional<std::uint64_t> size{};
  std::string mime{}, charset{};      // as a mail says
  std::filesystem::path file{};       // when it is a file of its own on disk
};

// A part whose start was looked at; its bytes are still all there, never fail, and end at the limits.
struct OpenedPart {
  const Part& part;
  Nature nature;
  ByteSource& bytes;
  std::string_view head, tail;  // tail: where the end is at hand
};

class Unpacking;
using OpenFn = Status (*)(Unpacking&, OpenedPart&);
// For the members of one kind of document that need its knowledge.
using OpenWithFn = std::function<Status(Unpacking&, OpenedPart&)>;

// A part as a file that can be sought; a copy is removed at the end.
class PartFile {
 public:
  PartFile(std::filesystem::path path, std::uint64_t* quota) : path_(std::move(path)), quota_(quota) {}
  ~PartFile();
  PartFile(PartFile&& other) noexcept : path_(std::move(other.path_)), quota_(std::exchange(other.quota_, nullptr)), copied_(other.copied_) {}
  PartFile& operator=(PartFile&&) = delete;
  const std::filesystem::path& path() const { return path_; }
  std::uint64_t size() const;
  void add(std::uint64_t bytes) { copied_ += bytes; }  // that were taken from the quota

 private:
  std::filesystem::path path_;
  std::uint64_t* quota_;  // null: nothing was copied
  std::uint64_t copied_ = 0;
};

class Unpacking {
 public:
  Unpacking(const UnpackLimits& limits, UnpackVisitor& visitor) : limits_(limits), visitor_(visitor) {}

  // Recognises a part and opens it, as `as` says when given. Errors are only those that stop everything.
  Status open(const Part& part, const OpenWithFn& as = {});
  // Gives text to the visitor. An error of `text` ends it and is reported as skipped.
  Status leaf(const Leaf& leaf, ByteSource& text);
  void skip(std::string_view path, SkipReason reason, std::string_view detail, std::optional<std::uint64_t> bytes = {});
  void skip(std::string_view path, const Error& error);

  // Nothing when it does not fit the quota (reported).
  Result<std::optional<PartFile>> to_file(OpenedPart& part);
  // A new temporary file's name. Whoever writes it counts its bytes by take_quota().
  Result<std::filesystem::path> temporary_file();
  bool take_quota(std::uint64_t bytes);
  std::uint64_t* quota() { return &spooled_; }
  // To be called where an archive ends as it should: what follows in the file is not part of it.
  void archive_ended();
  std::uint64_t archives_ended() const { return archives_ended_; }   // at any depth

  const UnpackLimits& limits() const { return limits_; }
  int depth() const { return depth_; }
  std::uint64_t& windows() { return windows_; }
  // The error that stops everything, when there is one.
  Status health() const { return failed_ ? Status(*failed_) : ok_status(); }

  Result<UnpackReport> run(const Part& file, std::optional<std::uint64_t> stored);

 private:
  friend class TopSource;
  friend class MeteredSource;
  enum class Fate : std::uint8_t { undecided, scanned, skipped };
  void begin_part();
  void decide(Fate fate, SkipReason reason);
  void settle();
  Status finish_top(ByteSource& rest, std::optional<std::uint64_t> stored, std::string_view path);

  UnpackLimits limits_;
  UnpackVisitor& visitor_;
  UnpackReport report_;
  std::optional<TempDir> folder_;
  std::optional<Error> failed_;
  int depth_ = 0, files_ = 0;
  std::uint64_t members_ = 0, unpacked_ = 0, spooled_ = 0, windows_ = 0;
  std::uint64_t top_read_ = 0, settled_ = 0;  // bytes of the file read, and given a fate
  Fate fate_ = Fate::undecided;
  SkipReason fate_reason_ = SkipReason::corrupt;
  std::uint64_t archives_ended_ = 0;
  bool has_zip_end_ = false, archive_ended_ = false, sought_ = false;
};

// "a.zip" and a member's name of any bytes: "a.zip!member".
std::string join_path(std::string_view container, std::string_view member);

// Errors of decoders by what they mean here: denied = encrypted, corrupt, invalid, unsupported, too_large.
SkipReason reason_of(const Error& error);

// Gives a source's first bytes again.
class PeekedSource final : public ByteSource {
 public:
  explicit PeekedSource(ByteSource& rest) : rest_(rest) {}
  // Reads ahead up to `size` bytes.
  Result<std::string_view> peek(std::size_t size);
  Result<std::size_t> read(char* out, std::size_t size) override;

 private:
  ByteSource& rest_;
  std::string head_;
  std::size_t given_ = 0;
};

}  // namespace lp::io
