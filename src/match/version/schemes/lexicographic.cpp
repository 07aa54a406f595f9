// VERS "lexicographic": bytes as they are.
#include "match/version/scheme.h"

namespace lp::match {

Scheme scheme_lexicographic() {
  return {"lexicographic", "逐字节比较", "byte by byte", {}, {}, [](std::string_view version, std::string& key) {
            if (version.empty() || version.find('\0') != version.npos) return false;
            key += version;
            return true;
          }};
}

}  // namespace lp::match
