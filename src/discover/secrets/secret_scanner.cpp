#include "discover/secrets/secret_scanner.h"

#include <hs/hs.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "base/check.h"
#include "base/text.h"
#include "discover/gb_text.h"
#include "discover/secrets/rule_judge.h"

namespace lp::discover {
namespace {

struct DatabaseFree {
  void operator()(hs_database_t* p) const { hs_free_database(p); }
};
struct ScratchFree {
  void operator()(hs_scratch_t* p) const { hs_free_scratch(p); }
};

// What to try when a literal is found.
struct Target {
  std::size_t rule = 0;
  const Shape* shape = nullptr;  // nullptr: the rule is keyed, or of persons
  std::size_t anchor = 0;
};
struct Literal {
  std::string text;              // as it stands in the block
  std::size_t utf8_bytes = 0;    // of the same in UTF-8
  LetterCase letters = LetterCase::exact;
  std::vector<Target> targets;
};
struct Found {
  unsigned literal = 0;
  std::size_t end = 0;
};

// Rules that are led by one rare byte.
struct RareByte {
  char byte = 0;
  std::vector<Target> targets;
};

std::vector<RareByte> collect_marks(const std::vector<SecretRule>& rules) {
  std::map<char, std::vector<Target>> by_byte;
  for (std::size_t r = 0; r < rules.size(); ++r) {
    if (!rules[r].mark) continue;
    for (const Shape& shape : rules[r].shapes) {
      if (const auto anchor = shape.find_anchor({&*rules[r].mark, 1})) by_byte[*rules[r].mark].push_back({r, &shape, *anchor});
    }
  }
  std::vector<RareByte> marks;
  for (auto& [byte, targets] : by_byte) marks.push_back({byte, std::move(targets)});
  return marks;
}

std::vector<Literal> collect_literals(const std::vector<SecretRule>& rules) {
  std::map<std::pair<std::string, LetterCase>, std::vector<Target>> by_text;
  for (std::size_t r = 0; r < rules.size(); ++r) {
    const SecretRule& rule = rules[r];
    if (rule.mark) continue;
    for (const std::string& literal : rule.literals) {
      auto& targets = by_text[{rule.letters == LetterCase::any ? to_lower_ascii(literal) : literal, rule.letters}];
      if (rule.keyed || rule.person) targets.push_back({r, nullptr, 0});
      for (const Shape& shape : rule.shapes) {
        if (const auto anchor = shape.find_anchor(literal)) targets.push_back({r, &shape, *anchor});
      }
    }
  }
  std::vector<Literal> literals;
  for (auto& [key, targets] : by_text) {
    const auto& [text, letters] = key;
    const bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (const std::string gb = ascii ? "" : utf8_to_gb(text); !gb.empty()) literals.push_back({gb, text.size(), letters, targets});
    literals.push_back({text, text.size(), letters, std::move(targets)});
  }
  return literals;
}

Result<hs_database_t*> compile(const std::vector<Literal>& literals) {
  std::vector<const char*> texts;
  std::vector<std::size_t> lengths;
  std::vector<unsigned> flags, ids;
  for (const Literal& literal : literals) {
    ids.push_back(static_cast<unsigned>(texts.size()));
    texts.push_back(literal.text.c_str());
    lengths.push_back(literal.text.size());
    flags.push_back(literal.letters == LetterCase::any ? HS_FLAG_CASELESS : 0);
  }
  hs_database_t* database = nullptr;
  hs_compile_error_t* error = nullptr;
  const auto n = static_cast<unsigned>(texts.size());
  if (hs_compile_lit_multi(texts.data(), flags.data(), ids.data(), lengths.data(), n, HS_MODE_BLOCK, nullptr, &database, &error) == HS_SUCCESS) return database;
  const std::string why = error != nullptr && error->message != nullptr ? error->message : "unknown";
  hs_free_compile_error(error);
  return make_error(Errc::invalid, "the literals of the secret rules cannot be compiled: " + why);
}

int remember(unsigned id, unsigned long long, unsigned long long to, unsigned, void* found) {
  static_cast<std::vector<Found>*>(found)->push_back({id, static_cast<std::size_t>(to)});
  return 0;
}

// Where a block is UTF-8 and where GB 18030: asked for one literal after the other, in linear time over all.
class Surroundings {
 public:
  explicit Surroundings(std::string_view block) : block_(block) {}
  // The piece of GB 18030 around a literal: it begins where a character must begin, and ends with the line or after
  // enough for any secret. Nothing when the text there is UTF-8.
  std::optional<Span> find_gb_piece(Span literal) {
    if (!reaches(literal)) look(literal);
    return utf8_ ? std::nullopt : std::optional<Span>(piece_);
  }
  // The piece as UTF-8, and where in it a byte of the block stands; bytes asked for in ascending order are found at once.
  const std::string& utf8() const { return text_; }
  std::size_t utf8_place(std::size_t at) {
    if (at < gb_at_) gb_at_ = piece_.begin, utf8_at_ = 0;
    // Kept is only a place where a character must begin: a literal may be two halves of others.
    std::size_t sure = at;
    while (sure > gb_at_ && static_cast<unsigned char>(block_[sure - 1]) >= 0x30) --sure;
    utf8_at_ += gb_to_utf8(block_.substr(gb_at_, sure - gb_at_)).size();
    gb_at_ = sure;
    return utf8_at_ + gb_to_utf8(block_.substr(sure, at - sure)).size();
  }

 private:
  static constexpr std::size_t before = 256, behind = 2048, enough = 512;
  bool reaches(Span literal) const {
    return literal.begin >= piece_.begin && literal.end <= piece_.end && (to_line_end_ || literal.end + enough <= piece_.end);
  }
  void look(Span literal) {
    std::size_t from = literal.begin;
    // No byte below 0x30 is part of a character of two or four bytes.
    const std::size_t limit = literal.begin > before ? literal.begin - before : 0;
    for (std::size_t at = literal.begin; at > limit; --at) {
      if (static_cast<unsigned char>(block_[at - 1]) < 0x30) from = at;
      if (block_[at - 1] == '\n') break;
    }
    if (limit == 0 && block_.substr(0, literal.begin).find('\n') == std::string_view::npos) from = 0;
    const std::string_view line = block_.substr(from, behind + (literal.end - from));
    const std::size_t end = line.find('\n', literal.end - from);
    const std::string_view piece = line.substr(0, end);
    const std::size_t valid = valid_utf8_prefix(piece);
    to_line_end_ = end != std::string_view::npos || from + piece.size() == block_.size();
    utf8_ = valid == piece.size() || (end == std::string_view::npos && piece.size() - valid < 4);
    piece_ = {from, from + piece.size()};
    gb_at_ = from;
    utf8_at_ = 0;
    text_ = utf8_ ? std::string() : gb_to_utf8(piece);
  }

  std::string_view block_;
  Span piece_{1, 0};              // nothing looked at yet
  bool utf8_ = true, to_line_end_ = false;
  std::string text_;
  std::size_t gb_at_ = 0, utf8_at_ = 0;
};

// Of hits that overlap the surer one stays; of equals the one of the earlier rule.
void keep_best(std::vector<SecretHit>& hits) {
  std::sort(hits.begin(), hits.end(), [](const SecretHit& a, const SecretHit& b) {
    return std::tuple(a.offset, -a.confidence, a.rule) < std::tuple(b.offset, -b.confidence, b.rule);
  });
  std::size_t kept = 0;
  for (const SecretHit& hit : hits) {
    if (kept == 0 || hits[kept - 1].offset + hits[kept - 1].length <= hit.offset) {
      hits[kept++] = hit;
    } else if (hit.confidence > hits[kept - 1].confidence) {
      hits[kept - 1] = hit;
    }
  }
  hits.resize(kept);
}

}  // namespace

struct SecretScanner::Inside {
  std::vector<SecretRule> rules;
  std::vector<Literal> literals;
  std::vector<RareByte> marks;
  std::unique_ptr<hs_database_t, DatabaseFree> database;

  void judge_gb(std::string_view block, Span piece, Span found, const Literal& literal, Surroundings& around, std::vector<SecretHit>& hits) const;
  void judge(std::string_view block, Span found, const std::vector<Target>& targets, std::vector<SecretHit>& hits) const {
    std::optional<KeyedText> text;
    bool read = false;
    for (const Target& target : targets) {
      const SecretRule& rule = rules[target.rule];
      std::optional<Verdict> verdict;
      if (target.shape != nullptr) {
        verdict = judge_shape(rule, *target.shape, target.anchor, block, found.begin);
      } else if (rule.person) {
        if (const auto name = rule.person->finder->find(rule.person->cue, found, block)) verdict = Verdict{*name, rule.confidence};
      } else {
        if (!read) text = read_keyed_text(block, found);
        read = true;
        if (text) verdict = judge_key(rule, block, *text);
      }
      if (verdict) hits.push_back({target.rule, verdict->value.begin, verdict->value.size(), verdict->confidence});
    }
  }
};

// Judged as UTF-8; hits come back with the bytes of the block.
void SecretScanner::Inside::judge_gb(std::string_view block, Span piece, Span found, const Literal& literal, Surroundings& around, std::vector<SecretHit>& hits) const {
  const std::size_t begin = around.utf8_place(found.begin);
  // Bytes of two characters that together look like the literal.
  const std::string& utf8 = around.utf8();
  if (begin > utf8.size() || utf8.compare(begin, literal.utf8_bytes, gb_to_utf8(found.of(block))) != 0) return;
  const std::size_t first = hits.size();
  judge(utf8, {begin, begin + literal.utf8_bytes}, literal.targets, hits);
  const std::string_view gb = piece.of(block);
  for (std::size_t i = first; i < hits.size(); ++i) {
    const std::size_t from = gb_bytes_of(gb, hits[i].offset), to = gb_bytes_of(gb, hits[i].offset + hits[i].length);
    hits[i].offset = piece.begin + from;
    hits[i].length = to - from;
  }
}

struct SecretScanner::Scratch::Inside {
  std::unique_ptr<hs_scratch_t, ScratchFree> scratch;
  std::vector<Found> found;
  std::vector<SecretHit> hits;
};

SecretScanner::SecretScanner(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
SecretScanner::SecretScanner(SecretScanner&&) noexcept = default;
SecretScanner& SecretScanner::operator=(SecretScanner&&) noexcept = default;
SecretScanner::~SecretScanner() = default;
SecretScanner::Scratch::Scratch(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
SecretScanner::Scratch::Scratch(Scratch&&) noexcept = default;
SecretScanner::Scratch& SecretScanner::Scratch::operator=(Scratch&&) noexcept = default;
SecretScanner::Scratch::~Scratch() = default;

Result<SecretScanner> SecretScanner::build(std::vector<SecretRule> rules) {
  if (hs_valid_platform() != HS_SUCCESS) return make_error(Errc::unsupported, "the literal scanner needs a processor with SSSE3");
  if (rules.empty()) return make_error(Errc::invalid, "no secret rules are given");
  auto inside = std::make_unique<Inside>();
  inside->rules = std::move(rules);
  inside->literals = collect_literals(inside->rules);
  inside->marks = collect_marks(inside->rules);
  if (!inside->literals.empty()) {
    LP_TRY(hs_database_t* const database, compile(inside->literals));
    inside->database.reset(database);
  }
  return SecretScanner(std::move(inside));
}

SecretScanner::Scratch SecretScanner::make_scratch() const {
  hs_scratch_t* scratch = nullptr;
  LP_CHECK(!inside_->database || hs_alloc_scratch(inside_->database.get(), &scratch) == HS_SUCCESS, "scratch of the literal scanner");
  auto inside = std::make_unique<Scratch::Inside>();
  inside->scratch.reset(scratch);
  return Scratch(std::move(inside));
}

const std::vector<SecretRule>& SecretScanner::rules() const { return inside_->rules; }

void SecretScanner::scan(std::string_view block, const SecretSink& sink, Scratch& scratch) const {
  LP_CHECK(block.size() <= longest_block, "blocks are at most 1 GiB");
  Scratch::Inside& own = *scratch.inside_;
  own.found.clear();
  own.hits.clear();
  const auto size = static_cast<unsigned>(block.size());
  LP_CHECK(!inside_->database || hs_scan(inside_->database.get(), block.data(), size, 0, own.scratch.get(), remember, &own.found) == HS_SUCCESS, "literal scan");
  Surroundings around(block);
  for (const Found& found : own.found) {
    const Literal& literal = inside_->literals[found.literal];
    const Span at{found.end - literal.text.size(), found.end};
    if (const auto piece = around.find_gb_piece(at)) inside_->judge_gb(block, *piece, at, literal, around, own.hits);
    else inside_->judge(block, at, literal.targets, own.hits);
  }
  for (const RareByte& mark : inside_->marks) {
    for (std::size_t at = 0; at < block.size(); ++at) {
      const void* const next = std::memchr(block.data() + at, mark.byte, block.size() - at);
      if (next == nullptr) break;
      at = static_cast<std::size_t>(static_cast<const char*>(next) - block.data());
      inside_->judge(block, {at, at + 1}, mark.targets, own.hits);
    }
  }
  keep_best(own.hits);
  for (const SecretHit& hit : own.hits) sink(hit);
}

bool SecretScanner::judge_value(std::string_view header, std::string_view value) const {
  header = trim(header);
  value = trim(value);
  if (value.empty() || value.size() > reach) return false;
  const std::string meaning = meaning_of(header);
  const auto keyed = [&](const SecretRule& rule) { return rule.keyed && judge_cell(rule, meaning, value) > 0; };
  if (std::any_of(inside_->rules.begin(), inside_->rules.end(), keyed)) return true;
  std::vector<SecretHit> hits;
  const auto look_for = [&](std::string_view text, const std::vector<Target>& targets) {
    const std::size_t at = value.find(text);
    if (at != std::string_view::npos) inside_->judge(value, {at, at + text.size()}, targets, hits);
  };
  for (const Literal& literal : inside_->literals) look_for(literal.text, literal.targets);
  for (const RareByte& mark : inside_->marks) look_for({&mark.byte, 1}, mark.targets);
  return std::any_of(hits.begin(), hits.end(), [&](const SecretHit& hit) { return hit.confidence >= 50 && !inside_->rules[hit.rule].person; });
}

}  // namespace lp::discover
