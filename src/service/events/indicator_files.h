#pragma once
// Images and feeds of indicators, whichever was named, as images to look things up in.

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"
#include "detect/indicators/indicator_image.h"

namespace lp::service {

struct IndicatorFiles {
  std::vector<std::filesystem::path> paths;  // files; what is no image is read as a feed
  std::filesystem::path public_suffixes{};   // empty: the system's
  std::string source{};                      // of what a feed does not say itself; empty = the file's name
  int confidence = 50;
};
struct LoadedIndicators {
  std::vector<std::shared_ptr<const detect::IndicatorImage>> images;  // all feeds together are the last
  std::size_t count = 0;
};
// Lines that cannot be used are diagnostics; a file that is neither is an error. corrupt: an image does not prove itself.
Result<LoadedIndicators> load_indicators(const IndicatorFiles& files, Diagnostics& out);

}  // namespace lp::service
