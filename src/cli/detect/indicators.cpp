// longpan detect indicators: feeds into one image, and what an image says of a value.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <ostream>

#include "base/time.h"
#include "cli/detect/detect_commands.h"
#include "cli/diagnostics_text.h"
#include "cli/progress.h"
#include "detect/indicators/indicator_import.h"
#include "detect/indicators/indicator_set.h"
#include "detect/inputs/log_streams.h"
#include "io/files.h"

namespace lp::cli {
namespace {

struct Options {
  std::vector<std::filesystem::path> paths;
  std::string image, format, source, look_up, public_suffixes;
  int confidence = 50;
};

Result<int> look_up(Context& context, const Options& options) {
  LP_TRY(const auto image, detect::IndicatorImage::open(options.image));
  const auto kind = detect::guess_kind(detect::refang(options.look_up));
  if (!kind) return make_error(Errc::invalid, "this is no indicator: " + options.look_up, "an address, range, name, URL, hash or mail address");
  std::string key;
  if (!detect::to_key(*kind, detect::refang(options.look_up), key)) return make_error(Errc::invalid, "this is no indicator: " + options.look_up);
  const std::uint32_t record = image->find(*kind, key);
  if (record == 0) {
    context.out << (context.zh ? "不在情报中\n" : "not among the indicators\n");
    return 1;
  }
  for (const detect::IndicatorContext& c : image->contexts(record - 1))
    context.out << fmt::format("{}\t{}\t{}\t{}\t{}\t{}\n", detect::to_string(*kind), c.source, c.type, c.confidence, detect::to_string(c.tlp), c.description);
  return 0;
}

Result<int> import(Context& context, const Options& options) {
  LP_TRY(const std::vector<std::filesystem::path> files, detect::list_logs(options.paths));
  Diagnostics found;
  LP_TRY(const detect::PublicSuffixes suffixes, detect::PublicSuffixes::load(options.public_suffixes, found));
  detect::IndicatorSet set;
  Progress progress(context);
  int unread = 0;
  for (std::size_t i = 0; i < files.size(); ++i) {
    progress.show(files[i].filename().string(), static_cast<std::int64_t>(i), static_cast<std::int64_t>(files.size()));
    LP_TRY(const std::string bytes, io::read_file(files[i], std::uint64_t{2} << 30));
    detect::ImportOptions one{.file = files[i].string(), .format = options.format};
    one.context.source = options.source;
    one.context.confidence = static_cast<std::uint8_t>(options.confidence);
    const auto statistics = detect::import_indicators(bytes, one, set, found);
    if (!statistics) {
      ++unread;
      context.err << files[i].string() << ": " << statistics.error().message << '\n';
    }
  }
  print_diagnostics(context, found, Severity::error);
  LP_CHECK_OK(set.write(options.image, suffixes));
  LP_TRY(const auto image, detect::IndicatorImage::open(options.image));
  context.out << fmt::format(fmt::runtime(context.zh ? "{} 条情报写入 {}；{} 个文件未读，{} 行未用\n" : "{} indicators written to {}; {} files not read, {} lines not used\n"), image->size(), options.image,
                             unread, found.errors() + found.warnings());
  return unread > 0 ? 1 : 0;
}

}  // namespace

Run add_detect_indicators(CLI::App& app) {
  auto o = std::make_shared<Options>();
  app.add_option("paths", o->paths, "情报文件或目录：文本、CSV、MISP、STIX、Zeek intel / feeds: text, CSV, MISP, STIX, Zeek intel");
  app.add_option("--image", o->image, "映像文件：写入，或与 --look-up 同用时读取 / the image, written, or read with --look-up")->required();
  app.add_option("--format", o->format, "格式，默认按内容识别 / format, default told by content");
  app.add_option("--source", o->source, "来源名，默认文件名 / name of the source, default the file's");
  app.add_option("--confidence", o->confidence, "情报未说明时的把握 / confidence when the feed says none")->check(CLI::Range(0, 100))->capture_default_str();
  app.add_option("--look-up", o->look_up, "查询一个值 / ask about one value");
  app.add_option("--public-suffixes", o->public_suffixes, "公共后缀表 / public suffix list");
  app.footer("例 / examples:\n  longpan detect indicators feeds/ --image feeds.image\n  longpan detect indicators --image feeds.image --look-up 'evil[.]example'");
  return [o](Context& context) -> Result<int> {
    if (!o->look_up.empty()) return look_up(context, *o);
    if (o->paths.empty()) return make_error(Errc::invalid, "no feeds are named", "longpan detect indicators --help");
    return import(context, *o);
  };
}

}  // namespace lp::cli
