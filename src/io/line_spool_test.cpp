#include "io/line_spool.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <thread>
#include <vector>

#include "io/files.h"

namespace lp::io {
namespace {

namespace fs = std::filesystem;

class LineSpoolTest : public ::testing::Test {
 protected:
  std::unique_ptr<LineSpool> open(LineSpoolOptions options = {}) { return *LineSpool::open(dir_.path() / "spool", options); }
  std::string all(const std::string& stream) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(dir_.path() / "spool" / stream)) files.push_back(entry.path());
    std::ranges::sort(files);
    std::string out;
    for (const fs::path& file : files) out += *read_file(file, 1 << 26);
    return out;
  }
  std::size_t files(const std::string& stream) {
    std::size_t n = 0;
    for ([[maybe_unused]] const auto& entry : fs::directory_iterator(dir_.path() / "spool" / stream)) ++n;
    return n;
  }
  TempDir dir_ = *TempDir::create("spool");
};

TEST_F(LineSpoolTest, LinesInOrderInFilesOfALength) {
  {
    const auto spool = open({.segment_bytes = 10});
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(spool->append("a", "line " + std::to_string(i) + "\n", true));
    ASSERT_TRUE(spool->append("../b", "x\n", false));
    EXPECT_EQ(spool->bytes(), 5 * 7 + 2U);
  }
  EXPECT_EQ(all("a"), "line 0\nline 1\nline 2\nline 3\nline 4\n");
  EXPECT_EQ(files("a"), 3U);
  EXPECT_EQ(all("_._b"), "x\n") << "no way out of the folder";
  ASSERT_TRUE(open()->append("a", "again\n", true));
  EXPECT_EQ(files("a"), 4U) << "another life begins another file";
}

TEST_F(LineSpoolTest, FullMeansNothingIsTakenUntilThereIsRoom) {
  const auto spool = open({.segment_bytes = 8, .total_bytes = 20});
  ASSERT_TRUE(spool->append("a", "1234567\n", true));
  ASSERT_TRUE(spool->append("a", "1234567\n", true));
  const Status full = spool->append("a", "1234567\n", true);
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, Errc::too_many);
  fs::remove(dir_.path() / "spool" / "a" / "00000001.log");
  std::this_thread::sleep_for(std::chrono::milliseconds(2100));
  EXPECT_TRUE(spool->append("a", "1234567\n", true));
}

TEST_F(LineSpoolTest, ManyStreamsShareOne) {
  const auto spool = open({.most_streams = 2});
  for (const char* stream : {"a", "b", "c", "d"}) ASSERT_TRUE(spool->append(stream, "x\n", false));
  EXPECT_EQ(all("other"), "x\nx\n");
}

TEST_F(LineSpoolTest, AFullDiskLeavesNoPieceOfALine) {
  // In a child: the limit of file sizes stands for the disk.
  const pid_t child = fork();
  if (child == 0) {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{10, 10};
    setrlimit(RLIMIT_FSIZE, &limit);
    const auto spool = open();
    const bool first = spool->append("a", "1234567\n", true).has_value(), second = spool->append("a", "1234567\n", true).has_value();
    _exit(first && !second ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(all("a"), "1234567\n");
}

TEST_F(LineSpoolTest, WhatWasSaidToBeKeptSurvivesAKill) {
  int pipe_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  const pid_t child = fork();
  if (child == 0) {
    const auto spool = open({.segment_bytes = 4000});
    for (std::uint32_t i = 0;; ++i) {
      if (!spool->append("a", std::to_string(i) + "\n", true)) _exit(1);
      if (write(pipe_ends[1], &i, sizeof i) != sizeof i) _exit(1);
    }
  }
  close(pipe_ends[1]);
  std::uint32_t last = 0, next = 0;
  for (int n = 0; n < 2000 && read(pipe_ends[0], &next, sizeof next) == sizeof next; ++n) last = next;
  kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  while (read(pipe_ends[0], &next, sizeof next) == sizeof next) last = next;
  close(pipe_ends[0]);
  EXPECT_NE(("\n" + all("a")).find("\n" + std::to_string(last) + "\n"), std::string::npos);
  EXPECT_GT(last, 1000U);
}

TEST_F(LineSpoolTest, FromManyThreadsNoLineIsMixed) {
  {
    const auto spool = open({.segment_bytes = 1000});
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
      threads.emplace_back([&, t] {
        for (int i = 0; i < 200; ++i) EXPECT_TRUE(spool->append("a", std::string(20, static_cast<char>('a' + t)) + "\n", false));
      });
    for (std::thread& thread : threads) thread.join();
  }
  const std::string text = all("a");
  EXPECT_EQ(text.size(), 800U * 21);
  for (std::size_t at = 0; at < text.size(); at += 21) EXPECT_EQ(text.substr(at, 20), std::string(20, text[at]));
}

}  // namespace
}  // namespace lp::io
