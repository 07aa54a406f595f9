#pragma once
#include <filesystem>
#include <memory>

#include "store/store.h"

namespace lp::store {
// Files under folder/ab/abcdef…: written beside under another name, synced, renamed, folder synced.
std::unique_ptr<Blobs> make_blobs(const std::filesystem::path& folder, bool read_only);
}  // namespace lp::store
