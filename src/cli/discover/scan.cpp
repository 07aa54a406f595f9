// longpan discover scan: files and folders.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <ostream>

#include "cli/discover/discover_commands.h"
#include "cli/main.h"
#include "cli/progress.h"
#include "cli/stop_on_signal.h"
#include "discover/tree_scan.h"

namespace lp::cli {
namespace {

struct Options {
  discover::TreeOptions tree;
  ResultFiles files;
  std::string hits;
};

// One line a hit whatever a name holds: a tab, a line end and a backslash are written \t, \n, \r and \\.
std::string tsv_cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const std::size_t at = std::string_view("\t\n\r\\").find(c);
    if (at == std::string_view::npos) out += c;
    else out.append("\\").append(1, "tnr\\"[at]);
  }
  return out;
}

Result<int> scan(Context& context, Options& options) {
  LP_TRY(const std::shared_ptr<const discover::Engine> engine, load_engine(context));
  LP_TRY(const Clock* clock, context.clock());
  options.tree.program = program_name;
  for (const std::string& file : {options.files.json, options.files.html, options.files.sarif, options.files.csv, options.files.xlsx, options.hits}) {
    if (!file.empty()) options.tree.own_files.emplace_back(file);
  }
  discover::TreeScan scan(engine, *clock, options.tree);
  std::ofstream hits;
  if (!options.hits.empty()) {
    hits.open(options.hits, std::ios::binary | std::ios::trunc);
    if (!hits) return make_error(Errc::io, "cannot write " + options.hits);
    hits << "file\toffset\tlength\tkind\tconfidence\tfield\trow\n";
    scan.listen([&](const std::string& path, const discover::ToldHit& hit) {
      hits << tsv_cell(path) << '\t' << hit.offset << '\t' << hit.length << '\t' << hit.kind << '\t' << hit.confidence << '\t' << tsv_cell(hit.field) << '\t' << hit.row << '\n';
    });
  }
  Progress progress(context);
  const StopOnSignal stop;   // what is done stays in the state file
  scan.watch([&](const discover::TreeProgress& p) {
    if (stop.asked()) scan.stop();
    const std::string what = fmt::format(fmt::runtime(context.zh ? "扫描 {} / {} 个文件{}" : "scanning {} of {} files{}"), p.files_done, p.files_found, p.walking ? " …" : "");
    progress.show(what, static_cast<std::int64_t>(p.bytes_done), static_cast<std::int64_t>(p.walking ? 0 : p.bytes_found));
  });
  LP_TRY(const discover::ScanResult result, scan.run());
  hits.close();
  if (!options.hits.empty() && !hits) return make_error(Errc::unavailable, "writing " + options.hits + " failed", "is the disk full?");
  LP_TRY(const int code, tell_result(context, *engine, result, options.files));
  if (result.interrupted && !options.tree.state.empty() && !context.quiet) {
    context.err << (context.zh ? "已中断；同一 --state 再次运行即从此处继续\n" : "stopped; run again with the same --state to go on from here\n");
  }
  return code;
}

}  // namespace

Run add_discover_scan(CLI::App& app) {
  auto o = std::make_shared<Options>();
  app.add_option("path", o->tree.root, "文件或目录 / file or folder")->required();
  app.add_option("--state", o->tree.state, "状态文件：可续扫，未变的文件不再读 / state file: resumes, skips what did not change");
  app.add_option("--include", o->tree.include, "只看这些（通配符）/ only these (globs)")->delimiter(',');
  app.add_option("--exclude", o->tree.exclude, "不看这些（通配符）/ not these (globs)")->delimiter(',');
  app.add_option("--sample", o->tree.sample, "按文件名抽样的比例 / share of files, chosen by name")->check(CLI::Range(0.0001, 1.0))->capture_default_str();
  app.add_option("--largest-file", o->tree.largest_file, "跳过更大的文件（字节）/ skip larger files (bytes)");
  app.add_option("--threads", o->tree.threads, "线程数，0 为处理器数 / threads, 0 = one a processor")->check(CLI::Range(0, 1024));
  app.add_flag("--one-file-system", o->tree.one_file_system, "不进入其他文件系统 / stay on one file system");
  app.add_option("--hits", o->hits, "逐条位置 TSV（不含内容）/ every hit's place as TSV, without values");
  add_result_options(app, o->files);
  app.footer("例 / examples:\n  longpan discover scan /srv/data --html report.html\n"
             "  longpan discover scan /srv/data --state scan.state --catalogue 目录.xlsx   # 可中断续扫\n"
             "  longpan --json discover scan export.csv > result.json\n"
             "退出码 / exit codes: 0 全部看过 / all looked at; 1 有未看的部分 / something was not; 16 --fail-on");
  return [o](Context& context) { return scan(context, *o); };
}

}  // namespace lp::cli
