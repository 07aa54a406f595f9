#include <CLI/CLI.hpp>
#include <memory>

#include "cli/command.h"
#include "cli/tls_options.h"

namespace lp::cli {

Command command_serve() {
  return {"serve", {"启动服务", "serve the data folder over HTTP"},
          "  longpan --data data serve --web web/dist\n"
          "  longpan serve --address 0.0.0.0 --port 8443 --certificate cert.pem --key key.pem --web web/dist\n"
          "  longpan serve --mail-server smtp+plain://127.0.0.1:25 --mail-from longpan@example.org",
          [](CLI::App& app) -> Run {
            auto o = std::make_shared<ServeOptions>();
            app.add_option("--address", o->address, "监听地址 / address")->capture_default_str();
            app.add_option("--port", o->port, "端口，0 为任选 / port, 0 = any free one")->capture_default_str()->check(CLI::Range(0, 65535));
            app.add_option("--web", o->web, "网页目录 / folder of the built pages")->check(CLI::ExistingDirectory);
            add_tls_options(app, o->certificate, o->key);
            app.add_option("--mail-server", o->mail_server, "smtps://主机、smtp://主机:587（STARTTLS）或 smtp+plain://127.0.0.1:25 / mail server");
            app.add_option("--mail-from", o->mail_from, "发件人 / sender address");
            app.add_option("--mail-user", o->mail_user, "邮件账号 / mail account");
            app.add_option("--mail-password-file", o->mail_password_file, "存放邮件密码的文件 / file with the mail password")->check(CLI::ExistingFile);
            app.add_option("--public-url", o->public_url, "用户访问地址，用于通知中的链接 / address users open, for links in messages");
            app.add_option("--log", o->log, "访问日志文件，默认标准错误 / access log, default standard error");
            app.add_option("--host", o->hosts, "应答的主机名，可多次 / host names to answer to");
            app.add_option("--threads", o->threads, "处理线程 / worker threads")->capture_default_str()->check(CLI::Range(1, 64));
            return [o](Context& context) -> Result<int> {
              if (!context.serve) return make_error(Errc::unsupported, "this program was built without a server");
              return context.serve(context, *o);
            };
          }};
}

}  // namespace lp::cli
