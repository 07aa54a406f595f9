#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <memory>
#include <ostream>

#include "base/text.h"
#include "cli/command.h"
#include "cli/org_lookup.h"
#include "cli/table.h"
#include "service/accounts/users.h"

namespace lp::cli {
namespace {

struct Options {
  std::string login, name, role = "enterprise_officer", org, email, password_file;
  std::vector<std::string> regions, sectors;
};

model::Viewer administrator() {
  model::Viewer viewer;
  viewer.role = model::Role::administrator;
  viewer.name = "command line";
  return viewer;
}

// From a file, or asked for without echo on a terminal; never from the command line, which others can read.
Result<std::string> read_password(const Options& options, Context& context) {
  std::string password;
  if (!options.password_file.empty()) {
    std::ifstream file(options.password_file);
    if (!std::getline(file, password)) return make_error(Errc::io, fmt::format("cannot read \"{}\"", options.password_file));
    if (password.ends_with('\r')) password.pop_back();  // written on Windows
    return password;
  }
  if (isatty(STDIN_FILENO) != 1) return password;  // empty: one is made and printed
  termios before{};
  tcgetattr(STDIN_FILENO, &before);
  termios silent = before;
  silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  context.err << (context.zh ? "口令（留空则自动生成）：" : "password (empty = made for you): ") << std::flush;
  tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  std::getline(std::cin, password);
  tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
  context.err << '\n';
  return password;
}

void print_password(Context& context, const service::NewUser& made) {
  if (context.json) {
    json::object o{{"user", service::to_json(made.account)}};
    if (!made.password.empty()) o["password"] = made.password;
    context.out << to_pretty_text(o);
    return;
  }
  context.out << made.account.login << '\n';
  if (!made.password.empty()) {
    context.out << (context.zh ? "初始口令（首次登录须修改）：" : "first password (to be changed at sign-in): ") << made.password << '\n';
  }
}

Result<store::Account> find_account(store::Store& store, std::string_view login) {
  store::Account account;
  LP_CHECK_OK(store.read([&](store::ReadTx& tx) -> Status {
    auto found = tx.account_by_login(login);
    if (!found && found.error().code == Errc::not_found) {
      Error error = make_error(Errc::not_found, fmt::format("no account \"{}\"", login), "longpan user list");
      error.message_zh = fmt::format("没有账号“{}”", login);
      return error;
    }
    if (!found) return std::move(found).error();
    account = std::move(*found);
    return ok_status();
  }));
  return account;
}

class UserCommands {
 public:
  static Result<UserCommands> open(Context& context, store::Store& store) {
    LP_TRY(const model::Catalogue* catalogue, context.catalogue());
    return UserCommands(store, *catalogue);
  }
  Result<int> add(Context& context, const Options& options);
  Result<int> list(Context& context);
  Result<int> set_password(Context& context, const Options& options);
  Result<int> set_disabled(Context& context, const Options& options, bool disabled);

 private:
  UserCommands(store::Store& store, const model::Catalogue& catalogue)
      : store_(store), accounts_(std::make_unique<service::Accounts>(store, service::AccountOptions{})),
        users_(*accounts_, catalogue) {}
  store::Store& store_;
  std::unique_ptr<service::Accounts> accounts_;
  service::Users users_;
};

Result<int> UserCommands::add(Context& context, const Options& options) {
  service::UserDraft draft;
  draft.login = options.login;
  draft.name = options.name.empty() ? options.login : options.name;
  const auto role = model::parse_role(options.role);
  if (!role) return make_error(Errc::invalid, fmt::format("unknown role \"{}\"", options.role), "see specs/roles");
  draft.role = *role;
  if (!options.email.empty()) draft.email = options.email;
  draft.regions = options.regions;
  draft.sectors = options.sectors;
  if (!options.org.empty()) {
    LP_CHECK_OK(store_.read([&](store::ReadTx& tx) -> Status {
      LP_TRY(draft.org, find_org(tx, model::Viewer::system("command line"), options.org));
      return ok_status();
    }));
  }
  LP_TRY(const std::string password, read_password(options, context));
  LP_TRY(const service::NewUser made, users_.create(administrator(), draft, password));
  print_password(context, made);
  return 0;
}

Result<int> UserCommands::list(Context& context) {
  LP_TRY(const auto accounts, users_.list(administrator()));
  json::array all;
  std::vector<std::vector<std::string>> rows;
  for (const store::Account& a : accounts) {
    all.push_back(service::to_json(a));
    rows.push_back({a.login, a.name, std::string(model::to_string(a.role)), a.org ? std::to_string(a.org.value) : "",
                    join(a.regions, ","), a.disabled ? (context.zh ? "停用" : "disabled") : ""});
  }
  if (context.json) {
    context.out << to_pretty_text(all);
  } else {
    context.out << to_table(context.zh ? std::vector<std::string>{"登录名", "姓名", "角色", "单位", "地区", ""}
                                       : std::vector<std::string>{"login", "name", "role", "org", "regions", ""}, rows);
  }
  return 0;
}

Result<int> UserCommands::set_password(Context& context, const Options& options) {
  LP_TRY(const store::Account account, find_account(store_, options.login));
  LP_TRY(const std::string password, read_password(options, context));
  LP_TRY(const service::NewUser reset, users_.reset_password(administrator(), account.id, password));
  print_password(context, reset);
  return 0;
}

Result<int> UserCommands::set_disabled(Context& context, const Options& options, bool disabled) {
  LP_TRY(const store::Account account, find_account(store_, options.login));
  service::UserDraft draft;
  draft.disabled = disabled;
  LP_TRY(const store::Account changed, users_.update(administrator(), account.id, draft));
  context.out << changed.login << (disabled ? (context.zh ? " 已停用" : " disabled") : (context.zh ? " 已启用" : " enabled")) << '\n';
  return 0;
}

void add_options(CLI::App& add, CLI::App& password, Options& o) {
  add.add_option("--login", o.login, "登录名 / login")->required();
  add.add_option("--name", o.name, "姓名 / name");
  add.add_option("--role", o.role, "enterprise_officer enterprise_leader assessor regulator_officer regulator_leader auditor administrator")
      ->capture_default_str();
  add.add_option("--org", o.org, "单位：代码、编号或名称 / organisation");
  add.add_option("--email", o.email, "邮箱 / e-mail");
  add.add_option("--region", o.regions, "地区代码，可多个 / region codes")->delimiter(',');
  add.add_option("--sector", o.sectors, "行业代码，可多个 / organisation types")->delimiter(',');
  for (CLI::App* sub : {&add, &password}) {
    sub->add_option("--password-file", o.password_file, "口令文件，首行 / file whose first line is the password");
  }
  password.add_option("login", o.login, "登录名 / login")->required();
}

}  // namespace

Command command_user() {
  return {"user", {"账号：add list password disable enable", "accounts: add list password disable enable"},
          "  longpan user add --login admin --role administrator --name 管理员\n"
          "  longpan user add --login zhang --role enterprise_officer --org 91320100MA1XXXXX0X\n"
          "  longpan user list\n  longpan user password zhang\n  longpan user disable zhang",
          [](CLI::App& app) -> Run {
            auto o = std::make_shared<Options>();
            CLI::App* add = app.add_subcommand("add", "新建账号 / make an account");
            CLI::App* list = app.add_subcommand("list", "列出账号 / list accounts");
            CLI::App* password = app.add_subcommand("password", "重设口令 / reset a password");
            CLI::App* disable = app.add_subcommand("disable", "停用 / disable");
            CLI::App* enable = app.add_subcommand("enable", "启用 / enable");
            app.require_subcommand(1);
            add_options(*add, *password, *o);
            for (CLI::App* sub : {disable, enable}) sub->add_option("login", o->login, "登录名 / login")->required();
            return [=](Context& context) -> Result<int> {
              // The first account is made before there is any data.
              LP_TRY(store::Store * store, context.store(add->parsed() ? Context::Create::yes : Context::Create::no));
              LP_TRY(UserCommands commands, UserCommands::open(context, *store));
              if (add->parsed()) return commands.add(context, *o);
              if (list->parsed()) return commands.list(context);
              if (password->parsed()) return commands.set_password(context, *o);
              return commands.set_disabled(context, *o, disable->parsed());
            };
          }};
}

}  // namespace lp::cli
