#include "io/convert.h"
#include "io/opener.h"

namespace lp::io {
namespace {

Status open_converted(Unpacking& run, OpenedPart& part) {
  LP_TRY(const auto file, run.to_file(part));
  if (!file) return ok_status();
  const auto text = part.nature == Nature::pdf ? pdf_text(file->path()) : office_text(file->path());
  if (!text) {
    run.skip(part.part.path, reason_of(text.error()), part.nature == Nature::pdf ? "the PDF cannot be read" : "no Word, Excel or PowerPoint file that can be read", part.part.size);
    return ok_status();
  }
  return run.leaf({.path = part.part.path, .nature = part.nature, .bytes = part.part.size, .mime = part.part.mime, .encoding = Encoding::utf8}, **text);
}

}  // namespace

Opener opener_converted() { return {{Nature::pdf, Nature::ole_office}, open_converted}; }

}  // namespace lp::io
