// longpan discover db: SQLite and Parquet files, PostgreSQL and MySQL servers.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdlib>
#include <ostream>

#include "base/text.h"
#include "cli/discover/discover_commands.h"
#include "cli/main.h"
#include "cli/progress.h"
#include "cli/stop_on_signal.h"
#include "discover/database_scan.h"
#include "io/files.h"
#include "io/mysql_database.h"
#include "io/parquet_database.h"
#include "io/postgres_database.h"
#include "io/sqlite_database.h"

namespace lp::cli {
namespace {

struct Options {
  std::string address, password_file, ca_file;
  bool verify_tls = false;
  discover::DatabaseScanOptions scan;
  ResultFiles files;
};

struct Opened {
  std::unique_ptr<io::ForeignDatabase> database;
  std::string source, shown;
};

// scheme://user@host:port/database
Result<io::DatabaseServer> server_of(const Options& options, std::string_view rest) {
  io::DatabaseServer server;
  const std::size_t at = rest.rfind('@');
  if (at != std::string_view::npos) {
    server.user = rest.substr(0, at);
    rest.remove_prefix(at + 1);
    if (server.user.find(':') != std::string::npos) {
      return make_error(Errc::invalid, "a password in an address is seen by everybody on this machine", "set LONGPAN_DB_PASSWORD or give --password-file");
    }
  }
  if (rest.find_first_of("?#") != std::string_view::npos) {
    return make_error(Errc::invalid, "parameters in an address are not known", "write postgres://user@host:port/database; TLS by --verify-tls and --ca, the password by LONGPAN_DB_PASSWORD or --password-file");
  }
  const std::size_t slash = rest.find('/');
  if (slash != std::string_view::npos) server.database = rest.substr(slash + 1);
  std::string_view host = rest.substr(0, slash);
  const std::size_t colon = host.rfind(':');
  if (colon != std::string_view::npos && host.find(']') == std::string_view::npos) {
    const std::string_view port = host.substr(colon + 1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), server.port);
    if (error != std::errc() || end != port.data() + port.size() || server.port < 1 || server.port > 65535) return make_error(Errc::invalid, "no port: " + std::string(port));
    host = host.substr(0, colon);
  }
  server.host = host.empty() ? "127.0.0.1" : std::string(host);
  if (!options.password_file.empty()) {
    LP_TRY(server.password, io::read_first_line(options.password_file));
  } else if (const char* password = std::getenv("LONGPAN_DB_PASSWORD")) {
    server.password = password;
  }
  server.ca_file = options.ca_file;
  if (options.verify_tls || !options.ca_file.empty()) server.tls = io::DatabaseTls::verified;
  return server;
}

Result<Opened> open(const Options& options) {
  const std::string_view address = options.address;
  for (const std::string_view scheme : {"postgres://", "postgresql://", "mysql://", "mariadb://"}) {
    if (!address.starts_with(scheme)) continue;
    LP_TRY(const io::DatabaseServer server, server_of(options, address.substr(scheme.size())));
    if (scheme.starts_with("post")) {
      LP_TRY(auto database, io::open_postgres_database(server));
      return Opened{std::move(database), "postgresql", std::string(address)};
    }
    LP_TRY(auto database, io::open_mysql_database(server));
    return Opened{std::move(database), "mysql", std::string(address)};
  }
  LP_TRY(const auto source, io::open_file_source(options.address));
  char head[16] = {};
  LP_TRY(const std::size_t n, source->read(head, sizeof head));
  if (std::string_view(head, n).starts_with("PAR1")) {
    LP_TRY(auto database, io::open_parquet_database(options.address));
    return Opened{std::move(database), "parquet", std::string(address)};
  }
  if (!std::string_view(head, n).starts_with("SQLite format 3")) {
    return make_error(Errc::unsupported, options.address + " is neither a SQLite nor a Parquet file", "servers are written postgres://user@host/database or mysql://user@host/database");
  }
  LP_TRY(auto database, io::open_sqlite_database(options.address));
  return Opened{std::move(database), "sqlite", std::string(address)};
}

Result<int> scan(Context& context, Options& options) {
  LP_TRY(const std::shared_ptr<const discover::Engine> engine, load_engine(context));
  LP_TRY(const Clock* clock, context.clock());
  LP_TRY(const Opened opened, open(options));
  options.scan.root = opened.shown;
  options.scan.source = opened.source;
  options.scan.program = program_name;
  Progress progress(context);
  const StopOnSignal stop;   // what was read until then is told, and what was not
  LP_TRY(const discover::ScanResult result, discover::scan_database(engine, *clock, *opened.database, options.scan, [&](const discover::DatabaseProgress& p) {
    progress.show(fmt::format(fmt::runtime(context.zh ? "第 {} / {} 张表 {}" : "table {} of {}: {}"), p.done + 1, p.tables, p.table), static_cast<std::int64_t>(p.bytes), 0);
    return !stop.asked();
  }));
  return tell_result(context, *engine, result, options.files);
}

}  // namespace

Run add_discover_db(CLI::App& app) {
  auto o = std::make_shared<Options>();
  app.add_option("database", o->address, "文件，或 postgres://用户@主机/库、mysql://用户@主机/库 / file or address")->required();
  app.add_option("--password-file", o->password_file, "口令文件，首行；或环境变量 LONGPAN_DB_PASSWORD / file whose first line is the password");
  app.add_option("--ca", o->ca_file, "服务器证书的 CA（PEM）/ CA of the server's certificate (PEM)");
  app.add_flag("--verify-tls", o->verify_tls, "须验证服务器证书 / refuse a server that cannot prove its name");
  app.add_option("--include", o->scan.include, "只看这些表（通配符）/ only these tables (globs over schema.table)")->delimiter(',');
  app.add_option("--exclude", o->scan.exclude, "不看这些表 / not these tables")->delimiter(',');
  app.add_option("--sample-rows", o->scan.sample_rows, "每表约抽这么多行，0 为全部 / about so many rows a table, 0 = all")->capture_default_str();
  add_result_options(app, o->files);
  app.footer("例 / examples:\n  longpan discover db customers.sqlite --html report.html\n"
             "  LONGPAN_DB_PASSWORD=… longpan discover db postgres://reader@10.0.0.5/crm --sample-rows 100000\n"
             "只读：一个快照内读取，不写入对方 / read only, in one snapshot");
  return [o](Context& context) { return scan(context, *o); };
}

}  // namespace lp::cli
