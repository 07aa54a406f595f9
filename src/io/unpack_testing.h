#pragma once
// For tests of unpacking: everything a file holds, and archives made on the fly.

#include <string>
#include <utility>
#include <vector>

#include "io/unpack.h"

namespace lp::io::testing {

// Keeps everything, as UTF-8.
class Collector final : public UnpackVisitor {
 public:
  struct Text {
    std::string path, text, mime;
    Nature nature;
  };
  struct Gone {
    std::string path, detail;
    SkipReason reason;
  };
  std::vector<Text> leaves;
  std::vector<Gone> gone;
  Status leaf(const Leaf& leaf, ByteSource& bytes) override;
  void skipped(const SkippedPart& part) override;
  // All text, a leaf after the other.
  std::string all() const;
  std::string text_of(std::string_view path) const;  // "<none>" when there is no such leaf
  // "path: reason" a line.
  std::string reasons() const;
};

// `format`: "zip", "tar", "7zip", "cpio", "iso9660", "ar", "gzip", "xz", "zstd", "bzip2", "lz4", … as libarchive names them; the
// latter compress the first member alone.
struct ArchiveOptions {
  std::string format = "zip";
  std::string password{};  // zip only
  std::string options{};   // as archive_write_set_options takes them
};
std::string make_archive(const std::vector<std::pair<std::string, std::string>>& members, const ArchiveOptions& options = {});

}  // namespace lp::io::testing
