#pragma once
// The members of an archive, one after the other, by libarchive. Internal to unpacking.

#include <string_view>

#include "io/unpacking.h"

namespace lp::io {

// How a member is to be opened; an empty function: by what it is.
using MemberFn = std::function<OpenWithFn(std::string_view name)>;

// Opens every member of `part`, broken and encrypted ones reported. ZIPs are read as a stream (entries the directory no
// longer lists are seen too, and overlapping entries cannot multiply), unless they begin with something else.
Status walk_archive(Unpacking& run, OpenedPart& part, const MemberFn& how = {});

// The memory a compressed stream's first header asks for; 0 = less than a megabyte, or unknown.
std::uint64_t claimed_window(Nature nature, std::string_view head);

}  // namespace lp::io
