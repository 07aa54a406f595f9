#include "discover/report/diff.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

namespace lp::discover {
namespace {

using Indices = std::vector<std::size_t>;

std::string_view base_name(std::string_view path) { return path.substr(path.find_last_of("/!") + 1); }

std::vector<std::string> kinds_of(const Document& d) {
  std::set<std::string> kinds;
  for (const Finding& f : d.findings) kinds.insert(f.field + "\t" + f.kind);
  return {kinds.begin(), kinds.end()};
}

// Same bytes can be told only by a digest, and every empty file has the same one.
bool tells_identity(const Document& d) { return !d.digest.empty() && d.bytes > 0; }
// With the size beside it: a digest may be a fingerprint that is not cryptographic.
std::string identity_of(const Document& d) { return d.digest + ' ' + std::to_string(d.bytes); }

class Comparer {
 public:
  Comparer(const ScanResult& before, const ScanResult& after, Diff& diff) : before_(before), after_(after), diff_(diff) {}

  void run() {
    match_paths();
    match_digests();
    for (const std::size_t i : gone_) add(Change::gone, &before_.documents[i], nullptr);
    for (const std::size_t i : new_) add(Change::added, nullptr, &after_.documents[i]);
    std::sort(diff_.changes.begin(), diff_.changes.end(),
              [](const auto& a, const auto& b) { return std::tie(a.change, a.path, a.from) < std::tie(b.change, b.path, b.from); });
  }

 private:
  // Both lists are in order of path: one walk over both.
  void match_paths() {
    const auto& old = before_.documents;
    const auto& now = after_.documents;
    std::size_t i = 0, j = 0;
    while (i < old.size() || j < now.size()) {
      if (j == now.size() || (i < old.size() && old[i].path < now[j].path)) {
        gone_.push_back(i++);
      } else if (i == old.size() || now[j].path < old[i].path) {
        new_.push_back(j++);
      } else {
        same_path(old[i++], now[j]);
        if (tells_identity(now[j])) standing_.emplace(identity_of(now[j]), j);
        ++j;
      }
    }
  }

  void same_path(const Document& old, const Document& now) {
    const bool digests = !old.digest.empty() && !now.digest.empty();
    const bool content = digests ? old.digest != now.digest : old.bytes != now.bytes || old.rows != now.rows;
    if (content) add(Change::content, &old, &now);
    if (!add_reclassified(old, now) && !content) ++diff_.unchanged;
  }

  void match_digests() {
    std::map<std::string, std::pair<Indices, Indices>> by_digest;
    for (const std::size_t i : gone_) {
      if (tells_identity(before_.documents[i])) by_digest[identity_of(before_.documents[i])].first.push_back(i);
    }
    for (const std::size_t j : new_) {
      if (tells_identity(after_.documents[j])) by_digest[identity_of(after_.documents[j])].second.push_back(j);
    }
    std::unordered_map<std::string, const Document*> originals;
    std::set<std::size_t> used_old, used_new;
    for (auto& [digest, group] : by_digest) pair_group(group.first, group.second, used_old, used_new, originals);
    copies(originals, used_new);
    std::erase_if(gone_, [&](std::size_t i) { return used_old.contains(i); });
    std::erase_if(new_, [&](std::size_t j) { return used_new.contains(j); });
  }

  // Several files of the same bytes: those that kept their name first, the others in order of path.
  void pair_group(Indices& old, Indices& now, std::set<std::size_t>& used_old, std::set<std::size_t>& used_new,
                  std::unordered_map<std::string, const Document*>& originals) {
    if (old.empty()) return;
    originals.emplace(identity_of(before_.documents[old.front()]), &before_.documents[old.front()]);
    const auto pair = [&](std::size_t i, std::size_t j) {
      used_old.insert(i);
      used_new.insert(j);
      add(Change::moved, &before_.documents[i], &after_.documents[j]);
      add_reclassified(before_.documents[i], after_.documents[j]);
    };
    for (const std::size_t i : old) {
      const auto same_name = std::find_if(now.begin(), now.end(), [&](std::size_t j) {
        return !used_new.contains(j) && base_name(after_.documents[j].path) == base_name(before_.documents[i].path);
      });
      if (same_name != now.end()) pair(i, *same_name);
    }
    std::erase_if(old, [&](std::size_t i) { return used_old.contains(i); });
    std::erase_if(now, [&](std::size_t j) { return used_new.contains(j); });
    for (std::size_t k = 0; k < std::min(old.size(), now.size()); ++k) pair(old[k], now[k]);
  }

  void copies(const std::unordered_map<std::string, const Document*>& originals, std::set<std::size_t>& used_new) {
    for (const std::size_t j : new_) {
      const Document& now = after_.documents[j];
      if (used_new.contains(j) || !tells_identity(now)) continue;
      const Document* original = nullptr;
      if (const auto stood = standing_.find(identity_of(now)); stood != standing_.end()) original = &after_.documents[stood->second];
      else if (const auto moved = originals.find(identity_of(now)); moved != originals.end()) original = moved->second;
      if (original == nullptr) continue;
      used_new.insert(j);
      add(Change::copied, original, &now);
    }
  }

  DocumentChange& add(Change change, const Document* old, const Document* now) {
    const Document& shown = now != nullptr ? *now : *old;
    const Document& earlier = old != nullptr ? *old : shown;
    DocumentChange& c = diff_.changes.emplace_back();
    c.change = change;
    c.path = shown.path;
    if (change == Change::moved || change == Change::copied) c.from = earlier.path;
    c.bytes = shown.bytes;
    c.rows = shown.rows;
    c.old_level = earlier.level;
    c.new_level = shown.level;
    c.old_rule = earlier.level_rule;
    c.new_rule = shown.level_rule;
    return c;
  }

  bool add_reclassified(const Document& old, const Document& now) {
    const std::vector<std::string> had = kinds_of(old), has = kinds_of(now);
    if (had == has && old.level == now.level) return false;
    DocumentChange& c = add(Change::reclassified, &old, &now);
    if (old.path != now.path) c.from = old.path;
    std::set_difference(has.begin(), has.end(), had.begin(), had.end(), std::back_inserter(c.kinds_added));
    std::set_difference(had.begin(), had.end(), has.begin(), has.end(), std::back_inserter(c.kinds_removed));
    return true;
  }

  const ScanResult& before_;
  const ScanResult& after_;
  Diff& diff_;
  Indices gone_, new_;
  std::unordered_map<std::string, std::size_t> standing_;   // digest → a document that kept its path
};

using Scales = std::map<std::pair<Level, std::string>, std::pair<Scale, Scale>, std::greater<>>;

void add_scales(const ScanResult& result, const std::string& tree, Scale std::pair<Scale, Scale>::*side, Scales& scales) {
  for (const Document& d : result.documents) {
    std::set<std::string> codes;
    for (const Finding& f : d.findings) {
      if (const auto code = f.categories.find(tree); code != f.categories.end()) codes.insert(code->second);
    }
    if (codes.empty() && d.level != Level::general) codes.insert("");
    for (const std::string& code : codes) {
      Scale& scale = scales[{d.level, code}].*side;
      ++scale.documents;
      scale.records += d.rows;
      scale.bytes += d.bytes;
    }
  }
}

void add_drifts(const ScanResult& before, const ScanResult& after, Diff& diff) {
  Scales scales;
  add_scales(before, diff.options.tree, &std::pair<Scale, Scale>::first, scales);
  add_scales(after, diff.options.tree, &std::pair<Scale, Scale>::second, scales);
  for (const auto& [key, pair] : scales) {
    ClassDrift drift{.class_code = key.second, .level = key.first, .before = pair.first, .after = pair.second};
    const bool came_or_went = (drift.before.documents == 0) != (drift.after.documents == 0);
    drift.over_records = came_or_went || drifted(drift.before.records, drift.after.records, diff.options.drift_percent);
    drift.over_bytes = came_or_went || drifted(drift.before.bytes, drift.after.bytes, diff.options.drift_percent);
    drift.must_report = (drift.over_records || drift.over_bytes) && drift.level != Level::general && diff.comparable;
    diff.drifts.push_back(std::move(drift));
  }
  std::sort(diff.drifts.begin(), diff.drifts.end(),
            [](const auto& a, const auto& b) { return std::tie(b.level, a.class_code) < std::tie(a.level, b.class_code); });
}

void add_notes(const ScanResult& before, const ScanResult& after, Diff& diff) {
  const auto note = [&diff](bool holds, const char* code) {
    if (holds) diff.notes.emplace_back(code);
  };
  const bool unknown = before.rules_digest.empty() || after.rules_digest.empty();
  const bool differ = unknown || before.rules_digest != after.rules_digest;
  diff.comparable = !differ || diff.options.re_evaluated;
  note(differ && diff.comparable, "re_evaluated");
  note(!diff.comparable && unknown, "rules_unknown");
  note(!diff.comparable && !unknown, "rules_differ");
  note(before.source != after.source, "source_differs");
  note(before.root != after.root, "root_differs");
  note(before.started != 0 && after.started != 0 && after.started < before.started, "order_reversed");
  note(before.interrupted, "old_interrupted");
  note(after.interrupted, "new_interrupted");
  note(before.sampling != after.sampling, "sampling_differs");
  note(after.coverage.bytes_skipped > before.coverage.bytes_skipped || after.coverage.skips.size() > before.coverage.skips.size(), "coverage_fell");
}

}  // namespace

std::string_view code_of(Change change) {
  constexpr std::string_view codes[] = {"new", "gone", "moved", "copied", "content", "reclassified"};
  return codes[static_cast<std::size_t>(change)];
}

bool drifted(std::uint64_t before, std::uint64_t after, int percent) {
  const std::uint64_t moved = before > after ? before - after : after - before;
  if (moved == 0) return false;
  // ceil(before * percent / 100) without leaving 64 bits.
  const auto p = static_cast<std::uint64_t>(percent);
  const std::uint64_t whole = before / 100, rest = before % 100;
  const std::uint64_t limit = whole * p + (rest * p + 99) / 100;
  return moved >= limit;
}

std::uint64_t Diff::count(Change change) const {
  return static_cast<std::uint64_t>(std::count_if(changes.begin(), changes.end(), [change](const auto& c) { return c.change == change; }));
}

bool Diff::worth_telling() const { return !changes.empty() || report_due || !comparable; }

Diff compare(const ScanResult& before, const ScanResult& after, const DiffOptions& options) {
  Diff diff;
  diff.options = options;
  add_notes(before, after, diff);
  Comparer(before, after, diff).run();
  add_drifts(before, after, diff);
  const bool due = std::any_of(diff.drifts.begin(), diff.drifts.end(), [](const ClassDrift& d) { return d.must_report; });
  if (due) diff.notes.emplace_back("threshold_unverified");
  const std::int64_t seen = after.finished != 0 ? after.finished : after.started;
  if (due && seen != 0) diff.report_due = date_in_china(Timestamp(seen)).plus_months(options.months);
  return diff;
}

}  // namespace lp::discover
