#include "service/events/indicator_files.h"

#include "detect/indicators/image_layout.h"
#include "detect/indicators/indicator_import.h"
#include "detect/indicators/indicator_set.h"
#include "io/bytes.h"
#include "io/files.h"

namespace lp::service {
namespace {

constexpr std::uint64_t most_bytes = std::uint64_t{2} << 30;

Result<bool> is_image(const std::filesystem::path& path) {
  LP_TRY(const auto source, io::open_file_source(path));
  char head[sizeof detect::image_magic - 1] = {};
  LP_TRY(const std::size_t n, source->read(head, sizeof head));
  return std::string_view(head, n) == detect::image_magic;
}

}  // namespace

Result<LoadedIndicators> load_indicators(const IndicatorFiles& files, Diagnostics& out) {
  LoadedIndicators loaded;
  LP_TRY(const detect::PublicSuffixes suffixes, detect::PublicSuffixes::load(files.public_suffixes, out));
  detect::IndicatorSet set;
  for (const std::filesystem::path& path : files.paths) {
    LP_TRY(const bool image, is_image(path));
    if (image) {
      LP_TRY(auto opened, detect::IndicatorImage::open(path));
      loaded.images.push_back(std::move(opened));
      continue;
    }
    LP_TRY(const std::string bytes, io::read_file(path, most_bytes));
    detect::ImportOptions one{.file = path.string()};
    one.context.source = files.source;
    one.context.confidence = static_cast<std::uint8_t>(files.confidence);
    const auto imported = detect::import_indicators(bytes, one, set, out);
    if (!imported) return Error(imported.error()).within("reading " + path.string());
  }
  if (set.size() > 0) {
    LP_TRY(auto made, detect::IndicatorImage::from_bytes(set.to_bytes(suffixes)));
    loaded.images.push_back(std::move(made));
  }
  for (const auto& image : loaded.images) loaded.count += image->size();
  return loaded;
}

}  // namespace lp::service
