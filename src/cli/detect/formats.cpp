// longpan detect formats: what can be read.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <ostream>

#include "base/json.h"
#include "cli/detect/detect_commands.h"
#include "detect/format.h"

namespace lp::cli {

Run add_detect_formats(CLI::App& app) {
  app.footer("例 / example:\n  longpan detect formats");
  return [](Context& context) -> Result<int> {
    json::array list;
    for (const detect::Format& format : detect::builtin_formats()) {
      if (context.json) list.push_back(json::object{{"id", format.id}, {"zh", format.zh}, {"en", format.en}});
      else context.out << fmt::format("{:16} {}\n", format.id, context.zh ? format.zh : format.en);
    }
    if (context.json) context.out << to_text(list) << '\n';
    return 0;
  };
}

}  // namespace lp::cli
