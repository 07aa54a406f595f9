#pragma once
// Any stored file as its text parts: archives in archives, mail, office documents, databases and pages
// are opened by content, not by name, down to streams of text (leaves). What is no text, or cannot be read, is reported
// as skipped with the reason: every byte of a file ends up in one of both.
//
// Guarantees. Members are streamed, without temporary files where the format allows; formats that need
// seeking (7z, a ZIP behind something else, xlsx, PDF, legacy Office, databases) inside others are copied to a private
// temporary folder within `spool_bytes`. A hostile file costs its limits and no more: memory is at most 40 MB (some
// buffers a level, 16 MiB of shared strings of a workbook), and beside it the decoders' windows within `window_bytes`,
// touched only as far as they are filled. A broken or oversized part ends that part; the rest goes on.
// Not guaranteed: memory of libarchive for the directory of an ISO image, a 7z or a ZIP behind something else (it grows
// with the entries), and for the windows of 7z and RAR (they are not known before).
//
// Threads: one thread a call; calls do not share anything.

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "io/bytes.h"
#include "io/decoding_source.h"
#include "io/nature.h"

namespace lp::io {

struct UnpackLimits {
  int depth = 24;                                        // containers in containers; above: SkipReason::depth
  std::uint64_t member_bytes = std::uint64_t{64} << 30;  // of one member, unpacked: too_large
  std::uint64_t total_bytes = std::uint64_t{256} << 30;  // of all levels of one file together: bomb
  double ratio = 1000;                                   // a member : bytes read of the file so far: bomb
  std::uint64_t ratio_from_bytes = std::uint64_t{10} << 20;  // below it any ratio is fine
  std::uint64_t members = 1'000'000;                     // of all levels of one file: bomb
  std::uint64_t spool_bytes = std::uint64_t{4} << 30;    // temporary files at one time: too_large
  std::uint64_t window_bytes = std::uint64_t{192} << 20;  // what compressed streams in one another may claim as windows: too_large
  bool texts_as_stored = false;                          // XML, HTML and data: URLs stay as they are: for readers of formats
  std::filesystem::path temporary{};                     // where temporary files go; empty = the system's folder
};

enum class SkipReason : std::uint8_t {
  encrypted,
  corrupt,      // truncated too; what was readable was a leaf
  bomb,
  depth,
  needs_ocr,    // a picture
  binary,       // a program, sound, video, a font, or unknown without text
  no_converter, // the program or library that reads it is not installed
  unsupported,
  too_large,
  trailing,     // bytes behind the end of an archive
};
std::string_view to_string(SkipReason r);
inline constexpr std::size_t skip_reasons = 10;

// One stream of text. Views are valid during the call.
struct Leaf {
  std::string_view path;  // "offers.zip!2024.eml!list.xlsx!Sheet1"; names are UTF-8, at most 1 KiB a step
  Nature nature = Nature::text;                // of the innermost file it is from
  std::optional<std::uint64_t> bytes{};        // of that file, when its container states them
  std::string_view mime{};                     // as a mail or a data: URL says; else empty
  std::optional<Encoding> encoding{};          // of the stream's bytes; empty = unknown, ASCII at best
  TextSource* offsets = nullptr;               // set when the stream was made from other bytes at known places
};

struct SkippedPart {
  std::string_view path;
  std::optional<std::uint64_t> bytes{};  // not given to the visitor, when known
  SkipReason reason = SkipReason::binary;
  std::string_view detail{};             // for people, lower case; never content
};

class UnpackVisitor {
 public:
  virtual ~UnpackVisitor() = default;
  // `bytes` ends early, without an error, where the part is broken or too large: skipped() follows and says so.
  // It need not be read to its end. An error stops the whole unpacking and is returned.
  virtual Status leaf(const Leaf& leaf, ByteSource& bytes) = 0;
  virtual void skipped(const SkippedPart& part) = 0;
};

// Where the bytes of the file, as it is stored, went; `stored` is the sum of the others. To the granularity of the
// decoders' reading (64 KiB).
struct UnpackReport {
  Nature nature = Nature::text;
  std::uint64_t stored = 0, scanned = 0;  // scanned: in leaves, with the containers' own structure
  std::array<std::uint64_t, skip_reasons> skipped{};
  std::uint64_t skipped_bytes() const;
};

// An error is that of reading the file itself (io, not_found), of writing temporary files (unavailable), or the visitor's.
Result<UnpackReport> unpack(const std::filesystem::path& file, const UnpackLimits& limits, UnpackVisitor& visitor);
// A stream; `name` begins the paths.
Result<UnpackReport> unpack(std::string_view name, ByteSource& bytes, const UnpackLimits& limits, UnpackVisitor& visitor);

}  // namespace lp::io
