// nginx: three numbers, ordered as SemVer does.
#include "match/version/scheme.h"
#include "match/version/semver.h"

namespace lp::match {

Scheme scheme_nginx() {
  return {"nginx", "nginx 版本", "nginx version", {}, {},
          [](std::string_view version, std::string& key) { return append_semver_key(version, key); }};
}

}  // namespace lp::match
