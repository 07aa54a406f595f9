// longpan discover mask: a text with what was found in it made unreadable.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <ostream>

#include "cli/discover/discover_commands.h"
#include "discover/record_scanner.h"

namespace lp::cli {
namespace {

struct Options {
  std::string file = "-", out;
  int threshold = 50;
};

// By any name: opening the output empties it before the input was read.
bool is_same_file(const std::string& one, const std::string& other) {
  std::error_code none;
  return one == other || std::filesystem::equivalent(one, other, none);
}

Result<int> run(Context& context, const Options& options) {
  LP_TRY(const std::shared_ptr<const discover::Engine> engine, load_engine(context));
  std::ifstream file;
  if (options.file != "-") {
    file.open(options.file, std::ios::binary);
    if (!file) return make_error(Errc::not_found, "no such file: " + options.file);
  }
  std::ofstream written;
  if (!options.out.empty()) {
    if (is_same_file(options.out, options.file)) return make_error(Errc::invalid, "reading and writing the same file", "give another --out");
    written.open(options.out, std::ios::binary | std::ios::trunc);
    if (!written) return make_error(Errc::io, "cannot write " + options.out);
  }
  std::istream& in = options.file == "-" ? std::cin : file;
  std::ostream& out = options.out.empty() ? context.out : written;
  discover::RecordScanner scanner(engine->rules(), options.threshold);
  for (std::string line; std::getline(in, line);) {
    out << scanner.masked(line);
    if (!in.eof()) out << '\n';
  }
  if (in.bad()) return make_error(Errc::io, "cannot read " + options.file, "it must be a file, not a folder");
  out.flush();
  if (!out) return make_error(Errc::unavailable, "writing failed", "is the disk full?");
  return 0;
}

}  // namespace

Run add_discover_mask(CLI::App& app) {
  auto o = std::make_shared<Options>();
  app.add_option("file", o->file, "UTF-8 文本，- 为标准输入 / UTF-8 text, - is standard input")->capture_default_str();
  app.add_option("--out", o->out, "写到此文件，默认标准输出 / file to write, default standard output");
  app.add_option("--threshold", o->threshold, "把握不低于此才遮盖 / mask from this confidence on")->check(CLI::Range(1, 99))->capture_default_str();
  app.footer("例 / examples:\n  longpan discover mask app.log --out app.masked.log\n  tail -f app.log | longpan discover mask");
  return [o](Context& context) { return run(context, *o); };
}

}  // namespace lp::cli
