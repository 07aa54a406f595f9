#include "spec/suggest.h"

#include <algorithm>

#include "base/text.h"

namespace lp::spec {

int edit_distance(std::string_view a, std::string_view b, int limit) {
  const auto over = [&](std::size_t n) { return n > static_cast<std::size_t>(limit); };
  if (over(std::max(a.size(), b.size()) - std::min(a.size(), b.size()))) return limit + 1;
  std::vector<int> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int change = a[i - 1] == b[j - 1] ? 0 : 1;
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + change});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) now[j] = std::min(now[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, now);
  }
  return std::min(last[b.size()], limit + 1);
}

std::string nearest(std::string_view word, const std::vector<std::string>& known) {
  if (word.size() > 64) return {};  // nobody mistypes that much; keeps the cost bounded
  const int limit = std::clamp(static_cast<int>(word.size()) / 3, 1, 3);
  std::string best;
  int best_distance = limit + 1;
  for (const std::string& name : known) {
    const int distance = edit_distance(word, name, limit);
    if (distance < best_distance) {
      best_distance = distance;
      best = name;
    }
  }
  return best;
}

std::string suggestion(std::string_view word, const std::vector<std::string>& known) {
  if (const std::string near = nearest(word, known); !near.empty()) return "did you mean \"" + near + "\"?";
  if (known.empty()) return {};
  constexpr std::size_t shown = 12;
  const std::vector<std::string> head(known.begin(), known.begin() + static_cast<std::ptrdiff_t>(std::min(shown, known.size())));
  return "known: " + join(head, ", ") + (known.size() > shown ? ", …" : "");
}

}  // namespace lp::spec
