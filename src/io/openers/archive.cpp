#include "io/archive_walk.h"
#include "io/opener.h"

namespace lp::io {

Opener opener_archive() {
  return {{Nature::zip, Nature::tar, Nature::gzip, Nature::bzip2, Nature::xz, Nature::zstd, Nature::lz4, Nature::lzma, Nature::compress, Nature::seven_zip, Nature::rar, Nature::cpio, Nature::iso,
           Nature::ar, Nature::cab},
          [](Unpacking& run, OpenedPart& part) { return walk_archive(run, part); }};
}

}  // namespace lp::io
