#pragma once
// Parts of a value that rules and indicators know as fields of their own.

#include <string_view>

#include "detect/wanted_fields.h"

namespace lp::detect {

// host, path, query, extension: of "https://user@host:port/path.ext?query#fragment" or of "/path.ext?query" (which has no host).
// md5, sha1, sha256, imphash: of "SHA1=…,MD5=…", names in any case. data() == nullptr: it has none.
std::string_view value_part(std::string_view text, ValuePart::Kind kind);

}  // namespace lp::detect
