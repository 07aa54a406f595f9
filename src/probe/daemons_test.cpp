// Real daemons of the distribution, each on a port of loopback with a folder of its own: does the engine name the product, and the
// version where the daemon tells one? The truth is dpkg's. A daemon that is not installed is skipped, or fails where CI=true.
#include <gtest/gtest.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/text.h"
#include "probe/engine_testing.h"
#include "probe/fingerprints.h"

namespace lp::probe {
namespace {

using namespace testing_tools;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

struct Daemon {
  const char* package;
  const char* binary;
  const char* setup;         // shell, in the folder: $PORT, $DIR, $AS (a prefix that gives up root); writes ./conf
  const char* command;       // stays in the foreground
  const char* engine;
  std::map<std::string, std::string> parameters;
  const char* product;
  bool tells_version;
  std::chrono::milliseconds settle{0};  // a port may be open before those behind it are ready
};

const std::vector<Daemon>& daemons() {
  static const std::vector<Daemon> all{
      {"openssh-server", "/usr/sbin/sshd", "ssh-keygen -q -t ed25519 -N '' -f key; mkdir -p /run/sshd",
       "/usr/sbin/sshd -D -e -f /dev/null -h $DIR/key -p $PORT -o ListenAddress=127.0.0.1 -o PidFile=none", "ssh", {}, "openssh", true},
      {"nginx", "/usr/sbin/nginx",
       "echo \"daemon off; pid $DIR/pid; error_log $DIR/err; events {} http { access_log off; client_body_temp_path $DIR/b; proxy_temp_path $DIR/p; "
       "fastcgi_temp_path $DIR/f; uwsgi_temp_path $DIR/u; scgi_temp_path $DIR/s; server { listen 127.0.0.1:$PORT; root $DIR; } }\" > conf",
       "/usr/sbin/nginx -p $DIR -c $DIR/conf", "http", {}, "nginx", true},
      {"apache2-bin", "/usr/sbin/apache2",
       "M=/usr/lib/apache2/modules; printf 'ServerRoot %s\\nDefaultRuntimeDir %s\\nServerName localhost\\nUser nobody\\nGroup nogroup\\nPidFile pid\\nListen "
       "127.0.0.1:%s\\nErrorLog err\\nDocumentRoot %s\\nLoadModule mpm_event_module %s/mod_mpm_event.so\\nLoadModule authz_core_module %s/mod_authz_core.so\\n' "
       "$DIR $DIR $PORT $DIR $M $M > conf",
       "/usr/sbin/apache2 -f $DIR/conf -DFOREGROUND", "http", {}, "http_server", true},
      {"lighttpd", "/usr/sbin/lighttpd", "printf 'server.document-root = \"%s\"\\nserver.bind = \"127.0.0.1\"\\nserver.port = %s\\n' $DIR $PORT > conf",
       "/usr/sbin/lighttpd -D -f $DIR/conf", "http", {}, "lighttpd", true},
      {"vsftpd", "/usr/sbin/vsftpd",
       "mkdir empty; printf 'listen=YES\\nlisten_address=127.0.0.1\\nlisten_port=%s\\nbackground=NO\\nsecure_chroot_dir=%s/empty\\nnopriv_user=nobody\\n' $PORT $DIR > conf; chown 0 conf",
       "/usr/sbin/vsftpd $DIR/conf", "banner", {}, "vsftpd", true},
      {"exim4-daemon-light", "/usr/sbin/exim4",
       "mkdir spool log; chmod 777 spool log; printf 'primary_hostname = host.example\\nspool_directory = %s/spool\\nlog_file_path = %s/log/%%slog\\n' $DIR $DIR > conf; chmod 644 conf",
       "/usr/sbin/exim4 -bdf -oX 127.0.0.1.$PORT -oP $DIR/pid -C $DIR/conf", "banner", {}, "exim", true},
      {"dovecot-imapd", "/usr/sbin/dovecot",
       "printf 'base_dir = %s/run\\nlog_path = %s/log\\nprotocols = imap\\nlisten = 127.0.0.1\\nssl = no\\npassdb {\\n driver = pam\\n}\\nuserdb {\\n driver = passwd\\n}\\nservice imap-login {\\n chroot =\\n inet_listener imap {\\n port = %s\\n }\\n "
       "inet_listener imaps {\\n port = 0\\n }\\n}\\n' $DIR $DIR $PORT > conf",
       "/usr/sbin/dovecot -F -c $DIR/conf", "banner", {}, "dovecot", false, 2500ms},
      {"dovecot-pop3d", "/usr/sbin/dovecot",
       "printf 'base_dir = %s/run\\nlog_path = %s/log\\nprotocols = pop3\\nlisten = 127.0.0.1\\nssl = no\\npassdb {\\n driver = pam\\n}\\nuserdb {\\n driver = passwd\\n}\\nservice pop3-login {\\n chroot =\\n inet_listener pop3 {\\n port = %s\\n }\\n "
       "inet_listener pop3s {\\n port = 0\\n }\\n}\\n' $DIR $DIR $PORT > conf",
       "/usr/sbin/dovecot -F -c $DIR/conf", "banner", {}, "dovecot", false, 2500ms},
      {"mariadb-server", "/usr/sbin/mariadbd", "$AS mariadb-install-db --no-defaults --datadir=$DIR/data --auth-root-authentication-method=normal --skip-test-db >/dev/null 2>&1",
       "$AS /usr/sbin/mariadbd --no-defaults --datadir=$DIR/data --port=$PORT --bind-address=127.0.0.1 --socket=$DIR/s", "banner", {}, "mariadb", true},
      {"redis-server", "/usr/bin/redis-server", "true", "/usr/bin/redis-server --port $PORT --bind 127.0.0.1 --save '' --dir $DIR", "banner", {{"ask", "redis"}}, "redis", true},
      {"memcached", "/usr/bin/memcached", "true", "/usr/bin/memcached -u nobody -l 127.0.0.1 -p $PORT -U 0", "banner", {{"ask", "memcached"}}, "memcached", true},
      {"mosquitto", "/usr/sbin/mosquitto", "printf 'listener %s 127.0.0.1\\nallow_anonymous true\\n' $PORT > conf", "/usr/sbin/mosquitto -c $DIR/conf", "banner",
       {{"ask", "mqtt"}}, "mosquitto", true},
      {"bind9", "/usr/sbin/named",
       "printf 'options { directory \"%s\"; pid-file \"pid\"; session-keyfile \"sk\"; listen-on port %s { 127.0.0.1; }; listen-on-v6 { none; }; recursion no; dnssec-validation no; };\\n"
       "controls {};\\n' $DIR $PORT > conf",
       "/usr/sbin/named -f -c $DIR/conf", "banner", {{"ask", "dns"}}, "bind", true},
      {"postgresql-15", "/usr/lib/postgresql/15/bin/postgres", "$AS /usr/lib/postgresql/15/bin/initdb -D $DIR/data -N >/dev/null",
       "$AS /usr/lib/postgresql/15/bin/postgres -D $DIR/data -p $PORT -h 127.0.0.1 -k $DIR", "banner", {{"ask", "postgresql"}}, "postgresql", false},
      {"rsync", "/usr/bin/rsync", "printf 'use chroot = no\\n' > conf", "/usr/bin/rsync --daemon --no-detach --address=127.0.0.1 --port=$PORT --config=$DIR/conf", "banner", {}, "rsync", false},
  };
  return all;
}

bool must_not_skip() {
  const char* ci = std::getenv("CI");
  return ci != nullptr && std::string_view(ci) == "true";
}

// "1:9.2p1-2+deb12u3" → "9.2p1": without epoch, revision and repackaging marks.
std::string upstream_version(const std::string& package) {
  const std::string command = "dpkg-query -W -f '${Version}' " + package + " 2>/dev/null";
  std::string text;
  if (FILE* pipe = ::popen(command.c_str(), "r")) {
    char block[256];
    while (const std::size_t n = std::fread(block, 1, sizeof block, pipe)) text.append(block, n);
    ::pclose(pipe);
  }
  if (const std::size_t colon = text.find(':'); colon != std::string::npos) text.erase(0, colon + 1);
  text.erase(std::min(text.rfind('-'), text.size()));
  return text.substr(0, text.find_first_of("+~"));
}

// A daemon of this test, in a process group of its own that ends with the object.
class Running {
 public:
  explicit Running(const Daemon& daemon) : endpoint_(closed_endpoint()) {
    char place[] = "/tmp/lp_daemon_XXXXXX";
    folder_ = ::mkdtemp(place);
    fs::permissions(folder_, fs::perms::all);
    const std::string as = ::geteuid() == 0 ? "setpriv --reuid=nobody --regid=nogroup --clear-groups --" : "";
    const std::string script = "cd '" + folder_ + "' && DIR='" + folder_ + "' PORT=" + std::to_string(endpoint_.port) + " AS='" + as + "'\n" +
                               daemon.setup + "\nexec " + daemon.command;
    child_ = ::fork();
    if (child_ == 0) {
      ::setpgid(0, 0);
      const int out = ::open((folder_ + "/output").c_str(), O_WRONLY | O_CREAT, 0666);
      ::dup2(out, 1);
      ::dup2(out, 2);
      ::execl("/bin/sh", "sh", "-c", script.c_str(), nullptr);
      ::_exit(127);
    }
  }
  ~Running() {
    ::kill(-child_, SIGTERM);
    for (int i = 0; i < 100; ++i) {
      if (::waitpid(child_, nullptr, WNOHANG) == child_) break;
      std::this_thread::sleep_for(20ms);
      if (i == 60) ::kill(-child_, SIGKILL);
    }
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  bool wait_until_open() const {
    CountingGate gate;
    for (int i = 0; i < 600; ++i) {
      if (ask("connect", request_to("connect", endpoint_), gate).seen.outcome == Observation::Outcome::answered) return true;
      std::this_thread::sleep_for(100ms);
    }
    return false;
  }
  std::string output() const {
    std::ifstream in(folder_ + "/output");
    return {std::istreambuf_iterator<char>(in), {}};
  }
  const Endpoint& endpoint() const { return endpoint_; }

 private:
  Endpoint endpoint_;
  std::string folder_;
  pid_t child_ = -1;
};

const Fingerprints& fingerprints() {
  static const Fingerprints loaded = [] {
    Diagnostics out;
    auto all = Fingerprints::load(fs::path(LP_SOURCE_DIR) / "specs", out);
    return all ? *std::move(all) : Fingerprints();
  }();
  return loaded;
}

class RealDaemons : public testing::TestWithParam<std::size_t> {
 protected:
  static inline int asked = 0, product_right = 0, tells = 0, version_right = 0;
  static void TearDownTestSuite() {
    if (asked == 0) return;
    std::printf("daemons: product %d/%d, version %d/%d of those that tell one, %d/%d of all\n", product_right, asked, version_right, tells, version_right, asked);
    EXPECT_GE(product_right, 0.85 * asked);
    EXPECT_GE(version_right, 0.85 * tells);
  }
};

TEST_P(RealDaemons, AreNamed) {
  const Daemon& daemon = daemons()[GetParam()];
  if (!fs::exists(daemon.binary) || upstream_version(daemon.package).empty()) {
    if (must_not_skip()) FAIL() << daemon.package << " is not installed";
    GTEST_SKIP() << daemon.package << " is not installed";
  }
  const Running running(daemon);
  ASSERT_TRUE(running.wait_until_open()) << running.output();
  std::this_thread::sleep_for(daemon.settle);
  // A daemon that has its port open may still be loading (named answers SERVFAIL then).
  Observation seen;
  for (int tries = 0; tries < 40 && seen.product.empty(); ++tries) {
    if (tries > 0) std::this_thread::sleep_for(250ms);
    CountingGate gate;
    seen = ask(daemon.engine, request_to(daemon.engine, running.endpoint(), daemon.parameters), gate, 5000ms).seen;
    EXPECT_EQ(gate.passes(), 1);
    fingerprints().apply(seen);
  }
  ++asked;
  tells += daemon.tells_version;
  product_right += seen.product == daemon.product;
  version_right += seen.version == upstream_version(daemon.package);
  EXPECT_EQ(seen.product, daemon.product) << to_golden(seen);
  if (daemon.tells_version) {
    EXPECT_EQ(seen.version, upstream_version(daemon.package)) << to_golden(seen);
  } else {
    EXPECT_EQ(seen.version, "") << to_golden(seen);  // never invented
  }
}

INSTANTIATE_TEST_SUITE_P(Debian, RealDaemons, testing::Range<std::size_t>(0, daemons().size()), [](const auto& entry) {
  return replace_all(daemons()[entry.param].package, "-", "_");
});

}  // namespace
}  // namespace lp::probe
