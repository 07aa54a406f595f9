#include "detect/attribution/owners.h"

#include <gtest/gtest.h>

#include <array>
#include <random>

#include "base/time.h"
#include "io/files.h"

namespace lp::detect {
namespace {

std::int64_t day(const char* text) { return start_of_day_in_china(*parse_date(text)).micros(); }

constexpr const char* csv = R"(kind,value,organisation,object,from,until
ip,192.0.2.0/24,Province Telecom,,,
ip,192.0.2.64/26,City Hospital,hospital network,,
ip,192.0.2.60-192.0.2.70,Range Ltd,,2024-01-01,2024-06-30
ip,2001:db8::/32,Province Telecom,,,
ip,2001:db8:5::/48,City Water,control network,,
domain,example.com.cn,Example Group,portal,,
domain,shop.example.com.cn,Shop Ltd,,,
domain,com.cn,Nobody,,,
asn,AS4134,Backbone,,,
licence,A1.B1-20040001,Province Telecom,,,
icp,京ICP备12345678号,Example Group,portal,,
ip,192.0.2.0/33,Broken,,,
ip,9.9.9.9,,,,
animal,cat,Zoo,,,
ip,1.1.1.1,Late,,2024-02-31,
ip,1.1.1.1,Late,,2024-03-01,2024-02-01
domain,a b,Broken,,,
asn,ASx,Broken,,,
)";

TEST(Owners, PreferTheMostSpecificWithinItsDates) {
  Diagnostics out;
  const auto entries = read_owners(csv, "owners.csv", out);
  ASSERT_TRUE(entries) << entries.error().message;
  EXPECT_EQ(out.errors(), 3u);
  const Owners owners = Owners::build(*entries, PublicSuffixes::minimum(), out);
  EXPECT_EQ(out.errors(), 7u);
  EXPECT_EQ(out.warnings(), 1u);  // com.cn
  struct Row { ClueKind kind; const char* text; const char* when; const char* organisation; const char* object; };
  const std::array rows{
      Row{ClueKind::ip, "192.0.2.1", "2024-03-01", "Province Telecom", ""}, Row{ClueKind::ip, "192.0.2.64", "2024-08-01", "City Hospital", "hospital network"},
      Row{ClueKind::ip, "192.0.2.64", "2024-03-01", "Range Ltd", ""}, Row{ClueKind::ip, "192.0.2.60", "2024-06-30", "Range Ltd", ""},
      Row{ClueKind::ip, "192.0.2.60", "2024-07-01", "Province Telecom", ""}, Row{ClueKind::ip, "192.0.2.71", "2024-03-01", "City Hospital", "hospital network"},
      Row{ClueKind::ip, "198.51.100.1", "2024-03-01", "", ""}, Row{ClueKind::ip, "2001:db8:5::9", "2024-03-01", "City Water", "control network"},
      Row{ClueKind::ip, "2001:db8:6::9", "2024-03-01", "Province Telecom", ""}, Row{ClueKind::ip, "no", "2024-03-01", "", ""},
      Row{ClueKind::domain, "WWW.example.com.cn.", "2024-03-01", "Example Group", "portal"}, Row{ClueKind::domain, "a.shop.example.com.cn", "2024-03-01", "Shop Ltd", ""},
      Row{ClueKind::domain, "other.com.cn", "2024-03-01", "", ""}, Row{ClueKind::domain, "com.cn", "2024-03-01", "Nobody", ""},
      Row{ClueKind::domain, "notexample.com.cn", "2024-03-01", "", ""}, Row{ClueKind::asn, "as 4134", "2024-03-01", "Backbone", ""}, Row{ClueKind::asn, "4135", "2024-03-01", "", ""},
      Row{ClueKind::licence, "a1.b1-20040001", "2024-03-01", "Province Telecom", ""}, Row{ClueKind::icp, "京ICP备12345678号-2", "2024-03-01", "Example Group", "portal"}};
  for (const Row& row : rows) {
    const Owner owner = owners.of(row.kind, row.text, day(row.when));
    EXPECT_EQ(owner.organisation, row.organisation) << row.text << " " << row.when;
    EXPECT_EQ(owner.object, row.object) << row.text;
    EXPECT_FALSE(owner.reason.empty());
  }
  EXPECT_EQ(owners.of(ClueKind::ip, "192.0.2.64", no_time).organisation, "City Hospital");
  EXPECT_EQ(owners.of_ip(*parse_ip("192.0.2.65"), no_time).reason, "192.0.2.65 is of ip 192.0.2.64/26");
}

TEST(Owners, ComeFromJsonToo) {
  Diagnostics out;
  const auto entries = read_owners(R"([{"kind":"asn","value":4134,"organisation":"B"},{"kind":"ip","value":"10.0.0.0/8","organisation":"A","from":"2024-01-01"},7])", "o.json", out);
  ASSERT_TRUE(entries);
  EXPECT_EQ(entries->size(), 2u);
  EXPECT_EQ(out.errors(), 1u);
  const Owners owners = Owners::build(*entries, {}, out);
  EXPECT_EQ(owners.of(ClueKind::asn, "AS4134", no_time).organisation, "B");
  EXPECT_EQ(owners.of(ClueKind::ip, "10.1.1.1", day("2023-12-31")).organisation, "");
  EXPECT_EQ(owners.of(ClueKind::ip, "10.1.1.1", day("2024-01-01")).organisation, "A");
}

TEST(Owners, RefuseFilesThatAreNone) {
  Diagnostics out;
  for (const char* bytes : {"kind,value\nip,1.2.3.4\n", "{\"a\":1}", "[1,", "{"}) EXPECT_FALSE(read_owners(bytes, "f", out)) << bytes;
  EXPECT_FALSE(load_owners("/nonexistent/owners.csv", out));
  const auto none = read_owners("类型,值,单位\n", "f", out);
  ASSERT_TRUE(none);
  EXPECT_TRUE(none->empty());
}

// Ranges that begin and end anywhere, against a walk over all of them.
TEST(Owners, EqualTheNaiveSearch) {
  std::mt19937_64 random(3);
  for (int round = 0; round < 40; ++round) {
    std::vector<OwnerEntry> entries;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges;
    for (int i = 0; i < 60; ++i) {
      const std::uint64_t first = 0x0A000000 + random() % 2000, length = random() % (i % 3 == 0 ? 4 : 900);
      const bool aligned = round % 2 == 0;
      const std::uint64_t size = std::uint64_t{1} << random() % 10;
      ranges.emplace_back(aligned ? first / size * size : first, aligned ? first / size * size + size - 1 : first + length);
      entries.push_back({.kind = ClueKind::ip, .value = to_string(Ip{.low = ranges.back().first}) + "-" + to_string(Ip{.low = ranges.back().second}),
                         .organisation = std::to_string(i), .from = static_cast<std::int64_t>(random() % 50), .until = static_cast<std::int64_t>(50 + random() % 50)});
    }
    Diagnostics out;
    const Owners owners = Owners::build(entries, {}, out);
    ASSERT_EQ(out.errors(), 0u);
    for (std::uint64_t address = 0x0A000000 - 3; address < 0x0A000000 + 3000; ++address) {
      const auto time = static_cast<std::int64_t>(random() % 110);
      const OwnerEntry* best = nullptr;
      std::uint64_t best_size = 0;
      for (std::size_t i = 0; i < entries.size(); ++i) {
        const std::uint64_t size = ranges[i].second - ranges[i].first;
        if (address < ranges[i].first || address > ranges[i].second || time < entries[i].from || time >= entries[i].until) continue;
        if (best == nullptr || size < best_size || (size == best_size && entries[i].from > best->from)) best = &entries[i], best_size = size;
      }
      const OwnerEntry* got = owners.find_ip(Ip{.low = address}, time);
      ASSERT_EQ(got == nullptr, best == nullptr);
      if (got == nullptr || best == nullptr) continue;
      EXPECT_EQ(got->from, best->from);
      EXPECT_EQ(got->value.size() > 0 ? got->organisation : "", best->organisation) << to_string(Ip{.low = address});
    }
  }
}

}  // namespace
}  // namespace lp::detect
