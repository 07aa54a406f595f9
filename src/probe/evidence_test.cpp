#include "probe/evidence.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <random>

#include "base/text.h"
#include "probe/authorisation_testing.h"

namespace lp::probe {
namespace {

using testing::body_with;
using testing::noon;
using testing::SignedFile;

EvidenceEntry entry_of(int i, const char* address = "203.0.113.1") {
  const Endpoint endpoint{address, 80};
  Observation seen{.endpoint = endpoint, .at = noon.plus_seconds(i), .outcome = Observation::Outcome::answered, .request = std::string("GET / HTTP/1.1\r\n\0", 17), .response_sha256 = std::string(64, 'a'),
                   .response_bytes = 3, .excerpt = "HTTP/1.1 200", .facts = {{"http.status", "200"}, {"http.server", "示例/1.0"}}, .product = "示例", .version = "1.0", .took = std::chrono::microseconds(1'234)};
  return {.at = noon.plus_seconds(i), .step = "step" + std::to_string(i), .method = "http", .engine = "http", .engine_version = 2, .rules = "7", .request = {.engine = "http", .endpoint = endpoint, .parameters = {{"path", "/"}}},
          .observation = seen, .verdict = {{"verdict", "still"}}};
}

class Evidence : public ::testing::Test {
 protected:
  void SetUp() override {
    file.write(body_with());
    authorisation = *load_authorisation(file.path, file.trust());
  }
  EvidenceWriter opened(Timestamp at = noon) {
    auto writer = EvidenceWriter::open(path, authorisation, "plan", at);
    EXPECT_TRUE(writer) << writer.error().message;
    return *std::move(writer);
  }
  void write(int entries) {
    EvidenceWriter writer = opened();
    for (int i = 0; i < entries; ++i) ASSERT_TRUE(writer.append({entry_of(i)}));
    ASSERT_TRUE(writer.close("finished", {}, noon.plus_seconds(entries)));
  }
  EvidenceReport verified(EvidenceCheck check = {}) {
    check.authorisation = file.path;
    check.keys = {file.key.public_key()};
    auto report = verify_evidence(path, check);
    EXPECT_TRUE(report) << report.error().message;
    return report ? *report : EvidenceReport{};
  }
  std::string codes(const EvidenceReport& report) {
    std::string out;
    for (const EvidenceProblem& one : report.problems) out += (out.empty() ? "" : " ") + std::to_string(one.line) + ":" + one.code;
    return out;
  }
  std::string text() { return *io::read_file(path, 64u << 20); }
  void put(const std::string& bytes) { ASSERT_TRUE(io::write_file_atomic(path, bytes)); }

  SignedFile file;
  Authorisation authorisation;
  std::filesystem::path path = file.folder.path() / "evidence.jsonl";
};

TEST_F(Evidence, ProvesARun) {
  write(5);
  const EvidenceReport report = verified();
  EXPECT_TRUE(report.good()) << codes(report);
  EXPECT_EQ(report.entries, 7u);
  EXPECT_EQ(report.observations, 5u);
  EXPECT_EQ(report.runs, 1u);
  EXPECT_TRUE(report.closed);
  EXPECT_FALSE(report.torn_tail);
  ASSERT_TRUE(save_keys(file.key, file.folder.path() / "k", file.folder.path() / "k.pub"));
  const auto by_files = verify_evidence(path, file.path, file.folder.path() / "k.pub");
  ASSERT_TRUE(by_files);
  EXPECT_EQ(by_files->head, report.head);
}

TEST_F(Evidence, KeepsQuestionsAndAnswersWhole) {
  write(1);
  int seen = 0;
  ASSERT_TRUE(read_evidence(path, [&](const EvidenceEntry& entry) {
    ++seen;
    const EvidenceEntry wanted = entry_of(0);
    EXPECT_EQ(to_text(to_json(entry.observation)), to_text(to_json(wanted.observation)));
    EXPECT_EQ(to_text(to_json(entry.request)), to_text(to_json(wanted.request)));
    EXPECT_EQ(entry.observation.request, wanted.observation.request) << "bytes, also nul";
    EXPECT_EQ(entry.observation.took, wanted.observation.took);
    EXPECT_EQ(entry.verdict, wanted.verdict);
    EXPECT_EQ(entry.rules, "7");
    return true;
  }));
  EXPECT_EQ(seen, 1);
}

TEST_F(Evidence, ForeignBytesInAnswersAreKept) {
  EvidenceEntry entry = entry_of(0);
  entry.observation.excerpt = "\xff\xfe";
  entry.observation.facts["banner"] = "\x80\x81";
  {
    EvidenceWriter writer = opened();
    ASSERT_TRUE(writer.append({entry}));
  }
  ASSERT_TRUE(read_evidence(path, [&](const EvidenceEntry& back) {
    EXPECT_EQ(back.observation.facts.at("banner"), "\x80\x81");
    EXPECT_TRUE(is_valid_utf8(back.observation.excerpt));
    return true;
  }));
}

// One byte anywhere, one line anywhere.
TEST_F(Evidence, FindsEveryChange) {
  write(6);
  const std::string good = text();
  std::vector<std::string> lines;
  for (const std::string_view line : split(good, '\n')) {
    if (!line.empty()) lines.emplace_back(line);
  }
  const auto joined = [&](const std::vector<std::string>& all) { return join(all, "\n") + "\n"; };
  std::mt19937 random(3);
  for (std::size_t i = 0; i < 400 / testing::stride; ++i) {
    std::string changed = good;
    const std::size_t at = random() % changed.size();
    const char put_in = static_cast<char>(' ' + random() % 90);
    if (changed[at] == put_in || changed[at] == '\n') continue;
    changed[at] = put_in;
    put(changed);
    EXPECT_FALSE(verified().good()) << "byte " << at << " to " << put_in;
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    auto removed = lines, doubled = lines, inserted = lines, moved = lines;
    removed.erase(removed.begin() + static_cast<std::ptrdiff_t>(i));
    doubled.insert(doubled.begin() + static_cast<std::ptrdiff_t>(i), lines[i]);
    inserted.insert(inserted.begin() + static_cast<std::ptrdiff_t>(i), "{}");
    std::swap(moved[i], moved[(i + 1) % moved.size()]);
    for (const auto& bad : {removed, doubled, inserted, moved}) {
      put(joined(bad));
      EXPECT_FALSE(verified().good()) << "line " << i << " of " << bad.size();
    }
  }
  put(good);
  EXPECT_TRUE(verified().good());
}

TEST_F(Evidence, SaysWhereAnEntryWasAlteredOrTakenOut) {
  write(4);
  std::string changed = text();
  changed.replace(changed.find("HTTP/1.1 200"), 12, "HTTP/1.1 404");
  put(changed);
  EXPECT_EQ(codes(verified()), "2:hash");
}

TEST_F(Evidence, FindsAMissingEndByItsHead) {
  write(4);
  const EvidenceHead head = verified().head;
  std::string cut = text();
  cut.erase(cut.rfind('\n', cut.size() - 2) + 1);
  cut.erase(cut.rfind('\n', cut.size() - 2) + 1);
  put(cut);
  EXPECT_EQ(codes(verified()), "4:end_missing") << "by the file beside it";
  std::filesystem::remove(path.string() + ".head");
  EXPECT_EQ(codes(verified()), "4:end_unknown");
  EXPECT_EQ(codes(verified({.head = head})), "4:end_missing") << "by a head kept elsewhere";
}

TEST_F(Evidence, ARewrittenChainIsFoundByAHeadKeptElsewhere) {
  write(3);
  const EvidenceHead head = verified().head;
  std::filesystem::remove(path);
  EvidenceWriter writer = opened();
  for (int i = 5; i < 8; ++i) ASSERT_TRUE(writer.append({entry_of(i)}));
  ASSERT_TRUE(writer.close("finished", {}, noon));
  EXPECT_TRUE(verified().good()) << "a chain made anew proves itself";
  EXPECT_FALSE(verified({.head = head}).good());
}

TEST_F(Evidence, FindsVerdictsOutsideOfTheAuthorisation) {
  {
    EvidenceWriter writer = opened();
    ASSERT_TRUE(writer.append({entry_of(0, "203.0.113.16")}));
    EvidenceEntry late = entry_of(1);
    late.at = late.observation.at = noon.plus_seconds(10 * 86'400);
    ASSERT_TRUE(writer.append({late}));
    EvidenceEntry method = entry_of(2);
    method.method = "tls";
    ASSERT_TRUE(writer.append({method}));
    EvidenceEntry other = entry_of(3);
    other.observation.endpoint.address = "203.0.113.2";
    ASSERT_TRUE(writer.append({other}));
    EvidenceEntry refused = entry_of(4, "203.0.113.16");
    refused.observation.outcome = Observation::Outcome::refused_by_gate;
    ASSERT_TRUE(writer.append({refused}));
    ASSERT_TRUE(writer.close("finished", {}, noon));
  }
  EXPECT_EQ(codes(verified()), "2:outside_scope 3:outside_window 4:outside_scope 5:other_endpoint") << "what the gate refused was not sent";
}

TEST_F(Evidence, BelongsToItsAuthorisation) {
  write(1);
  file.write(body_with([](json::object& o) { o["operator"] = "检测员二"; }));
  EXPECT_EQ(codes(verified()), "1:other_authorisation 2:other_authorisation");
  Authorisation other = authorisation;
  other.id = "another";
  EXPECT_EQ(EvidenceWriter::open(path, other, "plan", noon).error().code, Errc::denied);
  const auto forged = verify_evidence(path, EvidenceCheck{.authorisation = file.path, .keys = {generate_key().public_key()}});
  EXPECT_EQ(forged.error().code, Errc::denied);
}

TEST_F(Evidence, KnowsEarlierVersionsOfTheAuthorisation) {
  const auto earlier = file.folder.path() / "earlier.json";
  std::filesystem::copy(file.path, earlier);
  EvidenceWriter writer = opened();
  ASSERT_TRUE(writer.append({entry_of(0, "203.0.113.2")}));
  file.write(body_with([](json::object& o) { o["ranges"] = json::array{"203.0.113.1"}; }));
  ASSERT_TRUE(writer.note_authorisation(*load_authorisation(file.path, file.trust()), noon.plus_seconds(1)));
  ASSERT_TRUE(writer.append({entry_of(2, "203.0.113.1"), entry_of(3, "203.0.113.2")}));
  ASSERT_TRUE(writer.close("finished", {}, noon));
  EXPECT_EQ(codes(verified({.earlier = {earlier}})), "5:outside_scope") << "only what came after it became narrower";
}

TEST_F(Evidence, GoesOnWhereARunStopped) {
  {
    EvidenceWriter writer = opened();
    EvidenceEntry stopped = entry_of(1);
    stopped.observation.outcome = Observation::Outcome::stopped;
    EvidenceEntry first = entry_of(2), second = entry_of(2), half = entry_of(3);
    first.parts = second.parts = half.parts = 2;
    second.part = 2;
    ASSERT_TRUE(writer.append({entry_of(0), stopped, first, second, half}));
  }
  EvidenceWriter writer = opened(noon.plus_seconds(60));
  EXPECT_EQ(writer.done(), (std::unordered_set<std::string>{"step0", "step2"})) << "neither the stopped one nor half a step";
  ASSERT_TRUE(writer.append({entry_of(1)}));
  ASSERT_TRUE(writer.close("finished", {}, noon.plus_seconds(61)));
  const EvidenceReport report = verified();
  EXPECT_TRUE(report.good()) << codes(report);
  EXPECT_EQ(report.runs, 2u);
}

TEST_F(Evidence, IsWrittenByOneAtATime) {
  const EvidenceWriter writer = opened();
  EXPECT_EQ(EvidenceWriter::open(path, authorisation, "plan", noon).error().code, Errc::conflict);
}

TEST_F(Evidence, ATornLastLineIsRecognisedAndCut) {
  write(3);
  const std::string good = text();
  for (const std::size_t lost : {std::size_t{1}, std::size_t{40}, std::size_t{200}}) {
    put(good.substr(0, good.size() - lost));
    std::filesystem::remove(path.string() + ".head");
    const EvidenceReport report = verified();
    EXPECT_TRUE(report.torn_tail);
    EXPECT_FALSE(report.closed);
    {
      EvidenceWriter writer = opened(noon.plus_seconds(9));
      ASSERT_TRUE(writer.close("finished", {}, noon.plus_seconds(9)));
    }
    EXPECT_TRUE(verified().good());
    EXPECT_TRUE(contains(text(), "recovered_bytes"));
  }
  put("not json\n" + good);
  EXPECT_EQ(EvidenceWriter::open(path, authorisation, "plan", noon).error().code, Errc::corrupt) << "only the last line may be torn";
}

TEST_F(Evidence, SurvivesAKill) {
  for (int round = 0; round < 5; ++round) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t pid = ::fork();
    if (pid == 0) {
      auto writer = EvidenceWriter::open(path, authorisation, "plan", noon);
      for (int i = round * 1'000; writer; ++i) {
        if (!writer->append({entry_of(i)})) break;
        const int acknowledged = i;
        (void)!::write(ends[1], &acknowledged, sizeof acknowledged);
      }
      ::_exit(1);
    }
    ::close(ends[1]);
    int last = -1;
    for (int n = 0; n < 20 + round; ++n) ASSERT_EQ(::read(ends[0], &last, sizeof last), static_cast<ssize_t>(sizeof last));
    ::kill(pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
    while (::read(ends[0], &last, sizeof last) > 0) {
    }
    ::close(ends[0]);
    const EvidenceWriter writer = opened(noon.plus_seconds(86'400));
    EXPECT_EQ(writer.done().count("step" + std::to_string(last)), 1u) << "what was acknowledged is there";
  }
  EXPECT_TRUE(verified().good()) << codes(verified());
}

TEST_F(Evidence, AnEmptyOrMissingFileIsNoProof) {
  EXPECT_EQ(verify_evidence(path, EvidenceCheck{.authorisation = file.path, .keys = {file.key.public_key()}}).error().code, Errc::not_found);
  put("");
  EXPECT_EQ(codes(verified()), "0:empty");
}

}  // namespace
}  // namespace lp::probe
