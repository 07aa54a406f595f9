#include "detect/inputs/log_follower.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "io/files.h"

namespace lp::detect {
namespace {

namespace fs = std::filesystem;

std::string line(int n) { return R"({"timestamp":"2026-07-01T08:00:00.000000+0800","event_type":"dns","src_ip":"10.1.1.1","dns":{"rrname":"n)" + std::to_string(n) + ".example\"}}\n"; }

class Follower : public ::testing::Test {
 protected:
  fs::path path(const std::string& name) const { return folder_.path() / "logs" / name; }
  void append(const std::string& name, const std::string& text) { std::ofstream(path(name), std::ios::binary | std::ios::app) << text; }
  void SetUp() override {
    fs::create_directories(folder_.path() / "logs");
    renew({});
  }
  // Another run, from the places of the last one.
  void renew(const std::string& places) {
    follower_ = std::make_unique<LogFollower>(paths_.empty() ? std::vector<fs::path>{folder_.path() / "logs"} : paths_,
                                              FollowOptions{.format = nullptr, .tell = [this](const std::string& name, std::string_view reason, const std::string&) { told_ += fs::path(name).filename().string() + ":" + std::string(reason) + " "; }});
    EXPECT_TRUE(places.empty() || follower_->restore(places).has_value());
  }
  // The numbers of the lines that came, in order.
  std::string look() {
    std::string out;
    for (int i = 0; i < 4; ++i) {   // a rotated file is left in one look, the new one found in the next
      const auto came = follower_->poll([&](StreamBlock block) {
        each_line(block.block, [&](std::string_view text, std::uint64_t) {
          const std::size_t at = text.find("\"rrname\":\"n");
          out += at == text.npos ? "?" : std::string(text.substr(at + 11, text.find('.', at) - at - 11)) + " ";
        });
        return true;
      });
      EXPECT_TRUE(came) << came.error().message;
    }
    return out;
  }
  io::TempDir folder_ = *io::TempDir::create("follower");
  std::vector<fs::path> paths_;
  std::unique_ptr<LogFollower> follower_;
  std::string told_;
};

TEST_F(Follower, WholeLinesAsTheyCome) {
  EXPECT_EQ(look(), "");
  append("a.json", line(1) + line(2).substr(0, 30));
  EXPECT_EQ(look(), "1 ");
  append("a.json", line(2).substr(30));
  append("b.json", line(3));
  EXPECT_EQ(look(), "2 3 ");
  EXPECT_EQ(look(), "");
  EXPECT_EQ(told_, "");
}

TEST_F(Follower, RotationByRenamingLosesNothingAndReadsNothingTwice) {
  append("eve.json", line(1));
  EXPECT_EQ(look(), "1 ");
  append("eve.json", line(2));
  fs::rename(path("eve.json"), path("eve.json.1"));
  append("eve.json", line(3));
  EXPECT_EQ(look(), "2 3 ");
  append("eve.json.1", line(4));   // the writer had it open still
  EXPECT_EQ(look(), "4 ");
  const std::string places = follower_->places();
  append("eve.json", line(5));
  fs::rename(path("eve.json.1"), path("eve.json.2"));
  fs::rename(path("eve.json"), path("eve.json.1"));
  append("eve.json", line(6));
  renew(places);
  EXPECT_EQ(look(), "5 6 ");
}

TEST_F(Follower, OneFileByItsNameRotatedWhileNobodyLooked) {
  paths_ = {path("eve.json")};
  renew({});
  EXPECT_EQ(look(), "") << "it may come later";
  append("eve.json", line(1) + line(2));
  EXPECT_EQ(look(), "1 2 ");
  const std::string places = follower_->places();
  append("eve.json", line(3));
  fs::rename(path("eve.json"), path("eve.json.1"));
  append("eve.json", line(4));
  renew(places);
  EXPECT_EQ(look(), "3 4 ");
  renew(follower_->places());
  EXPECT_EQ(look(), "");
}

TEST_F(Follower, OneFileByItsNameRotatedTwiceWhileNobodyLooked) {
  paths_ = {path("eve.json")};
  renew({});
  append("eve.json", line(1));
  EXPECT_EQ(look(), "1 ");
  const std::string places = follower_->places();
  append("eve.json", line(2));
  fs::rename(path("eve.json"), path("eve.json.2"));
  ::usleep(20'000);
  append("eve.json.1", line(3));
  append("eve.json.2.gz", "\x1f\x8b no text");
  ::usleep(20'000);
  append("eve.json", line(4));
  renew(places);
  EXPECT_EQ(look(), "2 3 4 ");
  EXPECT_EQ(told_, "");
}

TEST_F(Follower, ARenamedFileIsReadOnWhileItsWriterHasItOpen) {
  follower_ = std::make_unique<LogFollower>(std::vector<fs::path>{path("eve.json")}, FollowOptions{.rotated_for = std::chrono::seconds(3)});
  append("eve.json", line(1));
  EXPECT_EQ(look(), "1 ");
  fs::rename(path("eve.json"), path("eve.json.1"));
  EXPECT_EQ(look(), "");
  append("eve.json.1", line(2));
  EXPECT_EQ(look(), "2 ");
  append("eve.json", line(3));
  append("eve.json.1", line(4));
  EXPECT_EQ(look(), "4 3 ");
  EXPECT_EQ(follower_->files(), 2U);
  ::usleep(3'100'000);
  append("eve.json", line(5));
  EXPECT_EQ(look(), "5 ");
  EXPECT_EQ(follower_->files(), 1U);
}

TEST_F(Follower, RotatedWhileNobodyLookedAndTheNewFileIsNotThereYet) {
  paths_ = {path("eve.json")};
  renew({});
  append("eve.json", line(1));
  EXPECT_EQ(look(), "1 ");
  const std::string places = follower_->places();
  append("eve.json", line(2));
  fs::rename(path("eve.json"), path("eve.json.1"));
  renew(places);
  EXPECT_EQ(look(), "2 ");
  append("eve.json", line(3));
  EXPECT_EQ(look(), "3 ");
}

TEST_F(Follower, TruncatedAndGrownPastTheOldPlace) {
  append("a.json", line(1) + line(2));
  EXPECT_EQ(look(), "1 2 ");
  fs::resize_file(path("a.json"), 0);
  append("a.json", line(3) + line(4) + line(5) + line(6));
  EXPECT_EQ(look(), "3 4 5 6 ");
  EXPECT_EQ(told_, "a.json:truncated ");
}

TEST_F(Follower, AFolderThatCannotBeListedIsToldOnceAndTheOthersGoOn) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may list every folder";
  append("a.json", line(1));
  fs::create_directories(folder_.path() / "closed");
  fs::permissions(folder_.path() / "closed", fs::perms::none);
  paths_ = {folder_.path() / "closed", folder_.path() / "logs"};
  renew({});
  EXPECT_EQ(look(), "1 ");
  EXPECT_EQ(told_, "closed:unreadable ");
  fs::permissions(folder_.path() / "closed", fs::perms::owner_all);
}

TEST_F(Follower, CopyAndTruncateBeginsAnew) {
  append("eve.json", line(1) + line(2));
  EXPECT_EQ(look(), "1 2 ");
  ASSERT_EQ(::truncate(path("eve.json").c_str(), 0), 0);
  EXPECT_EQ(look(), "");
  append("eve.json", line(3));
  EXPECT_EQ(look(), "3 ");
  EXPECT_EQ(told_, "eve.json:truncated ");
}

TEST_F(Follower, GoesOnAtTheVeryLine) {
  append("a.json", line(1) + line(2));
  append("zeek.log", "#separator \\x09\n#fields\tts\tquery\n#types\ttime\tstring\n1782864000.0\ta\n");
  look();
  const std::string places = follower_->places();
  append("a.json", line(3));
  append("zeek.log", "1782864001.0\tb\n");
  renew(places);
  std::string controls;
  const auto came = follower_->poll([&](StreamBlock block) {
    for (const std::string& control : *block.block.controls) controls += control + "|";
    EXPECT_EQ(block.block.first_line, block.stream->format->id == "zeek_tsv" ? 5U : 3U);
    return true;
  });
  EXPECT_TRUE(came && *came);
  EXPECT_NE(controls.find("#fields\tts\tquery"), std::string::npos) << "headers before the place";
  EXPECT_FALSE(LogFollower({}, {}).restore("no places"));
}

TEST_F(Follower, WhatIsNoLogIsToldOnce) {
  append("x.gz", std::string("\x1f\x8b\x08\0\0\0\0\0\0\3", 10) + std::string(200, '\1') + "\n");
  append("a.json", line(1));
  EXPECT_EQ(look() + look(), "1 ");
  EXPECT_EQ(told_, "x.gz:unknown_format ");
}

TEST_F(Follower, FilesOfASpoolAreFinishedWhenAnotherStandsBehindThem) {
  append("00000001.log", line(1));
  append("00000002.log", line(2) + line(3).substr(0, 20));
  append("other.log", line(4));
  EXPECT_EQ(look(), "1 2 4 ");
  const auto finished = follower_->take_finished();
  ASSERT_EQ(finished.size(), 1U);
  EXPECT_EQ(finished[0].filename(), "00000001.log");
  fs::remove(finished[0]);
  append("00000002.log", line(3).substr(20));
  append("00000003.log", line(5));
  EXPECT_EQ(look(), "3 5 ");
  EXPECT_EQ(follower_->take_finished().size(), 1U);
}

TEST_F(Follower, MayBeStoppedBetweenBlocks) {
  append("a.json", line(1));
  append("b.json", line(2));
  int blocks = 0;
  EXPECT_TRUE(follower_->poll([&](StreamBlock) { return ++blocks < 1; }));
  EXPECT_EQ(blocks, 1);
  renew(follower_->places());
  EXPECT_EQ(look(), "2 ");
}

}  // namespace
}  // namespace lp::detect
