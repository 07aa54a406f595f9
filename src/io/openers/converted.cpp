#include <algorithm>
#include <cstring>

#include "io/convert.h"
#include "io/opener.h"

namespace lp::io {
namespace {

// The dictionary of a picture stands in the file as it is, whatever else is compressed.
Result<bool> has_pictures(const std::filesystem::path& pdf) {
  LP_TRY(const auto file, open_file_source(pdf));
  std::string buffer(64 * 1024, '\0');
  std::size_t kept = 0;
  for (;;) {
    LP_TRY(const std::size_t n, file->read(buffer.data() + kept, buffer.size() - kept));
    if (n == 0) return false;
    const std::string_view there = std::string_view(buffer).substr(0, kept + n);
    if (there.find("/Subtype/Image") != there.npos || there.find("/Subtype /Image") != there.npos) return true;
    kept = std::min<std::size_t>(there.size(), 16);
    std::memmove(buffer.data(), there.data() + there.size() - kept, kept);
  }
}

Status open_converted(Unpacking& run, OpenedPart& part) {
  LP_TRY(const auto file, run.to_file(part));
  if (!file) return ok_status();
  const auto text = part.nature == Nature::pdf ? pdf_text(file->path()) : office_text(file->path());
  if (!text) {
    run.skip(part.part.path, reason_of(text.error()), part.nature == Nature::pdf ? "the PDF cannot be read" : "no Word, Excel or PowerPoint file that can be read", part.part.size);
    return ok_status();
  }
  LP_CHECK_OK(run.leaf({.path = part.part.path, .nature = part.nature, .bytes = part.part.size, .mime = part.part.mime, .encoding = Encoding::utf8}, **text));
  if (part.nature != Nature::pdf) return ok_status();
  LP_TRY(const bool pictures, has_pictures(file->path()));
  if (pictures) run.skip(join_path(part.part.path, "pictures"), SkipReason::needs_ocr, "pictures in the PDF");
  return ok_status();
}

}  // namespace

Opener opener_converted() { return {{Nature::pdf, Nature::ole_office}, open_converted}; }

}  // namespace lp::io
