#include "io/office_members.h"
#include "io/opener.h"

namespace lp::io {

Opener opener_document() {
  return {{Nature::docx, Nature::pptx, Nature::odf},
          [](Unpacking& run, OpenedPart& part) { return walk_archive(run, part, part.nature == Nature::odf ? open_odf_member : open_ooxml_member); }};
}

}  // namespace lp::io
