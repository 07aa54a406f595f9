#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "cli/colour.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "store/store.h"

namespace lp::cli {
namespace {

void print_report(Context& context, const store::VerifyReport& report) {
  if (context.json) {
    context.out << to_pretty_text(json::object{{"intact", report.intact}, {"entries", report.entries},
                                               {"first_bad_seq", report.first_bad_seq}, {"problem", report.problem},
                                               {"head", report.head}, {"files", report.files},
                                               {"files_unchecked", report.files_unchecked}});
    return;
  }
  const std::string verdict = report.intact ? paint(context, Colour::green, context.zh ? "完整" : "intact")
                                            : paint(context, Colour::red, context.zh ? "已被改动或损坏" : "changed or damaged");
  context.out << fmt::format(fmt::runtime(context.zh ? "日志 {} 条：{}\n" : "journal of {} entries: {}\n"), report.entries, verdict);
  if (!report.intact) {
    context.out << fmt::format(fmt::runtime(context.zh ? "第 {} 条：{}\n" : "entry {}: {}\n"), report.first_bad_seq, report.problem);
  }
  context.out << (context.zh ? "链头（SM3）：" : "head (SM3): ") << report.head << '\n';
  if (report.files > 0) context.out << fmt::format(fmt::runtime(context.zh ? "附件 {} 个，内容与哈希一致\n" : "{} files match their hashes\n"), report.files);
  if (report.files_unchecked > 0) {
    const std::string missing = fmt::format(fmt::runtime(context.zh ? "有 {} 个附件未验证：数据库旁没有 files 目录（只验证数据库时加 --no-files）"
                                                                    : "{} files not checked: no folder files/ beside the database (--no-files to verify the database alone)"),
                                            report.files_unchecked);
    context.out << paint(context, Colour::yellow, missing) << '\n';
  }
}

}  // namespace

Command command_verify() {
  return {"verify", {"离线验证日志链与记录是否完整", "prove or disprove the journal offline"},
          "  longpan --data data verify\n  longpan verify /backup/longpan.db      # 只读副本，不需要 specs / a copy, no specs needed\n"
          "  longpan verify --no-files longpan-2024-07-15.db   # 没有附件的备份 / a backup without its files\n"
          "  longpan --json verify data/longpan.db",
          [](CLI::App& app) -> Run {
            auto file = std::make_shared<std::filesystem::path>();
            app.add_option("database", *file, "数据库文件或其副本 / database file or a copy of it");
            auto no_files = std::make_shared<bool>(false);
            app.add_flag("--no-files", *no_files, "不要求附件 / the files need not be there");
            return [file, no_files](Context& context) -> Result<int> {
              const auto database = file->empty() ? context.data / "longpan.db" : *file;
              store::VerifyReport report;
              {
                Progress progress(context);
                LP_TRY(report, store::verify_offline(database, [&](std::int64_t done, std::int64_t total) {
                         progress.show(context.zh ? "验证" : "verifying", done, total);
                       }));
              }
              if (*no_files) report.files_unchecked = 0;
              print_report(context, report);
              return report.intact && report.files_unchecked == 0 ? 0 : 1;
            };
          }};
}

}  // namespace lp::cli
