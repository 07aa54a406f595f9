#include "io/keyed_file.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <vector>

#include "io/files.h"

namespace lp::io {
namespace {

TEST(KeyedFile, KeepsValuesInOrderOfKeys) {
  auto dir = TempDir::create("keyed");
  const auto path = dir->path() / "state";
  {
    auto file = KeyedFile::open(path, "test/1");
    ASSERT_TRUE(file) << file.error().message;
    for (const char* key : {"b", "a/1", "a", "c"}) ASSERT_TRUE((*file)->put(key, std::string("v\0", 2) + key));
    ASSERT_TRUE((*file)->put("b", "second"));
    ASSERT_TRUE((*file)->erase("c"));
    ASSERT_TRUE((*file)->commit());
  }
  auto file = KeyedFile::open(path, "test/1");
  ASSERT_TRUE(file);
  std::vector<std::string> keys;
  ASSERT_TRUE((*file)->each("a", [&](std::string_view key, std::string_view) { keys.emplace_back(key); return true; }));
  EXPECT_EQ(keys, (std::vector<std::string>{"a", "a/1", "b"}));
  EXPECT_EQ(**(*file)->get("b"), "second");
  EXPECT_FALSE((*file)->get("c")->has_value());
}

TEST(KeyedFile, RefusesOtherFormatsAndOtherFiles) {
  auto dir = TempDir::create("keyed");
  { ASSERT_TRUE(KeyedFile::open(dir->path() / "state", "test/1")); }
  EXPECT_EQ(KeyedFile::open(dir->path() / "state", "test/2").error().code, Errc::unsupported);
  std::ofstream(dir->path() / "text") << std::string(5000, 'x');
  EXPECT_EQ(KeyedFile::open(dir->path() / "text", "test/1").error().code, Errc::corrupt);
}

TEST(KeyedFile, ASecondWriterIsToldSo) {
  auto dir = TempDir::create("keyed");
  auto first = KeyedFile::open(dir->path() / "state", "test/1");
  ASSERT_TRUE(first && (*first)->put("a", "1") && (*first)->commit());
  const auto second = KeyedFile::open(dir->path() / "state", "test/1");
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Errc::conflict);
}

TEST(KeyedFile, CommittedValuesSurviveKill) {
  auto dir = TempDir::create("keyed");
  const auto path = dir->path() / "state";
  int pipe_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  const pid_t child = fork();
  if (child == 0) {
    auto file = KeyedFile::open(path, "test/1");
    for (int i = 0;; ++i) {
      if (!(*file)->put("k" + std::to_string(i), "v") || !(*file)->commit()) _exit(1);
      if (write(pipe_ends[1], &i, sizeof i) != sizeof i) _exit(1);
    }
  }
  close(pipe_ends[1]);
  int last = -1;
  for (int i = 0; i < 200; ++i) ASSERT_EQ(read(pipe_ends[0], &last, sizeof last), static_cast<ssize_t>(sizeof last));
  kill(child, SIGKILL);
  for (int more = 0; read(pipe_ends[0], &more, sizeof more) == static_cast<ssize_t>(sizeof more);) last = more;
  close(pipe_ends[0]);
  waitpid(child, nullptr, 0);
  auto file = KeyedFile::open(path, "test/1");
  ASSERT_TRUE(file);
  for (int i = 0; i <= last; ++i) EXPECT_TRUE((*file)->get("k" + std::to_string(i))->has_value()) << i;
}

}  // namespace
}  // namespace lp::io
