#include "discover/document_scanner.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <optional>

#include "base/check.h"
#include "discover/cells.h"
#include "discover/chars.h"
#include "discover/column_judge.h"
#include "discover/fingerprint.h"
#include "discover/read_ahead.h"
#include "discover/secret_stream.h"
#include "discover/tracks.h"
#include "io/decoding_source.h"

namespace lp::discover {
namespace {

constexpr std::size_t head_bytes = 64 * 1024, sample_bytes = 512 * 1024;
constexpr char cell_separator = '\x1f';

// The first bytes are looked at before the scan and read again by it.
class Headed final : public io::ByteSource {
 public:
  explicit Headed(io::ByteSource& rest) : rest_(rest) {}
  // Most files are small: the buffer grows with what comes.
  Status fill(std::size_t wanted) {
    std::size_t n = 0;
    while (n < wanted) {
      if (n == head_.size()) head_.resize(std::min(wanted, std::max<std::size_t>(16 * 1024, n * 4)));
      LP_TRY(const std::size_t got, rest_.read(head_.data() + n, head_.size() - n));
      if (got == 0) {
        ended_ = true;
        break;
      }
      n += got;
    }
    head_.resize(n);
    return ok_status();
  }
  // The head is all there is.
  bool ended() const { return ended_; }
  std::string_view head() const { return head_; }
  Result<std::size_t> read(char* out, std::size_t size) override {
    if (at_ == head_.size()) return rest_.read(out, size);
    const std::size_t n = std::min(size, head_.size() - at_);
    std::copy_n(head_.data() + at_, n, out);
    at_ += n;
    return n;
  }

 private:
  io::ByteSource& rest_;
  std::string head_;
  std::size_t at_ = 0;
  bool ended_ = false;
};

bool has_wide_units(io::Encoding e) { return e != io::Encoding::utf8 && e != io::Encoding::utf8_bom && e != io::Encoding::gb18030; }

using TellLed = std::function<void(const std::string& kind, std::uint64_t offset, std::string_view value, int confidence)>;

// Secrets are found ahead of hits; a decoder answers in rising order only, so they wait for their turn.
struct WaitingSecrets {
  struct One {
    std::uint64_t offset;
    std::string kind, value;
    int confidence;
  };
  template <class Tell>
  void tell_before(std::uint64_t offset, io::DecodingSource& decoder, Tell tell) {
    for (; !queue.empty() && queue.front().offset < offset; queue.pop_front()) {
      const One& s = queue.front();
      tell(s.kind, decoder.raw_offset(s.offset), s.value, s.confidence);
    }
  }
  std::deque<One> queue;
};

// A scan as it is told: hits to the profile, with offsets of the stored bytes.
class Teller final : public HitSink {
 public:
  Teller(const Rules& rules, Profile& profile, const FieldTable& fields, const HitListener& listener, io::DecodingSource* decoder, WaitingSecrets* waiting, TellLed tell_led = {})
      : rules_(rules), profile_(profile), fields_(fields), listener_(listener), decoder_(decoder), waiting_(waiting), tell_led_(std::move(tell_led)) {}
  void take(std::span<const Hit> hits, std::span<const std::string_view> values) override {
    if (decoder_ == nullptr && !listener_) return profile_.take(hits, values);
    moved_.assign(hits.begin(), hits.end());
    for (std::size_t i = 0; i < moved_.size(); ++i) {
      if (decoder_ != nullptr) {
        if (waiting_ != nullptr) waiting_->tell_before(hits[i].offset, *decoder_, tell_led_);
        moved_[i].offset = decoder_->raw_offset(hits[i].offset);
        moved_[i].length = static_cast<std::uint32_t>(decoder_->raw_offset(hits[i].offset + hits[i].length) - moved_[i].offset);
      }
      if (listener_) listener_({moved_[i].offset, moved_[i].length, rules_.kinds()[hits[i].kind].id, fields_[hits[i].field].shown, values[i], hits[i].confidence, hits[i].row});
    }
    profile_.take(moved_, values);
  }

 private:
  const Rules& rules_;
  Profile& profile_;
  const FieldTable& fields_;
  const HitListener& listener_;
  io::DecodingSource* decoder_;
  WaitingSecrets* waiting_;
  TellLed tell_led_;
  std::vector<Hit> moved_;
};

}  // namespace

// Passes bytes on to the scanner; on the way counts rows and looks for secrets.
class DocumentScanner::Tee final : public io::ByteSource {
 public:
  Tee(io::ByteSource& from, SecretStream& secrets, const std::function<bool(std::uint64_t)>& watch) : from_(from), secrets_(secrets), watch_(watch) {}
  Result<std::size_t> read(char* out, std::size_t size) override {
    LP_TRY(const std::size_t n, from_.read(out, size));
    LP_CHECK_OK(pass({out, n}));
    return n;
  }
  Status pass(std::string_view bytes) {
    if (watch_ && !watch_(read_)) return make_error(Errc::cancelled, "the scan was stopped");
    lines_ += static_cast<std::uint64_t>(std::count(bytes.begin(), bytes.end(), '\n'));
    read_ += bytes.size();
    if (!bytes.empty()) {
      last_ = bytes.back();
      secrets_.feed(bytes);
    }
    return ok_status();
  }
  std::uint64_t lines() const { return lines_ + (read_ > 0 && last_ != '\n' ? 1 : 0); }
  std::uint64_t read() const { return read_; }

 private:
  io::ByteSource& from_;
  SecretStream& secrets_;
  const std::function<bool(std::uint64_t)>& watch_;
  std::uint64_t lines_ = 0, read_ = 0;
  char last_ = '\n';
};

// An error is the end of the bytes: what came before it is looked at to its last one.
class EndsAtError final : public io::ByteSource {
 public:
  explicit EndsAtError(io::ByteSource& from) : from_(from) {}
  Result<std::size_t> read(char* out, std::size_t size) override {
    if (!ended_) return std::size_t{0};
    const Result<std::size_t> n = from_.read(out, size);
    if (n) return *n;
    ended_ = n.error();
    return std::size_t{0};
  }
  const Status& ended() const { return ended_; }

 private:
  io::ByteSource& from_;
  Status ended_ = ok_status();
};

// The stored bytes on their way in: counted and fingerprinted.
struct DocumentScanner::Raw final : io::ByteSource {
  explicit Raw(io::ByteSource& source) : from(source) {}
  Result<std::size_t> read(char* out, std::size_t size) override {
    LP_TRY(const std::size_t n, from.read(out, size));
    fingerprint.feed({out, n});
    bytes += n;
    return n;
  }
  io::ByteSource& from;
  Fingerprint fingerprint;
  std::uint64_t bytes = 0;
};

DocumentScanner::DocumentScanner(std::shared_ptr<const Engine> engine) : engine_(std::move(engine)), scanner_(engine_->rules()), scratch_(engine_->secrets().make_scratch()) {}
DocumentScanner::~DocumentScanner() = default;

void DocumentScanner::tell_led(Profile& profile, const std::string& kind, std::uint64_t offset, std::string_view value, int confidence) {
  profile.take_led(kind, offset, value, confidence);
  if (listener_) listener_({offset, static_cast<std::uint32_t>(value.size()), kind, {}, value, confidence, 0});
}

std::string DocumentScanner::led_kind(std::size_t rule) const {
  const SecretRule& of = engine_->secrets().rules()[rule];
  return of.person ? of.person->kind : "secret:" + of.id;
}

Result<Document> DocumentScanner::scan(const DocumentInfo& info, io::ByteSource& bytes) {
  Raw raw(bytes);
  Headed headed(raw);
  LP_CHECK_OK(headed.fill(sample_bytes));
  const io::Encoding encoding = io::detect_encoding(headed.head().substr(0, head_bytes));
  const TextForm form = encoding == io::Encoding::gb18030 ? TextForm::gb18030 : TextForm::utf8;
  std::unique_ptr<io::DecodingSource> decoder;
  if (has_wide_units(encoding)) decoder = std::make_unique<io::DecodingSource>(headed, encoding);

  const std::string sample = io::to_utf8(headed.head(), encoding);
  const Sniffed sniffed = sniff(std::string_view(sample).substr(0, head_bytes));
  FieldTable fields(*engine_->rules());
  ColumnJudge judge(*engine_->rules(), fields, &engine_->secrets());
  for_each_cell(sniffed, sample, fields, [&](FieldIndex field, std::string_view cell) { judge.add(field, cell); });

  Profile profile(*engine_->rules(), engine_->hasher(), form);
  WaitingSecrets waiting;
  const TellLed tell_waiting = [&](const std::string& kind, std::uint64_t offset, std::string_view value, int confidence) { tell_led(profile, kind, offset, value, confidence); };
  SecretStream secrets(engine_->secrets(), scratch_, [&](std::size_t rule, std::uint64_t offset, std::string_view value, int confidence) {
    std::string kind = led_kind(rule);
    if (decoder != nullptr) waiting.queue.push_back({offset, std::move(kind), std::string(value), confidence});
    else tell_led(profile, kind, offset, value, confidence);
  });
  Tee tee(decoder != nullptr ? static_cast<io::ByteSource&>(*decoder) : headed, secrets, watch_);
  const std::unique_ptr<Locator> locator = make_locator(sniffed, fields);
  scanner_.attach(fields);
  Teller teller(*engine_->rules(), profile, fields, listener_, decoder.get(), &waiting, tell_waiting);
  if (headed.ended() && decoder == nullptr) {
    LP_CHECK_OK(tee.pass(headed.head()));
    scanner_.scan_text(headed.head(), *locator, {form, 50}, teller);
  } else {
    LP_CHECK_OK(scanner_.scan(tee, *locator, {form, 50}, teller));
  }
  secrets.finish();
  if (decoder != nullptr) waiting.tell_before(~std::uint64_t{0}, *decoder, tell_waiting);

  const std::uint64_t records = locator->records();
  const std::uint64_t rows = records > 0 ? records : tee.lines() - (sniffed.format == Format::csv && !sniffed.table.columns.empty() && tee.lines() > 0 ? 1 : 0);
  Document document = collect(info, sniffed, profile, judge, fields, rows);
  document.encoding = io::to_string(encoding);
  document.bytes = raw.bytes;
  document.digest = raw.fingerprint.text();
  return document;
}

DocumentScanner::ScannedRows DocumentScanner::scan_rows(const DocumentInfo& info, const std::vector<std::string>& columns, const std::function<Status(const Row&)>& rows) {
  FieldTable fields(*engine_->rules(), std::max<std::size_t>(4096, columns.size() + 1));
  ColumnJudge judge(*engine_->rules(), fields, &engine_->secrets());
  std::vector<FieldIndex> indices;
  for (const std::string& name : columns) indices.push_back(fields.intern(name));
  std::uint64_t count = 0;
  // Rows become lines with a separator no text has; the reading and the scanning run side by side.
  ReadAhead source([&](const io::ByteSink& sink) -> Status {
    std::string lines;
    const Status all = rows([&](std::span<const std::string_view> cells) -> Status {
      const bool look = count < 20000;
      for (std::size_t i = 0; i < cells.size(); ++i) {
        if (look && i < indices.size()) judge.add(indices[i], cells[i]);
        if (i > 0) lines += cell_separator;
        const std::size_t from = lines.size();
        lines.append(cells[i]);
        if (cells[i].find('\n') != std::string_view::npos || cells[i].find(cell_separator) != std::string_view::npos) std::replace_if(lines.begin() + static_cast<std::ptrdiff_t>(from), lines.end(), [](char c) { return c == '\n' || c == cell_separator; }, ' ');
      }
      lines += '\n';
      ++count;
      if (lines.size() < 128 * 1024) return ok_status();
      Status sent = sink(lines);
      lines.clear();
      return sent;
    });
    LP_CHECK_OK(sink(lines));
    return all;
  });
  Profile profile(*engine_->rules(), engine_->hasher(), TextForm::utf8);
  SecretStream secrets(engine_->secrets(), scratch_, [&](std::size_t rule, std::uint64_t offset, std::string_view value, int confidence) {
    tell_led(profile, led_kind(rule), offset, value, confidence);
  });
  Tee tee(source, secrets, watch_);
  FieldTable scanned(*engine_->rules(), std::max<std::size_t>(4096, columns.size() + 1));
  for (const std::string& name : columns) (void)scanned.intern(name);
  const Sniffed sniffed{Format::csv, {cell_separator, '\0', columns}};
  // No header line stands before the rows.
  const std::unique_ptr<Locator> locator = make_rows_locator(scanned, sniffed.table);
  scanner_.attach(scanned);
  Teller teller(*engine_->rules(), profile, scanned, listener_, nullptr, nullptr);
  EndsAtError until_error(tee);
  const auto read = scanner_.scan(until_error, *locator, {TextForm::utf8, 50}, teller);
  LP_CHECK(read.has_value(), "a source without errors");
  source.join();
  secrets.finish();
  ScannedRows out{collect(info, sniffed, profile, judge, fields, tee.lines()), until_error.ended()};
  out.document.format = "table";
  out.document.encoding = "utf-8";
  out.document.bytes = tee.read();
  return out;
}

Document DocumentScanner::collect(const DocumentInfo& info, const Sniffed& sniffed, Profile& profile, const ColumnJudge& judge, FieldTable& fields, std::uint64_t rows) {
  Document d;
  d.path = info.path;
  d.modified = info.modified;
  d.format = to_string(sniffed.format);
  d.rows = rows;
  const Rules& rules = *engine_->rules();
  const auto describe = [&](Finding& f) {
    const Kind* kind = rules.find(f.kind);
    f.sensitivity = kind != nullptr ? std::string(model::to_string(kind->about.sensitivity)) : "sensitive";
    if (kind != nullptr) f.categories = kind->about.categories;
  };
  std::vector<ColumnVerdict> verdicts = judge.verdicts();
  std::vector<bool> used(verdicts.size());
  for (const Profile::Stat* stat : profile.stats()) {
    Finding f;
    f.field = fields[stat->field].shown;
    f.kind = stat->kind;
    f.hits = stat->hits;
    f.first_offset = stat->first_offset;
    f.examples = stat->examples;
    f.confidence = static_cast<int>(stat->confidence_sum / stat->hits);
    f.because = stat->secret ? "secret_rule" : stat->led ? "label_or_title" : stat->named * 2 > stat->hits ? "validator+name" : "validator";
    f.distinct = stat->distinct != nullptr ? stat->distinct->count() : 0;
    f.distinct_exact = stat->distinct != nullptr && stat->distinct->exact();
    f.values = static_cast<std::uint64_t>(std::llround(double(rows) * judge.filled(stat->field)));
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
      if (verdicts[i].field != stat->field || verdicts[i].kind != stat->kind) continue;
      used[i] = true;
      f.confidence = std::max(f.confidence, verdicts[i].confidence);
      f.because = verdicts[i].because;
    }
    describe(f);
    d.findings.push_back(std::move(f));
  }
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    if (used[i]) continue;
    Finding f;
    f.field = fields[verdicts[i].field].shown;
    f.kind = verdicts[i].kind;
    f.values = static_cast<std::uint64_t>(std::llround(double(rows) * judge.filled(verdicts[i].field)));
    f.hits = static_cast<std::uint64_t>(std::llround(double(f.values) * std::max(verdicts[i].share, verdicts[i].because == "header" ? 1.0 : 0.0)));
    f.confidence = verdicts[i].confidence;
    f.because = verdicts[i].because;
    f.distinct_exact = false;
    f.examples = verdicts[i].examples;
    describe(f);
    d.findings.push_back(std::move(f));
  }
  if (std::optional<Finding> track = find_track(d)) {
    describe(*track);
    d.findings.push_back(*std::move(track));
  }
  d.persons = profile.persons();
  d.persons_exact = profile.persons_exact();
  propose_level(engine_->levels(), d);
  return d;
}

}  // namespace lp::discover
