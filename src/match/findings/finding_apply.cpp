// An import meets a book.
#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "match/findings/book_state.h"

namespace lp::match {
namespace {

constexpr std::size_t ahead = 8;   // findings fetched before they are met

struct KeyHash {
  std::size_t operator()(const Key& key) const { return key.a; }
};

class Application {
 public:
  Application(FindingBook::State& book, FindingImport&& import, const AliasView& aliases) : book_(book), import_(std::move(import)), aliases_(aliases) {}

  FindingChanges run() {
    ++book_.epoch;
    first_made_ = book_.findings.size();
    make_keys();
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      fetch(i);
      meet(import_.findings[i], keys_[i]);
    }
    std::vector<std::uint32_t> missing = find_missing();
    if (!missing.empty()) missing = settle_aliases(std::move(missing));
    if (!missing.empty() && !fresh_.empty()) missing = adopt(std::move(missing));
    for (const std::size_t i : fresh_) begin(import_.findings[i], keys_[i]);
    for (const std::uint32_t at : missing) lose(at);
    report_changes();
    finish(out_);
    return std::move(out_);
  }

 private:
  void make_keys();
  void fetch(std::size_t i) const;
  void meet(ReportedFinding& reported, Key key);
  void touch(std::uint32_t at, ReportedFinding&& reported, bool adopting = false);
  void remember(std::uint32_t at);
  std::vector<std::uint32_t> find_missing();
  bool in_view(const Finding& finding) const;
  std::vector<std::uint32_t> settle_aliases(std::vector<std::uint32_t> missing);
  std::vector<std::uint32_t> adopt(std::vector<std::uint32_t> missing);
  void begin(ReportedFinding& reported, Key key);
  void lose(std::uint32_t at);
  void report_changes();

  FindingBook::State& book_;
  FindingImport import_;
  const AliasView& aliases_;
  FindingChanges out_;
  std::vector<Key> keys_;
  std::vector<std::size_t> fresh_;                            // findings of the import that nothing current answers to
  std::unordered_set<std::uint32_t> assets_;
  std::unordered_set<std::string> only_;                      // canonical
  std::unordered_map<std::uint32_t, ReportedFinding> before_; // of what changed, as it was
  std::size_t first_made_ = 0;                                // findings from here on are this import's: those do not change
};

void Application::make_keys() {
  keys_.reserve(import_.findings.size());
  std::string last;
  for (ReportedFinding& finding : import_.findings) {
    tidy(finding);
    book_.text.put(finding, aliases_);
    keys_.push_back(book_.text.key());
    if (book_.text.asset() == last && !assets_.empty()) continue;
    last = book_.text.asset();
    assets_.insert(book_.asset_number(last));
  }
  for (const std::string& asset : import_.assets) assets_.insert(book_.asset_number(fold_place(asset)));
  for (const std::string& id : import_.only_ids) {
    const std::string folded = fold_id(id);
    only_.emplace(aliases_.canonical(folded));
  }
}

void Application::fetch(std::size_t i) const {
  if (i + 2 * ahead < keys_.size()) book_.heads.prefetch(keys_[i + 2 * ahead]);
  if (i + ahead >= keys_.size()) return;
  const std::uint32_t at = book_.heads.find(keys_[i + ahead]);
  if (at == KeyMap::none) return;
  __builtin_prefetch(&book_.slots[at]);
  const char* finding = reinterpret_cast<const char*>(&book_.findings[at]);
  for (std::size_t line = 0; line < sizeof(Finding); line += 64) __builtin_prefetch(finding + line, 1);
}

void Application::meet(ReportedFinding& reported, Key key) {
  const std::uint32_t at = book_.heads.find(key);
  if (at != KeyMap::none && book_.is_current(at)) touch(at, std::move(reported));
  else fresh_.push_back(static_cast<std::size_t>(&reported - import_.findings.data()));
}

void Application::touch(std::uint32_t at, ReportedFinding&& reported, bool adopting) {
  Finding& finding = book_.findings[at];
  const bool again = book_.slots[at].epoch == book_.epoch;
  book_.slots[at].epoch = book_.epoch;
  if (again) {
    ++out_.repeated;
    if (import_.at < finding.last_seen) return;
    remember(at);
    combine(finding.reported, std::move(reported));
    return;
  }
  if (finding.seen_by.size() != 1 || finding.seen_by.front() != import_.source) add_sorted(finding.seen_by, import_.source);
  finding.first_seen = std::min(finding.first_seen, import_.at);
  ++out_.kept;
  if (import_.at < finding.last_seen) return;   // an old report tells nothing new of what is there
  finding.last_seen = import_.at;
  // Other names of the same flaw stay: sources that use one each would change it for ever.
  if (!adopting && finding.reported.ids != reported.ids)
    for (const std::string& id : finding.reported.ids) add_sorted(reported.ids, id);
  if (at < first_made_ && differs(finding.reported, reported)) before_.try_emplace(at, std::move(finding.reported));
  finding.reported = std::move(reported);
}

void Application::remember(std::uint32_t at) {
  if (at < first_made_) before_.try_emplace(at, book_.findings[at].reported);
}

bool Application::in_view(const Finding& finding) const {
  if (finding.last_seen > import_.at) return false;
  if (!std::ranges::binary_search(finding.seen_by, import_.source)) return false;
  return only_.empty() || std::ranges::any_of(finding.reported.ids, [&](const std::string& id) { return only_.contains(std::string(aliases_.canonical(id))); });
}

// What should have been in the import.
std::vector<std::uint32_t> Application::find_missing() {
  std::vector<std::uint32_t> out;
  const auto look = [&](std::uint32_t at) {
    if (book_.is_current(at) && book_.slots[at].epoch != book_.epoch && in_view(book_.findings[at])) out.push_back(at);
  };
  if (import_.all_assets) {
    for (std::uint32_t at = 0; at < book_.slots.size(); ++at) look(at);
    return out;
  }
  for (const std::uint32_t asset : assets_)
    for (const std::uint32_t at : book_.of_asset[asset]) look(at);
  std::ranges::sort(out);
  return out;
}

// Ids of a missing one may have become those of one that was met.
std::vector<std::uint32_t> Application::settle_aliases(std::vector<std::uint32_t> missing) {
  std::vector<std::uint32_t> out;
  for (const std::uint32_t at : missing) {
    const Key key = book_.current_key(at, aliases_);
    if (key == book_.slots[at].key) {
      out.push_back(at);
      continue;
    }
    const std::uint32_t head = book_.heads.find(key);
    if (head != KeyMap::none && head != at && book_.is_current(head)) {
      const std::uint32_t kept = book_.elder(head, at);
      const std::uint32_t gone = kept == at ? head : at;
      remember(kept);
      before_.erase(gone);
      if (kept == at && book_.slots[head].epoch == book_.epoch) {
        const std::vector<std::string> ids = std::move(book_.findings[at].reported.ids);
        book_.findings[at].reported = book_.findings[head].reported;
        for (const std::string& id : ids) add_sorted(book_.findings[at].reported.ids, id);
      }
      if (book_.heads.find(book_.slots[kept].key) == kept) book_.heads.erase(book_.slots[kept].key);
      book_.slots[kept].key = key;
      book_.absorb(kept, gone, out_);
      if (book_.slots[kept].epoch != book_.epoch) out.push_back(kept);
      continue;
    }
    book_.rekey(at, key);
    out.push_back(at);
  }
  // Those that answer to a key of the import now are met after all.
  const std::vector<std::size_t> fresh = std::move(fresh_);
  fresh_.clear();
  for (const std::size_t i : fresh) meet(import_.findings[i], keys_[i]);
  std::erase_if(out, [&](std::uint32_t at) { return book_.slots[at].epoch == book_.epoch || !book_.is_current(at); });
  return out;
}

std::size_t shared_ids(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  std::size_t n = 0;
  for (const std::string& id : a) n += std::ranges::binary_search(b, id) ? 1u : 0u;
  return n;
}

// A feed that adds a CVE to a rule changes its ids, not the flaw: what is missing and what is new at one place, with an id in common,
// are one finding.
std::vector<std::uint32_t> Application::adopt(std::vector<std::uint32_t> missing) {
  std::unordered_map<Key, std::vector<std::uint32_t>, KeyHash> places;
  for (const std::uint32_t at : missing) {
    book_.text.put(book_.findings[at].reported, no_aliases());
    places[book_.text.place()].push_back(at);
  }
  std::map<std::string, std::vector<std::size_t>> offers;   // in an order that is not the import's
  for (const std::size_t i : fresh_) {
    book_.text.put(import_.findings[i], no_aliases());
    if (places.contains(book_.text.place())) {
      book_.text.put(import_.findings[i], aliases_);
      offers[book_.text.id()].push_back(i);
    }
  }
  std::unordered_set<std::size_t> taken;
  for (const auto& [id, same] : offers) {
    const ReportedFinding& reported = import_.findings[same.front()];
    book_.text.put(reported, no_aliases());
    const std::vector<std::string> ids = identity_of(reported, aliases_).ids;
    std::uint32_t best = KeyMap::none;
    std::size_t most = 0;
    for (const std::uint32_t at : places[book_.text.place()]) {
      if (book_.slots[at].epoch == book_.epoch) continue;
      const std::size_t shared = shared_ids(identity_of(book_.findings[at].reported, aliases_).ids, ids);
      if (shared > most || (shared == most && shared != 0 && book_.elder(best, at) == at)) {
        best = at;
        most = shared;
      }
    }
    if (best == KeyMap::none) continue;
    book_.rekey(best, keys_[same.front()]);
    for (const std::size_t i : same) {
      touch(best, std::move(import_.findings[i]), true);
      taken.insert(i);
    }
  }
  std::erase_if(fresh_, [&](std::size_t i) { return taken.contains(i); });
  std::erase_if(missing, [&](std::uint32_t at) { return book_.slots[at].epoch == book_.epoch; });
  return missing;
}

void Application::begin(ReportedFinding& reported, Key key) {
  const std::uint32_t head = book_.heads.find(key);
  if (head != KeyMap::none && book_.is_current(head)) return touch(head, std::move(reported));
  // What was closed later than this report is no recurrence.
  if (head != KeyMap::none && book_.findings[head].closed > import_.at) {
    ++out_.kept;
    return;
  }
  Finding made;
  book_.text.put(reported, aliases_);
  const std::string root = head == KeyMap::none ? book_.text.id() : book_.findings[head].id.substr(0, 32);
  made.occurrence = head == KeyMap::none ? 1 : book_.findings[head].occurrence + 1;
  made.id = made.occurrence == 1 ? root : root + "." + std::to_string(made.occurrence);
  while (book_.index_of(made.id) != KeyMap::none) made.id = root + "." + std::to_string(++made.occurrence);
  if (head != KeyMap::none) made.recurrence_of = book_.findings[head].id;
  made.first_seen = made.last_seen = import_.at;
  made.seen_by = {import_.source};
  made.reported = std::move(reported);
  out_.add({head == KeyMap::none ? FindingEvent::created : FindingEvent::recurred, made.id, made.recurrence_of, {}});
  book_.insert(std::move(made), key, book_.text.asset());
}

// Other sources may still see it.
void Application::lose(std::uint32_t at) {
  Finding& finding = book_.findings[at];
  std::erase(finding.seen_by, import_.source);
  if (!finding.seen_by.empty()) return;
  std::string because = import_.closed_because;
  if (because.empty()) because = "not in " + (import_.name.empty() ? "the report of " + import_.source : import_.name);
  book_.close(at, import_.at, std::move(because));
  out_.add({FindingEvent::closed, finding.id, {}, {}});
}

void Application::report_changes() {
  for (const auto& [at, was] : before_)
    if (std::vector<std::string> fields = changed_fields(was, book_.findings[at].reported); !fields.empty()) out_.add({FindingEvent::changed, book_.findings[at].id, {}, std::move(fields)});
}

}  // namespace

FindingChanges apply_import(FindingBook::State& state, FindingImport&& import, const AliasView& aliases) {
  return Application(state, std::move(import), aliases).run();
}

}  // namespace lp::match
