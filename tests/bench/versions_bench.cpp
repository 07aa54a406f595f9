// What ordering versions costs, beside direct comparators of the kind package managers have (they stop at the first difference and
// keep nothing), in one run and on the same pairs; both must say the same first.
//   versions_bench [PAIRS.txt]     lines "a < b"; without: pairs made here, and the Debian fixtures where they are beside the checkout
// raw = encode both and compare the keys; keys = compare keys that are there. Times are CPU time, the best of some rounds.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "cpu_time.h"
#include "match/version/order_reference.h"
#include "match/version/scheme.h"

namespace {

using namespace lp::match;

struct Pair {
  std::string left, right;
};

// As libapt and dpkg do it: two pointers, a rank for a character.
int rank_of(char c) {
  if (reference::digit(c) || c == '\0') return 0;
  if (c == '~') return -1;
  return reference::letter(c) ? c : static_cast<unsigned char>(c) + 256;
}
int compare_part(const char* a, const char* a_end, const char* b, const char* b_end) {
  while (a != a_end || b != b_end) {
    while ((a != a_end && !reference::digit(*a)) || (b != b_end && !reference::digit(*b))) {
      const int left = a == a_end ? 0 : rank_of(*a), right = b == b_end ? 0 : rank_of(*b);
      if (left != right) return left - right;
      if (a != a_end) ++a;
      if (b != b_end) ++b;
    }
    while (a != a_end && *a == '0') ++a;
    while (b != b_end && *b == '0') ++b;
    int first = 0;
    while (a != a_end && b != b_end && reference::digit(*a) && reference::digit(*b)) {
      if (first == 0) first = *a - *b;
      ++a;
      ++b;
    }
    if (a != a_end && reference::digit(*a)) return 1;
    if (b != b_end && reference::digit(*b)) return -1;
    if (first != 0) return first;
  }
  return 0;
}
int compare_direct(const std::string& a, const std::string& b) {
  const char *left = a.data(), *left_end = left + a.size(), *right = b.data(), *right_end = right + b.size();
  const auto epoch = [](const char*& at, const char* end) {
    const char* colon = at;
    while (colon != end && reference::digit(*colon)) ++colon;
    if (colon == end || *colon != ':') return std::string_view("0");
    const std::string_view digits(at, static_cast<std::size_t>(colon - at));
    at = colon + 1;
    return digits;
  };
  const std::string_view left_epoch = epoch(left, left_end), right_epoch = epoch(right, right_end);
  if (left_epoch != right_epoch) {
    const int order = reference::compare_numbers(left_epoch, right_epoch);
    if (order != 0) return order;
  }
  const auto dash = [](const char* begin, const char* end) {
    const char* at = end;
    while (at != begin && at[-1] != '-') --at;
    return at == begin ? end : at - 1;
  };
  const char *left_dash = dash(left, left_end), *right_dash = dash(right, right_end);
  const int order = compare_part(left, left_dash, right, right_dash);
  if (order != 0) return order;
  return compare_part(std::min(left_dash + 1, left_end), left_end, std::min(right_dash + 1, right_end), right_end);
}

std::vector<Pair> read_pairs(const std::filesystem::path& path) {
  std::vector<Pair> pairs;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    Pair pair;
    std::string sign;
    if (line.empty() || line[0] == '#' || !(words >> pair.left >> sign >> pair.right)) continue;
    pairs.push_back(std::move(pair));
  }
  return pairs;
}

// Neighbours of one package, as in an advisory: the same but for a late number.
std::vector<Pair> make_pairs(const char* suffix) {
  std::mt19937 random(1);
  const auto number = [&random](unsigned n) { return std::to_string(random() % n); };
  std::vector<Pair> pairs;
  for (int i = 0; i < 14'000; ++i) {
    std::string epoch = random() % 5 == 0 ? number(4) + ":" : "", version = number(20) + "." + number(40) + "." + number(300);
    pairs.push_back({epoch + version + "-" + number(30) + suffix + number(9), epoch + version + "-" + number(30) + suffix + number(9)});
  }
  return pairs;
}

volatile std::size_t sink;

double best_rate(std::size_t count, const auto& work) {
  double best = 1e9;
  for (int round = 0; round < 7; ++round) best = std::min(best, cpu_seconds(work));
  return static_cast<double>(count) / best / 1e6;
}

int measure(const char* what, const Scheme& scheme, const std::vector<Pair>& pairs, auto direct) {
  std::string a, b;
  std::size_t key_bytes = 0, text_bytes = 0;
  std::vector<Pair> keys;
  for (const Pair& pair : pairs) {
    a.clear();
    b.clear();
    if (!scheme.encode(pair.left, a) || !scheme.encode(pair.right, b)) return std::printf("%s: not of the scheme: %s\n", what, pair.left.c_str()), 1;
    const int by_key = reference::sign(a.compare(b)), directly = reference::sign(direct(pair.left, pair.right));
    if (by_key != directly) return std::printf("%s: differ on %s %s\n", what, pair.left.c_str(), pair.right.c_str()), 1;
    key_bytes += a.size() + b.size();
    text_bytes += pair.left.size() + pair.right.size();
    keys.push_back({a, b});
  }
  constexpr std::size_t repeats = 40;
  const std::size_t count = repeats * pairs.size();
  const double raw = best_rate(count, [&] {
    std::size_t less = 0;
    for (std::size_t i = 0; i < repeats; ++i) {
      for (const Pair& pair : pairs) {
        a.clear();
        b.clear();
        scheme.encode(pair.left, a);
        scheme.encode(pair.right, b);
        less += a < b;
      }
    }
    sink = less;
  });
  const double yardstick = best_rate(count, [&] {
    std::size_t less = 0;
    for (std::size_t i = 0; i < repeats; ++i) {
      for (const Pair& pair : pairs) less += direct(pair.left, pair.right) < 0;
    }
    sink = less;
  });
  const double by_key = best_rate(count, [&] {
    std::size_t less = 0;
    for (std::size_t i = 0; i < repeats; ++i) {
      for (const Pair& pair : keys) less += pair.left < pair.right;
    }
    sink = less;
  });
  const auto mean = [&pairs](std::size_t bytes) { return static_cast<double>(bytes) / 2 / static_cast<double>(pairs.size()); };
  std::printf("%-24s raw %6.1f M/s  direct %6.1f M/s (raw is %.2f x)  keys %6.1f M/s (%.1f x)  text %.1f bytes, key %.1f\n", what, raw, yardstick,
              raw / yardstick, by_key, by_key / yardstick, mean(text_bytes), mean(key_bytes));
  return 0;
}

int reference_rpm(const std::string& a, const std::string& b) { return reference::compare_rpm(a, b); }

}  // namespace

int main(int argc, char** argv) {
  const std::filesystem::path fixtures =
      argc > 1 ? argv[1] : LP_SOURCE_DIR "/../shared/data/match/versions/osv-scalibr-semantic/debian-versions-generated.txt";
  int failed = 0;
  const std::vector<Pair> real = read_pairs(fixtures);
  if (!real.empty()) failed |= measure("deb, fixtures", *find_scheme("deb"), real, compare_direct);
  failed |= measure("deb, made", *find_scheme("deb"), make_pairs("ubuntu"), compare_direct);
  if (!real.empty()) failed |= measure("rpm, Debian fixtures", *find_scheme("rpm"), real, reference_rpm);
  failed |= measure("rpm, made", *find_scheme("rpm"), make_pairs(".el8_"), reference_rpm);
  return failed;
}
