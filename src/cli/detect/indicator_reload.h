#pragma once
// A run that follows takes a new image of indicators when its file was replaced, without waiting for it.

#include <chrono>
#include <filesystem>
#include <future>
#include <memory>
#include <string>
#include <tuple>

#include "cli/context.h"
#include "detect/run/detector.h"

namespace lp::cli {

class IndicatorReload {
 public:
  // An empty path: nothing to look at. The detector outlives this.
  IndicatorReload(const detect::Detector& detector, const std::filesystem::path& path, std::chrono::milliseconds look_every = std::chrono::seconds(5));
  // Between two blocks. True: events from here on are matched against a new image. One that cannot be read is told; the old one stays.
  bool look(Context& context);

 private:
  using Version = std::tuple<std::uint64_t, std::int64_t, std::uint64_t>;   // inode, time of change, size
  using Image = std::shared_ptr<const detect::IndicatorImage>;
  Version version() const;

  const detect::Detector& detector_;
  std::filesystem::path path_;
  std::chrono::milliseconds look_every_;
  Version seen_{};
  std::chrono::steady_clock::time_point looked_{};
  std::future<Result<Image>> opening_;
};

}  // namespace lp::cli
