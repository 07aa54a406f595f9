#include "io/child_process.h"

#include <gtest/gtest.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <thread>

#include "base/text.h"
#include "io/files.h"

namespace lp::io {
namespace {

struct Ran {
  std::string output;
  Status status;
  ChildEnd end;
};

Ran run(ChildCommand command) {
  auto child = ChildProcess::start(std::move(command));
  if (!child) return {"", std::move(child).error(), {}};
  Ran out;
  char buffer[4096];
  for (;;) {
    auto n = (*child)->read(buffer, sizeof buffer);
    if (!n) out.status = n.error();
    if (!n || *n == 0) break;
    out.output.append(buffer, *n);
  }
  out.end = (*child)->end();
  return out;
}

Ran shell(const std::string& script, ChildLimits limits = {}, std::unique_ptr<ByteSource> input = {}) {
  return run({.program = "/bin/sh", .arguments = {"-c", script}, .input = std::move(input), .limits = limits});
}

bool alive(pid_t pid) {
  // A killed orphan that nobody has waited for yet is not alive.
  const std::string status = read_file("/proc/" + std::to_string(pid) + "/stat", 4096).value_or("");
  return !status.empty() && !contains(status, ") Z ");
}

TEST(ChildProcess, PassesBytesThrough) {
  std::string big;
  for (int i = 0; i < 300000; ++i) big += static_cast<char>(i * 31);
  const Ran ran = run({.program = "/bin/cat", .input = make_memory_source(big)});
  ASSERT_TRUE(ran.status) << ran.status.error().message;
  EXPECT_TRUE(ran.output == big);
  EXPECT_EQ(ran.end.exit_code, 0);
}

TEST(ChildProcess, HasAnEmptyNetworkOrTheCallers) {
  const std::string ours = std::filesystem::read_symlink("/proc/self/ns/net").string() + "\n";
  EXPECT_EQ(run({.program = "/bin/sh", .arguments = {"-c", "readlink /proc/self/ns/net"}, .keep_network = true}).output, ours);
  EXPECT_NE(shell("readlink /proc/self/ns/net").output, "");
}

TEST(ChildProcess, EndsAtTheStopWithWhatItStarted) {
  std::atomic<bool> stop{false};
  std::thread later([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    stop = true;
  });
  const auto from = std::chrono::steady_clock::now();
  const Ran ran = run({.program = "/bin/sh", .arguments = {"-c", "sleep 30 & sleep 30"}, .stop = &stop});
  later.join();
  ASSERT_FALSE(ran.status);
  EXPECT_EQ(ran.status.error().code, Errc::cancelled);
  EXPECT_LT(std::chrono::steady_clock::now() - from, std::chrono::seconds(1));
}

TEST(ChildProcess, EarlyClosedInputIsNoError) {
  const std::string big(4 << 20, 'x');
  const Ran ran = run({.program = "/usr/bin/head", .arguments = {"-c", "5"}, .input = make_memory_source(big)});
  ASSERT_TRUE(ran.status) << ran.status.error().message;
  EXPECT_EQ(ran.output, "xxxxx");
}

TEST(ChildProcess, HasItsOwnFolderAndNothingOfOurs) {
  ::setenv("LONGPAN_TEST_SECRET", "secret", 1);
  const int leaked = ::open("/dev/null", O_RDONLY);  // without close-on-exec
  const Ran ran = shell("pwd; echo $HOME; env; ls /proc/self/fd; ls -A $HOME; echo kept > $HOME/file; cat {home}/file");
  ::close(leaked);
  ASSERT_TRUE(ran.status) << ran.status.error().message;
  EXPECT_FALSE(contains(ran.output, "secret"));
  EXPECT_TRUE(contains(ran.output, "\n0\n1\n2\n3\nkept\n")) << ran.output;  // 3 is the listing's own
  const std::string home = ran.output.substr(0, ran.output.find('\n'));
  EXPECT_TRUE(contains(home, "longpan-child")) << home;
  EXPECT_TRUE(contains(ran.output, home + "\n" + home + "\n"));
  EXPECT_FALSE(std::filesystem::exists(home)) << "it is removed";
}

TEST(ChildProcess, ABadEndIsNeverTakenForTheEndOfTheOutput) {
  const Ran ran = shell("echo half; echo 'cell 110101199003070000' >&2; exit 3");
  EXPECT_EQ(ran.output, "half\n");
  ASSERT_FALSE(ran.status);
  EXPECT_EQ(ran.status.error().code, Errc::invalid);
  EXPECT_EQ(ran.end.exit_code, 3);
  EXPECT_TRUE(contains(ran.end.messages, "cell"));
  EXPECT_FALSE(contains(ran.status.error().message, "cell")) << "it may quote the document";
  EXPECT_EQ(shell("kill -SEGV $$").end.signal, SIGSEGV);
}

TEST(ChildProcess, AFloodOfMessagesNeitherBlocksNorFillsMemory) {
  const Ran ran = shell("head -c 3000000 /dev/zero >&2; echo done");
  ASSERT_TRUE(ran.status);
  EXPECT_EQ(ran.output, "done\n");
  EXPECT_LE(ran.end.messages.size(), 2048u);
}

TEST(ChildProcess, WallTimeKillsTheWholeGroup) {
  const auto before = std::chrono::steady_clock::now();
  const Ran ran = shell("sleep 100 & echo $!; sleep 100", {.wall = std::chrono::seconds(1)});
  ASSERT_FALSE(ran.status);
  EXPECT_EQ(ran.status.error().code, Errc::timeout);
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(20));
  const pid_t grandchild = std::stoi(ran.output);
  for (int i = 0; i < 100 && alive(grandchild); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_FALSE(alive(grandchild));
}

TEST(ChildProcess, DroppingTheSourceKillsIt) {
  auto child = ChildProcess::start({.program = "/bin/sh", .arguments = {"-c", "echo $$; sleep 100"}});
  ASSERT_TRUE(child) << child.error().message;
  char buffer[64];
  const auto n = (*child)->read(buffer, sizeof buffer);
  ASSERT_TRUE(n);
  const pid_t pid = std::stoi(std::string(buffer, *n));
  EXPECT_TRUE(alive(pid));
  child->reset();
  EXPECT_FALSE(alive(pid));
}

TEST(ChildProcess, TheReadersTimeIsNotCounted) {
  auto child = ChildProcess::start({.program = "/bin/sh", .arguments = {"-c", "echo a; echo b"}, .limits = {.wall = std::chrono::seconds(1)}});
  ASSERT_TRUE(child);
  std::this_thread::sleep_for(std::chrono::milliseconds(1300));
  char c;
  for (const char want : {'a', '\n', 'b', '\n'}) {
    ASSERT_TRUE((*child)->read(&c, 1));
    EXPECT_EQ(c, want);
  }
  EXPECT_EQ((*child)->read(&c, 1).value_or(9), 0u);
}

TEST(ChildProcess, KeepsItsLimits) {
  EXPECT_EQ(shell("while :; do :; done", {.cpu = std::chrono::seconds(1)}).status.error().code, Errc::timeout);
  EXPECT_EQ(shell("exec head -c 2000000 /dev/zero > $HOME/big", {.file_bytes = 1000000}).status.error().code, Errc::too_large);
  EXPECT_EQ(shell("cat /dev/zero", {.output_bytes = 1000000}).status.error().code, Errc::too_large);
  EXPECT_TRUE(shell("head -c 200000000 /dev/zero | sort -S 100M > /dev/null; ulimit -v", {.memory_bytes = 300u << 20}).output.ends_with("307200\n"));
  EXPECT_FALSE(run({.program = "/usr/bin/python3", .arguments = {"-c", "x = bytearray(400 << 20)"}, .limits = {.memory_bytes = 300u << 20}}).status);
  EXPECT_TRUE(run({.program = "/usr/bin/python3", .arguments = {"-c", "x = bytearray(100 << 20)"}, .limits = {.memory_bytes = 300u << 20}}).status);
}

TEST(ChildProcess, HasNoNetworkWhereThatIsPermitted) {
  if (::geteuid() != 0) GTEST_SKIP() << "not root: whether a network namespace is permitted is the system's setting";
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  ASSERT_EQ(::bind(fd, reinterpret_cast<sockaddr*>(&address), length), 0);
  ASSERT_EQ(::listen(fd, 8), 0);
  ASSERT_EQ(::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length), 0);
  const std::string script = "readlink /proc/self/ns/net; (exec 3<>/dev/tcp/127.0.0.1/" + std::to_string(ntohs(address.sin_port)) + ") 2>&1 && echo reached";
  const std::string ours = std::filesystem::read_symlink("/proc/self/ns/net").string();
  EXPECT_EQ(std::system(("bash -c '" + script + "' | grep -q reached").c_str()), 0) << "without limits it is reached";
  const Ran ran = run({.program = "/bin/bash", .arguments = {"-c", script}});
  ::close(fd);
  if (contains(ran.output, ours)) GTEST_SKIP() << "the system permits no network namespace";
  EXPECT_FALSE(contains(ran.output, "reached")) << ran.output;
  EXPECT_TRUE(contains(ran.output, "connect")) << "it tried: " << ran.output;
}

TEST(ChildProcess, WhatCannotStartIsTold) {
  const Ran ran = run({.program = "/etc/passwd"});
  ASSERT_FALSE(ran.status);
  EXPECT_EQ(ran.status.error().code, Errc::io);
  EXPECT_FALSE(find_program("no-such-program-here"));
  EXPECT_EQ(find_program("sh").value().filename(), "sh");
}

}  // namespace
}  // namespace lp::io
