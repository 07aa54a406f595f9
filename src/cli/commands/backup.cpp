#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "cli/command.h"

namespace lp::cli {

Command command_backup() {
  return {"backup", {"把数据库备份到一个文件（可在运行时）", "copy the database to a file, also while serving"},
          "  longpan --data data backup /backup/longpan-2024-07-15.db\n  longpan verify /backup/longpan-2024-07-15.db",
          [](CLI::App& app) -> Run {
            auto file = std::make_shared<std::filesystem::path>();
            app.add_option("file", *file, "目标文件，不可已存在 / target, must not exist")->required();
            return [file](Context& context) -> Result<int> {
              std::error_code ignored;
              if (std::filesystem::exists(*file, ignored)) {
                return make_error(Errc::conflict, fmt::format("\"{}\" exists", file->string()), "choose another name; backups are never overwritten");
              }
              LP_TRY(store::Store * store, context.store());
              LP_CHECK_OK(store->backup_to(*file));
              context.out << file->string() << '\n';
              return 0;
            };
          }};
}

}  // namespace lp::cli
