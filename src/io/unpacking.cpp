#include "io/unpacking.h"

#include <algorithm>
#include <cstring>
#include <fstream>

#include "base/text.h"
#include "io/metered_source.h"
#include "io/opener.h"

namespace lp::io {

std::string_view to_string(SkipReason r) {
  constexpr std::array<std::string_view, skip_reasons> names{"encrypted", "corrupt", "bomb", "depth", "needs_ocr", "binary", "no_converter", "unsupported", "too_large", "trailing"};
  return names[static_cast<std::size_t>(r)];
}

std::uint64_t UnpackReport::skipped_bytes() const {
  std::uint64_t sum = 0;
  for (const std::uint64_t n : skipped) sum += n;
  return sum;
}

std::string join_path(std::string_view container, std::string_view member) {
  constexpr std::size_t longest = 1024;
  std::string name = is_valid_utf8(member) ? std::string(member) : to_utf8(member.substr(0, longest), Encoding::gb18030);
  if (name.size() > longest) {
    name.resize(longest);
    name.resize(valid_utf8_prefix(name));
  }
  return std::string(container) + "!" + name;
}

SkipReason reason_of(const Error& error) {
  switch (error.code) {
    case Errc::denied: return SkipReason::encrypted;
    case Errc::unsupported:
      if (contains(error.message, "encrypt") || contains(error.message, "password")) return SkipReason::encrypted;
      return contains(error.message, "not installed") ? SkipReason::no_converter : SkipReason::unsupported;
    case Errc::too_large:
    case Errc::timeout: return SkipReason::too_large;
    default: return SkipReason::corrupt;
  }
}

namespace {

OpenFn opener_of(Nature nature) {
  for (const Opener& opener : builtin_openers()) {
    if (std::find(opener.natures.begin(), opener.natures.end(), nature) != opener.natures.end()) return opener.open;
  }
  return nullptr;
}

std::string tail_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  if (!in) return {};
  const std::streamoff size = in.tellg();
  const std::streamoff length = std::min<std::streamoff>(size, recognise_tail);
  if (length <= 0) return {};
  std::string tail(static_cast<std::size_t>(length), '\0');
  in.seekg(size - length);
  in.read(tail.data(), length);
  tail.resize(static_cast<std::size_t>(in.gcount()));
  return tail;
}

class Deeper {
 public:
  explicit Deeper(int& depth) : depth_(depth) { ++depth_; }
  ~Deeper() { --depth_; }
  Deeper(const Deeper&) = delete;
  Deeper& operator=(const Deeper&) = delete;

 private:
  int& depth_;
};

}  // namespace

Status Unpacking::open(const Part& part, const OpenWithFn& as) {
  LP_CHECK_OK(health());
  begin_part();
  const bool top = depth_ == 0;
  if (!top && ++members_ > limits_.members) {
    if (members_ == limits_.members + 1) skip(part.path, SkipReason::bomb, "it and all that follow: more members than " + std::to_string(limits_.members), part.size);
    decide(Fate::skipped, SkipReason::bomb);
    return ok_status();
  }
  if (depth_ > limits_.depth) {
    skip(part.path, SkipReason::depth, "deeper than " + std::to_string(limits_.depth) + " containers", part.size);
    return ok_status();
  }
  const Deeper deeper(depth_);
  MeteredSource metered(*this, part.bytes, top ? Metered::file : Metered::member);
  PeekedSource bytes(metered);
  LP_TRY(const std::string_view head, bytes.peek(recognise_head));
  const bool whole = head.size() < recognise_head && !metered.stopped();
  const std::string end_of_file = part.file.empty() || whole ? std::string() : tail_of(part.file);
  const std::string_view tail = whole ? head : end_of_file;
  OpenedPart opened{part, recognise(head, tail), bytes, head, tail};
  if (top) {
    report_.nature = opened.nature;
    has_zip_end_ = find_zip_end(tail).has_value();
  }
  if (as) {
    LP_CHECK_OK(as(*this, opened));
  } else {
    LP_CHECK_OK(opener_of(opened.nature)(*this, opened));
  }
  if (const auto& end = metered.stopped()) skip(part.path, end->reason, end->detail);
  return health();
}

Status Unpacking::leaf(const Leaf& leaf, ByteSource& text) {
  MeteredSource metered(*this, text, Metered::text);
  LP_CHECK_OK(visitor_.leaf(leaf, metered));
  decide(Fate::scanned, {});
  if (const auto& end = metered.stopped()) skip(leaf.path, end->reason, end->detail);
  return health();
}

void Unpacking::skip(std::string_view path, SkipReason reason, std::string_view detail, std::optional<std::uint64_t> bytes) {
  if (failed_) return;  // the file itself failed: that is returned
  decide(Fate::skipped, reason);
  visitor_.skipped({path, bytes, reason, detail});
}

void Unpacking::skip(std::string_view path, const Error& error) { skip(path, reason_of(error), error.message); }

// Bytes of the file read since the last decision belong to the part that was decided about.
void Unpacking::settle() {
  const std::uint64_t bytes = top_read_ - settled_;
  settled_ = top_read_;
  if (fate_ == Fate::skipped) {
    report_.skipped[static_cast<std::size_t>(fate_reason_)] += bytes;
  } else {
    report_.scanned += bytes;
  }
}

void Unpacking::begin_part() {
  settle();
  fate_ = Fate::undecided;
}

void Unpacking::decide(Fate fate, SkipReason reason) {
  if (fate_ != Fate::undecided) settle();
  fate_ = fate;
  fate_reason_ = reason;
}

bool Unpacking::take_quota(std::uint64_t bytes) {
  if (spooled_ + bytes > limits_.spool_bytes) return false;
  spooled_ += bytes;
  return true;
}

Result<std::filesystem::path> Unpacking::temporary_file() {
  if (!folder_) {
    LP_TRY(folder_, TempDir::create("longpan-unpack", limits_.temporary));
  }
  return folder_->path() / std::to_string(++files_);
}

Result<std::optional<PartFile>> Unpacking::to_file(OpenedPart& part) {
  if (!part.part.file.empty()) {
    std::error_code error;
    const std::uint64_t size = std::filesystem::file_size(part.part.file, error);
    if (!error) top_read_ = std::max(top_read_, size);  // whoever opens it reads all of it
    sought_ = true;
    return std::optional<PartFile>(PartFile(part.part.file, nullptr));
  }
  LP_TRY(const std::filesystem::path path, temporary_file());
  PartFile file(path, &spooled_);
  LP_TRY(const ByteSink sink, open_file_sink(path));
  std::string buffer(64 * 1024, '\0');
  for (;;) {
    LP_TRY(const std::size_t n, part.bytes.read(buffer.data(), buffer.size()));
    if (n == 0) return std::optional<PartFile>(std::move(file));
    if (!take_quota(n)) {
      skip(part.part.path, SkipReason::too_large, "does not fit the " + std::to_string(limits_.spool_bytes) + " bytes for temporary files", part.part.size);
      return std::optional<PartFile>();
    }
    file.add(n);
    LP_CHECK_OK(sink({buffer.data(), n}));
  }
}

PartFile::~PartFile() {
  if (quota_ == nullptr) return;
  *quota_ -= copied_;
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

std::uint64_t PartFile::size() const {
  std::error_code error;
  const std::uint64_t size = std::filesystem::file_size(path_, error);
  return error ? 0 : size;
}

}  // namespace lp::io
