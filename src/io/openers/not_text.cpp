#include "io/opener.h"

namespace lp::io {

Opener opener_not_text() {
  return {{Nature::image, Nature::media, Nature::executable, Nature::unknown_binary}, [](Unpacking& run, OpenedPart& part) {
            const bool image = part.nature == Nature::image;
            run.skip(part.part.path, image ? SkipReason::needs_ocr : SkipReason::binary, to_string(part.nature), part.part.size);
            return ok_status();
          }};
}

}  // namespace lp::io
