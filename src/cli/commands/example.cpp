#include "service/example/example.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <memory>
#include <ostream>

#include "cli/command.h"
#include "cli/example_accounts.h"
#include "cli/progress.h"
#include "service/accounts/password.h"

namespace lp::cli {
namespace {

Result<int> example(Context& context, service::ExampleOptions options) {
  if (context.today.empty()) context.today = "2024-07-15";
  LP_TRY(options.today, parse_date(context.today));
  LP_TRY(const model::Catalogue* catalogue, context.catalogue());
  LP_TRY(store::Store * store, context.store(Context::Create::yes));
  service::ExampleReport report;
  {
    Progress progress(context);
    const auto hash = [](std::string_view password) { return service::hash_password(password, service::PasswordCost{}); };
    LP_TRY(report, service::make_example(*store, *catalogue, options, hash,
                                         [&](std::string_view what, std::int64_t done, std::int64_t total) { progress.show(what, done, total); }));
  }
  json::array accounts;
  for (const auto& a : report.sign_in) {
    accounts.push_back(json::object{{"login", a.login}, {"title", a.title}, {"role", std::string(model::to_string(a.role))}});
  }
  const json::object summary{{"organisations", report.organisations}, {"records", report.records}, {"duties", report.duties},
                             {"today", context.today}, {"seed", options.seed}, {"password", options.password}, {"accounts", accounts}};
  // The start page and run.sh print these again; the accounts are invented and the data is synthetic.
  std::ofstream(context.data / "example.json") << to_pretty_text(summary);
  if (context.json) {
    context.out << to_pretty_text(summary);
    return 0;
  }
  context.out << fmt::format(fmt::runtime(context.zh ? "示例省份：{} 个单位，{} 条记录，{} 项义务\n" : "example province: {} organisations, {} records, {} duties\n"),
                             report.organisations, report.records, report.duties);
  print_example_accounts(context);
  return 0;
}

}  // namespace

Command command_example() {
  return {"example", {"生成示例省份（虚构数据）", "make the example province (invented data)"},
          "  longpan --data data example\n"
          "  longpan --data data example --orgs 386 --assets 18000 --seed 1 --today 2024-07-15\n"
          "  longpan --data big example --orgs 10000 --records 1000000",
          [](CLI::App& app) -> Run {
            auto o = std::make_shared<service::ExampleOptions>();
            o->password = "Longpan-2024";
            app.add_option("--orgs", o->orgs, "单位数 / organisations")->capture_default_str()->check(CLI::Range(1, 100'000));
            app.add_option("--assets", o->assets, "对象数 / units, platforms and apps")->capture_default_str()->check(CLI::Range(0, 5'000'000));
            app.add_option("--records", o->records, "总记录数（覆盖 --assets）/ records in all, overrides --assets")->check(CLI::Range(0, 10'000'000));
            app.add_option("--seed", o->seed, "种子 / seed")->capture_default_str();
            app.add_option("--password", o->password, "示例账号的口令 / password of the example accounts")->capture_default_str();
            return [o](Context& context) { return example(context, *o); };
          }};
}

}  // namespace lp::cli
