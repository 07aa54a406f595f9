#include "campaign/explain.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "cli/command.h"

namespace lp::cli {

Command command_explain() {
  return {"explain", {"说明一项义务：依据、规则、所看记录、缺什么", "explain a duty: clause, rule, records, what is missing"},
          "  longpan explain LP2024-0000123\n  longpan --json explain LP2024-0000123",
          [](CLI::App& app) -> Run {
            auto no = std::make_shared<std::string>();
            app.add_option("no", *no, "义务编号 / duty number")->required();
            return [no](Context& context) -> Result<int> {
              LP_TRY(const model::Catalogue* catalogue, context.catalogue());
              LP_TRY(store::Store * store, context.store());
              LP_TRY(const Clock* clock, context.clock());
              LP_CHECK_OK(store->read([&](store::ReadTx& tx) -> Status {
                LP_TRY(const json::object words, campaign::explain(tx, model::Viewer::system("command line"), *catalogue, *no, clock->today()));
                context.out << (context.json ? to_pretty_text(words) : campaign::to_text(words, context.zh));
                return ok_status();
              }));
              return 0;
            };
          }};
}

}  // namespace lp::cli
