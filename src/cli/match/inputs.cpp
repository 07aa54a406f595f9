// What the parts of `longpan match` read: feeds, inventories, images.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ostream>

#include "cli/diagnostics_text.h"
#include "cli/match/match_commands.h"
#include "cli/progress.h"
#include "cli/table.h"
#include "match/feeds/feed_format.h"

namespace lp::cli {

namespace fs = std::filesystem;

fs::path signals_beside(const fs::path& image) {
  fs::path out = image;
  out += ".signals";
  return out;
}

Result<match::AdvisoryLayers> open_advisories(const fs::path& image) {
  auto index = match::AdvisoryIndex::open(image);
  if (!index) {
    Error error = std::move(index).error();
    if (error.code == Errc::not_found) {
      error.hint = "make it first: longpan match import FEEDS --image " + image.string();
      error.message_zh = "没有漏洞情报映像：" + image.string() + "。先制作：longpan match import 情报目录 --image " + image.string();
    }
    return error;
  }
  return match::AdvisoryLayers(*index);
}

Result<std::vector<fs::path>> list_files(const std::vector<fs::path>& paths) {
  std::vector<fs::path> out;
  for (const fs::path& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      out.push_back(path);
      continue;
    }
    const std::size_t before = out.size();
    fs::recursive_directory_iterator walk(path, error), end;
    if (error) return make_error(Errc::io, path.string() + ": " + error.message());
    while (walk != end) {
      if (walk->is_regular_file(error)) out.push_back(walk->path());
      walk.increment(error);
      if (error) return make_error(Errc::io, path.string() + ": " + error.message());
    }
    std::sort(out.begin() + static_cast<std::ptrdiff_t>(before), out.end());
  }
  return out;
}

Result<ReadFeeds> read_feeds(Context& context, const std::vector<fs::path>& paths, const std::string& format) {
  ReadFeeds read;
  Diagnostics found(200);
  match::FeedTakers takers;
  takers.advisory = [&read](match::Advisory&& a) { read.advisories.push_back(std::move(a)); };
  takers.signal = [&read](match::Signal&& s) { read.signals.push_back(std::move(s)); };
  Progress progress(context);
  for (const fs::path& path : paths) {
    std::error_code ignored;
    const std::int64_t size = fs::is_regular_file(path, ignored) ? static_cast<std::int64_t>(fs::file_size(path, ignored)) : 0;
    const auto tell = [&](std::uint64_t bytes) { progress.show(path.filename().string(), static_cast<std::int64_t>(bytes), std::max<std::int64_t>(size, static_cast<std::int64_t>(bytes))); };
    const auto statistics = match::read_feed_path(path, {.file = path.string(), .format = format}, takers, found, tell);
    if (!statistics) {
      ++read.unread;
      context.err << path.string() << ": " << sentence_of(context, statistics.error()) << '\n';
      continue;
    }
    for (const auto& [name, n] : statistics->records) read.records += n;
    read.refused += statistics->refused;
    read.withdrawn += statistics->withdrawn;
  }
  print_diagnostics(context, found, Severity::warning);
  if (found.dropped() > 0) context.err << fmt::format(fmt::runtime(context.zh ? "另有 {} 条问题未列出\n" : "{} more problems are not shown\n"), found.dropped());
  return read;
}

void add_inventory_options(CLI::App& app, InventoryChoice& choice) {
  app.add_option("inventories", choice.paths, "资产清单文件或目录：CycloneDX、SPDX、dpkg/rpm/apk、CPE、nmap、CSV/XLSX / inventories")->required();
  app.add_option("--format", choice.format, "清单格式，默认按内容识别 / format, default told by content");
  app.add_option("--asset", choice.asset, "清单未写明时的资产名，默认文件名 / asset when the inventory names none, default the file's name");
  app.add_option("--distribution", choice.distribution, "软件包列表所属发行版，如 debian:12 / distribution of package lists");
  app.add_option("--mapping", choice.mapping, "通用表格的列对应文件 / which column of a generic table is what");
}

namespace {

// Files of one name in two folders are two assets.
std::string asset_of(const std::vector<fs::path>& roots, const fs::path& file) {
  for (const fs::path& root : roots) {
    const fs::path relative = file.lexically_relative(root);
    if (!relative.empty() && relative != "." && *relative.begin() != "..") return relative.generic_string();
  }
  return file.filename().string();
}

}  // namespace

Result<ReadComponents> read_components(Context& context, const InventoryChoice& choice) {
  LP_TRY(const std::vector<fs::path> files, list_files(choice.paths));
  ReadComponents read;
  Diagnostics found(200);
  Progress progress(context);
  for (std::size_t i = 0; i < files.size(); ++i) {
    progress.show(files[i].filename().string(), static_cast<std::int64_t>(i), static_cast<std::int64_t>(files.size()));
    match::InventoryOptions options{.file = files[i].string(), .format = choice.format, .asset = choice.asset, .distribution = choice.distribution, .mapping = choice.mapping};
    if (options.asset.empty()) options.asset = asset_of(choice.paths, files[i]);
    const auto statistics = match::read_inventory_file(files[i], options, [&](match::Component&& c) { read.components.push_back(std::move(c)); }, found);
    if (!statistics) {
      ++read.unread;
      context.err << files[i].string() << ": " << sentence_of(context, statistics.error()) << '\n';
      continue;
    }
    read.refused += statistics->refused;
    if (read.subject.empty()) read.subject = statistics->subject;
  }
  if (read.subject.empty() && !choice.paths.empty()) read.subject = choice.paths.front().filename().string();
  print_diagnostics(context, found, Severity::warning);
  if (static_cast<std::size_t>(read.unread) == files.size())
    return make_error(Errc::invalid, "no inventory could be read", "longpan match formats lists what can be read; --format names one");
  return read;
}

}  // namespace lp::cli
