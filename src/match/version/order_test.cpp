// Keys against slow comparators, and what holds for every scheme, over random versions and changed ones. LP_VERSION_ROUNDS says how
// many; the seed is fixed.
#include "match/version/order_reference.h"

#include <random>

#include "match/version/key.h"
#include "match/version/version_testing.h"

namespace lp::match {
namespace {

std::size_t rounds(std::size_t usual) {
  const char* const wanted = std::getenv("LP_VERSION_ROUNDS");
  if (wanted != nullptr) return std::strtoull(wanted, nullptr, 10);
  return sanitized ? usual / 20 : usual;
}

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(engine_); }

  // A version of pieces that versions are made of, joined as they come.
  std::string version(const std::vector<std::string>& pieces) {
    std::string text;
    for (std::size_t n = 1 + below(7); n != 0; --n) text += pieces[below(pieces.size())];
    return text;
  }
  // The same with one place changed: most pairs of unrelated versions differ at once and prove little.
  std::string changed(std::string text, const std::vector<std::string>& pieces) {
    const std::size_t at = below(text.size() + 1);
    switch (below(3)) {
      case 0: return text.insert(at, pieces[below(pieces.size())]);
      case 1: return text.erase(at, 1 + below(2));
      default: return text.replace(at, std::min<std::size_t>(1, text.size() - at), pieces[below(pieces.size())]);
    }
  }

 private:
  std::mt19937 engine_;
};

const std::vector<std::string> usual_pieces = {"0",   "1",  "2",    "9",    "10",   "00",    "007",  "127",    "128",   "200",    "255", "256",   "65535",
                                               "65536", ".", ".",   ".",    "-",    "-",     "~",    "^",      "+",     ":",      "a",   "b",     "rc",
                                               "_",   "A",  "z",    "alpha", "beta", "pre",  "post", "dev",    "final", "ga",     "sp",  "snapshot", "v",
                                               "_p",  "_rc", "-r1", "el8",  "!",    "99999999999999999999", "18446744073709551615", "18446744073709551616"};

int order_by_key(const Scheme& scheme, const std::string& a, const std::string& b) {
  const auto left = version_key(scheme, a), right = version_key(scheme, b);
  return reference::sign(left->compare(*right));
}

using Reference = int (*)(std::string_view, std::string_view);
void expect_reference(std::string_view id, Reference compare, const std::vector<std::string>& pieces, bool (*usable)(const std::string&)) {
  const Scheme& scheme = scheme_named(id);
  Random random(1);
  std::size_t compared = 0, equal = 0;
  const std::size_t wanted = rounds(50'000);
  for (std::size_t tries = 0; compared < wanted && tries < wanted * 20; ++tries) {
    const std::string a = random.version(pieces);
    const std::string b = random.below(4) == 0 ? random.version(pieces) : random.changed(a, pieces);
    if (!usable(a) || !usable(b) || !version_key(scheme, a) || !version_key(scheme, b)) continue;
    ++compared;
    const int order = compare(a, b);
    equal += order == 0;
    ASSERT_EQ(order_by_key(scheme, a, b), order) << id << ": '" << a << "' '" << b << "'";
    ASSERT_EQ(order_by_key(scheme, b, a), -order) << id << ": '" << b << "' '" << a << "'";
  }
  EXPECT_GE(compared, wanted / 2) << id;
  EXPECT_GT(equal, compared / 1000) << id << ": too few equal ones to prove anything";
}

bool any(const std::string&) { return true; }
bool has_words_alone(const std::string& text) { return trim_spaces(text) == text; }

TEST(Order, DebIsAsItsReference) {
  expect_reference("deb", reference::compare_deb, {"0", "1", "9", "10", "00", "007", ".", "-", "~", "+", "a", "B", "z", ":", "1:", "65536", "_", "ubuntu"}, any);
}
TEST(Order, RpmIsAsItsReference) {
  expect_reference("rpm", reference::compare_rpm, {"0", "1", "9", "10", "00", "007", ".", "-", "~", "^", "a", "B", "aa", ":", "1:", "65536", "_", "el8", "\xce\xb1"},
                   any);
}
TEST(Order, SemverIsAsItsReference) {
  const auto whole = [](const std::string& text) {
    const std::size_t end = std::min(text.find_first_of("-+"), text.size());
    return std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), '.') == 2 && text[0] != 'v' && text[0] != 'V';
  };
  const std::vector<std::string> pieces = {"1.0.0", "1.2.3", "0.0.0", "10.0.1", "-", "-", "-", ".", ".", ".", "0", "1", "9", "10", "130", "a", "B", "rc", "+", "00"};
  for (const char* id : {"semver", "npm", "cargo", "golang"}) expect_reference(id, reference::compare_semver, pieces, whole);
}
TEST(Order, GemIsAsItsReference) {
  expect_reference("gem", reference::compare_gem, {"0", "0", "1", "9", "10", "00", "007", ".", ".", ".", "-", "a", "B", "aa", "pre", "rc"}, has_words_alone);
}

// Order is that of bytes, so it is total. What a key must show besides: it does not depend on what is before it, keeps to its room,
// and a version and the same between spaces are one.
TEST(Order, HoldsForEveryScheme) {
  for (const Scheme& scheme : builtin_schemes()) {
    Random random(2);
    std::size_t versions = 0;
    for (std::size_t i = rounds(5'000); i != 0; --i) {
      const std::string a = random.version(usual_pieces), b = random.changed(a, usual_pieces), c = random.changed(b, usual_pieces);
      const auto left = version_key(scheme, a), middle = version_key(scheme, b), right = version_key(scheme, c);
      if (!left) continue;
      ++versions;
      std::string appended = "before";
      ASSERT_TRUE(scheme.encode(a, appended));
      ASSERT_EQ(appended, "before" + *left) << scheme.id << ": " << a;
      ASSERT_LE(left->size(), key_room(a.size())) << scheme.id << ": " << a;
      if (scheme.id != "lexicographic") {
        ASSERT_EQ(version_key(scheme, " " + a + "\n"), left) << scheme.id << ": " << a;
      }
      if (!middle || !right) continue;
      const int one = order_by_key(scheme, a, b), two = order_by_key(scheme, b, c), across = order_by_key(scheme, a, c);
      ASSERT_EQ(order_by_key(scheme, b, a), -one) << scheme.id << ": " << a << " " << b;
      if (one == two && one != 0) {
        ASSERT_EQ(across, one) << scheme.id << ": " << a << " " << b << " " << c;
      }
      if (one == 0) {
        ASSERT_EQ(across, two) << scheme.id << ": " << a << " " << b << " " << c;
      }
    }
    if (scheme.id != "datetime") {
      EXPECT_GT(versions, 0U) << scheme.id;
    }
  }
}

TEST(Order, TakesAnyBytesOfAnyLength) {
  const std::string digits(10'240, '9'), zeros(10'240, '0'), dots(10'240, '.'), letters(10'240, 'a');
  const auto repeated = [](std::string_view piece) {
    std::string text = "1";
    while (text.size() < 118) text += piece;
    return text;
  };
  const std::vector<std::string> texts = {repeated("x1"),
                                          repeated("-0"),
                                          repeated("-x"),
                                          repeated(".0"),
                                          repeated(".0.x"),
                                          repeated("_p"),
                                          repeated("+!"),
                                          repeated("-"),
                                          repeated("."),
                                          digits,
                                          "1." + digits,
                                          digits + "-" + digits + ":" + digits,
                                          zeros + "1",
                                          dots,
                                          "1" + dots + "1",
                                          letters,
                                          "1" + letters,
                                          "1-" + letters + "." + letters,
                                          "\xd9\xa1.\xd9\xa2",
                                          "\xef\xbc\x91",
                                          std::string(3, '\0'),
                                          std::string("1\0002", 3),
                                          "\xff\xfe",
                                          "1.\xff",
                                          "-",
                                          "~",
                                          ":",
                                          "+",
                                          "!"};
  for (const Scheme& scheme : builtin_schemes()) {
    for (const std::string& text : texts) {
      std::string key;
      const bool taken = scheme.encode(text, key);
      EXPECT_EQ(taken, !key.empty()) << scheme.id;
      if (taken) {
        EXPECT_LE(key.size(), key_room(text.size())) << scheme.id;
      }
    }
  }
  for (const char* id : {"deb", "rpm", "apk", "semver", "pypi", "maven", "gem", "nuget", "composer", "generic", "conan", "alpm"}) {
    const Scheme& scheme = scheme_named(id);
    EXPECT_EQ(order_of(scheme, "1." + zeros + "7", "1.7"), id == std::string("apk") ? '<' : '=') << id;
    EXPECT_EQ(order_of(scheme, "1." + digits, "1.1" + digits), '<') << id;
    EXPECT_EQ(order_of(scheme, "1." + digits, "1.999999999999999999"), '>') << id;
    EXPECT_EQ(order_of(scheme, "1.999999999999999999", "1.1000000000000000000"), '<') << id;
  }
}

TEST(Order, KeysAreShort) {
  const auto size = [](const char* scheme, const char* version) { return version_key(scheme_named(scheme), version)->size(); };
  EXPECT_LE(size("deb", "2:8.39-13ubuntu0.22.04.1"), 24U);
  EXPECT_LE(size("rpm", "1.1.1k-12.el8_9"), 16U);
  EXPECT_LE(size("apk", "1.36.1-r15"), 6U);
  EXPECT_LE(size("npm", "4.17.21"), 4U);
  EXPECT_LE(size("pypi", "2.31.0"), 4U);
  EXPECT_LE(size("maven", "2.15.2.RELEASE"), 4U);
  EXPECT_LE(size("golang", "v0.0.0-20200101000000-abcdefabcdef"), 32U);
}

TEST(Order, EveryDayFollowsTheDayBefore) {
  const Scheme& scheme = scheme_named("datetime");
  const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  char text[40];
  std::string last;
  for (int year : {0, 1, 4, 100, 399, 400, 1899, 1900, 1999, 2000, 2001, 2023, 2024, 2100, 9999}) {
    for (int month = 1; month <= 12; ++month) {
      const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
      const int days = lengths[month - 1] + (month == 2 && leap ? 1 : 0);
      for (int day = 1; day <= days; ++day) {
        // 01:00 UTC of a day is 23:00 of the day before, two hours west.
        std::snprintf(text, sizeof text, "%04d-%02d-%02dT01:00:00Z", year, month, day);
        if (day > 1 || month > 1) {
          EXPECT_EQ(order_of(scheme, last, text), '=') << last << " " << text;
        }
        std::snprintf(text, sizeof text, "%04d-%02d-%02dT23:00:00-02:00", year, month, day);
        last = text;
      }
      std::snprintf(text, sizeof text, "%04d-%02d-%02dT00:00:00Z", year, month, days + 1);
      EXPECT_EQ(order_of(scheme, text, text), '!') << text;
    }
  }
}

}  // namespace
}  // namespace lp::match
