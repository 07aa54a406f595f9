// A book as JSON lines.
#include <algorithm>
#include <array>
#include <charconv>
#include <simdjson.h>

#include "base/text.h"
#include "match/findings/book_state.h"

namespace lp::match {
namespace {

constexpr std::int64_t version = 1;
constexpr std::string_view format = "longpan.findings";

void put_text(std::string& out, std::string_view text) {
  std::string mended;
  if (!is_valid_utf8(text)) {
    for (const char32_t c : to_codepoints(text)) append_utf8(mended, c);
    text = mended;
  }
  constexpr char digits[] = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') (out += '\\') += c;
    else if (byte >= 0x20) out += c;
    else (((out += "\\u00") += digits[byte >> 4])) += digits[byte & 15];
  }
  out += '"';
}

// A line's members; what is empty is left out.
class Line {
 public:
  explicit Line(std::string& out) : out_(out) { out_ += '{'; }
  void text(std::string_view key, std::string_view value) {
    if (value.empty()) return;
    name(key);
    put_text(out_, value);
  }
  void number(std::string_view key, std::int64_t value) {
    name(key);
    out_ += std::to_string(value);
  }
  void texts(std::string_view key, const std::vector<std::string>& values) {
    if (values.empty()) return;
    name(key);
    out_ += '[';
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i != 0) out_ += ',';
      put_text(out_, values[i]);
    }
    out_ += ']';
  }
  void scores(const std::vector<Score>& scores) {
    if (scores.empty()) return;
    name("scores");
    out_ += '[';
    for (const Score& score : scores) {
      std::array<char, 32> number;
      const auto end = std::to_chars(number.begin(), number.end(), score.base).ptr;
      if (out_.back() != '[') out_ += ',';
      out_ += '[';
      put_text(out_, score.kind);
      out_ += ',';
      put_text(out_, score.vector);
      (out_ += ',').append(number.begin(), end) += ']';
    }
    out_ += ']';
  }
  void end() { out_ += "}\n"; }

 private:
  void name(std::string_view key) {
    if (out_.back() != '{') out_ += ',';
    ((out_ += '"') += key) += "\":";
  }
  std::string& out_;
};

void put_reported(Line& line, const ReportedFinding& f) {
  line.text("asset", f.asset);
  line.text("component", f.component);
  line.text("component_version", f.component_version);
  line.texts("ids", f.ids);
  line.text("location", f.location);
  line.text("title", f.title);
  line.text("severity", f.severity);
  line.scores(f.scores);
  line.texts("fixed_versions", f.fixed_versions);
  line.text("origin", f.origin == FindingOrigin::match ? "match" : "scanner");
  line.text("source", f.source);
  line.text("tier", to_string(f.tier));
  line.text("reason", f.reason);
  line.text("where", f.where);
}

void put(std::string& out, const Finding& f) {
  Line line(out);
  line.text("id", f.id);
  line.number("occurrence", f.occurrence);
  line.text("recurrence_of", f.recurrence_of);
  line.text("merged_into", f.merged_into);
  line.texts("seen_by", f.seen_by);
  line.text("state", to_string(f.state));
  line.number("first_seen", f.first_seen.micros());
  line.number("last_seen", f.last_seen.micros());
  if (f.closed) line.number("closed", f.closed->micros());
  line.text("closed_because", f.closed_because);
  if (f.accepted_until) line.text("accepted_until", to_string(*f.accepted_until));
  line.text("accepted_by", f.accepted_by);
  line.text("accepted_reason", f.accepted_reason);
  put_reported(line, f.reported);
  line.end();
}

using Object = simdjson::dom::object;

// A wrong type is told apart from a member that is not there.
class Members {
 public:
  explicit Members(Object object) : object_(object) {}
  bool ok() const { return ok_; }
  std::string text(std::string_view key) {
    std::string_view out;
    const auto value = object_[key];
    if (value.error() == simdjson::NO_SUCH_FIELD) return {};
    if (value.get(out) != simdjson::SUCCESS) ok_ = false;
    return std::string(out);
  }
  std::optional<std::int64_t> number(std::string_view key) {
    std::int64_t out = 0;
    const auto value = object_[key];
    if (value.error() == simdjson::NO_SUCH_FIELD) return std::nullopt;
    if (value.get(out) != simdjson::SUCCESS) ok_ = false;
    return out;
  }
  std::int64_t required(std::string_view key) {
    const auto out = number(key);
    if (!out) ok_ = false;
    return out.value_or(0);
  }
  std::vector<std::string> texts(std::string_view key) {
    std::vector<std::string> out;
    simdjson::dom::array items;
    const auto value = object_[key];
    if (value.error() == simdjson::NO_SUCH_FIELD) return out;
    if (value.get(items) != simdjson::SUCCESS) ok_ = false;
    else
      for (const auto item : items) {
        std::string_view text;
        if (item.get(text) != simdjson::SUCCESS) ok_ = false;
        out.emplace_back(text);
      }
    return out;
  }
  std::vector<Score> scores() {
    std::vector<Score> out;
    simdjson::dom::array items;
    const auto value = object_["scores"];
    if (value.error() == simdjson::NO_SUCH_FIELD) return out;
    if (value.get(items) != simdjson::SUCCESS) ok_ = false;
    else
      for (const auto item : items) {
        std::string_view kind, vector;
        double base = -1;
        simdjson::dom::array parts;
        if (item.get(parts) != simdjson::SUCCESS || parts.size() != 3 || parts.at(0).get(kind) != simdjson::SUCCESS || parts.at(1).get(vector) != simdjson::SUCCESS || parts.at(2).get(base) != simdjson::SUCCESS) ok_ = false;
        out.push_back({std::string(kind), std::string(vector), base});
      }
    return out;
  }
  void fail() { ok_ = false; }

 private:
  Object object_;
  bool ok_ = true;
};

template <class E>
E word(Members& in, std::string_view key, std::initializer_list<E> values) {
  const std::string text = in.text(key);
  for (const E value : values)
    if (to_string(value) == text) return value;
  in.fail();
  return *values.begin();
}

ReportedFinding read_reported(Members& in) {
  ReportedFinding f;
  f.asset = in.text("asset");
  f.component = in.text("component");
  f.component_version = in.text("component_version");
  f.ids = in.texts("ids");
  f.location = in.text("location");
  f.title = in.text("title");
  f.severity = in.text("severity");
  f.scores = in.scores();
  f.fixed_versions = in.texts("fixed_versions");
  const std::string origin = in.text("origin");
  if (origin != "match" && origin != "scanner") in.fail();
  f.origin = origin == "match" ? FindingOrigin::match : FindingOrigin::scanner;
  f.source = in.text("source");
  f.tier = word(in, "tier", {Tier::vendor, Tier::ecosystem, Tier::typed, Tier::cpe, Tier::rough, Tier::text});
  f.reason = in.text("reason");
  f.where = in.text("where");
  return f;
}

std::optional<Finding> read_finding(Object object) {
  Members in(object);
  Finding f;
  f.id = in.text("id");
  const std::int64_t occurrence = in.required("occurrence");
  f.occurrence = static_cast<int>(std::clamp<std::int64_t>(occurrence, 0, 1'000'000'000));
  f.recurrence_of = in.text("recurrence_of");
  f.merged_into = in.text("merged_into");
  f.seen_by = in.texts("seen_by");
  f.state = word(in, "state", {FindingState::open, FindingState::closed, FindingState::accepted});
  f.first_seen = Timestamp(in.required("first_seen"));
  f.last_seen = Timestamp(in.required("last_seen"));
  if (const auto closed = in.number("closed")) f.closed = Timestamp(*closed);
  f.closed_because = in.text("closed_because");
  if (const std::string until = in.text("accepted_until"); !until.empty()) {
    const auto date = parse_date(until);
    if (date) f.accepted_until = *date;
    else in.fail();
  }
  f.accepted_by = in.text("accepted_by");
  f.accepted_reason = in.text("accepted_reason");
  f.reported = read_reported(in);
  const bool closed = f.state == FindingState::closed;
  if (!in.ok() || f.id.size() < 32 || occurrence < 1 || closed != f.closed.has_value() || (!f.merged_into.empty() && !closed) || (f.state == FindingState::accepted && !f.accepted_until)) return std::nullopt;
  if (!std::ranges::is_sorted(f.seen_by) || !std::ranges::is_sorted(f.reported.ids)) return std::nullopt;
  return f;
}

Error broken(std::size_t line, const std::string& what) { return make_error(Errc::corrupt, "line " + std::to_string(line) + " of the findings " + what, "use the copy that was saved before"); }

}  // namespace

std::string FindingBook::to_jsonl() const {
  std::vector<const Finding*> sorted;
  sorted.reserve(size());
  for (const Finding& finding : findings()) sorted.push_back(&finding);
  std::ranges::sort(sorted, {}, [](const Finding* f) -> const std::string& { return f->id; });
  std::string out;
  Line head(out);
  head.text("format", format);
  head.number("version", version);
  head.number("findings", static_cast<std::int64_t>(size()));
  head.end();
  for (const Finding* finding : sorted) put(out, *finding);
  return out;
}

Result<FindingBook> FindingBook::from_jsonl(std::string_view text) {
  FindingBook book;
  State& s = *book.state_;
  simdjson::dom::parser parser(16u << 20);
  std::size_t number = 0;
  std::int64_t stated = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return broken(number + 1, "is cut off");
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    ++number;
    Object object;
    if (parser.parse(line.data(), line.size()).get(object) != simdjson::SUCCESS) return broken(number, "is no JSON object");
    if (number == 1) {
      Members head(object);
      if (head.text("format") != format) return broken(number, "is not the start of findings");
      const std::int64_t stored = head.required("version");
      if (stored > version) return make_error(Errc::unsupported, "the findings are of version " + std::to_string(stored) + ", which is newer than this program", "update the program");
      stated = head.required("findings");
      if (!head.ok() || stored < 1) return broken(number, "states no version or number");
      continue;
    }
    std::optional<Finding> finding = read_finding(object);
    if (!finding) return broken(number, "is no finding");
    if (s.index_of(finding->id) != KeyMap::none) return broken(number, "repeats a finding");
    s.text.put(finding->reported, no_aliases());
    s.insert(std::move(*finding), s.text.key(), s.text.asset());
  }
  if (number == 0 || stated != static_cast<std::int64_t>(s.findings.size())) return make_error(Errc::corrupt, "the findings are not all there: " + std::to_string(s.findings.size()) + " of " + std::to_string(stated), "use the copy that was saved before");
  s.generation = not_yet;
  return book;
}

}  // namespace lp::match
