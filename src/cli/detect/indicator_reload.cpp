#include "cli/detect/indicator_reload.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <ostream>
#include <system_error>
#include <utility>

namespace lp::cli {

IndicatorReload::IndicatorReload(const detect::Detector& detector, const std::filesystem::path& path, std::chrono::milliseconds look_every)
    : detector_(detector), path_(path), look_every_(look_every), seen_(version()) {}

IndicatorReload::Version IndicatorReload::version() const {
  struct stat now {};
  if (path_.empty() || ::stat(path_.c_str(), &now) != 0) return {};
  return {now.st_ino, static_cast<std::int64_t>(now.st_mtim.tv_sec) * 1'000'000'000 + now.st_mtim.tv_nsec, static_cast<std::uint64_t>(now.st_size)};
}

bool IndicatorReload::look(Context& context) {
  if (opening_.valid()) {
    if (opening_.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return false;
    Result<Image> image = opening_.get();
    if (!image) {
      context.err << (context.zh ? "新情报映像不可用，仍用原来的：" : "the new image of indicators cannot be used, the old one stays: ") << image.error().message << '\n';
      return false;
    }
    const std::size_t size = (*image)->size();
    detector_.replaceable_indicators().swap(*std::move(image));
    if (!context.quiet) context.err << fmt::format(fmt::runtime(context.zh ? "已换用新情报映像：{} 条\n" : "a new image of indicators is in use: {}\n"), size);
    return true;
  }
  const auto now = std::chrono::steady_clock::now();
  if (path_.empty() || now - looked_ < look_every_) return false;
  looked_ = now;
  detector_.replaceable_indicators().reap();
  const Version found = version();
  if (found == Version{} || found == seen_) return false;   // between two files of the name there may be none
  seen_ = found;
  try {
    opening_ = std::async(std::launch::async, [path = path_] { return detect::IndicatorImage::open(path); });
  } catch (const std::system_error&) {
    seen_ = {};   // no thread to be had: looked at again
  }
  return false;
}

}  // namespace lp::cli
