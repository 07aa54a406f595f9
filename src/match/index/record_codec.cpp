#include "match/index/record_codec.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "match/index/index_tables.h"

namespace lp::match {
namespace {

// Text codes below `first_reference`; from there on, back references.
enum TextCode : std::uint64_t { text_empty, text_any, text_na, text_new, first_reference };

// Bits of an interval.
// Instead of the number of conditions: 0, 1 = as before, n + 1.
constexpr std::uint64_t conditions_as_before = 1;

constexpr std::uint64_t has_from = 1, has_to = 2, from_in = 4, to_in = 8, one_version = 16;

std::uint64_t zigzag(std::int64_t n) { return static_cast<std::uint64_t>(n) << 1 ^ static_cast<std::uint64_t>(n >> 63); }
std::int64_t unzigzag(std::uint64_t n) { return static_cast<std::int64_t>(n >> 1) ^ -static_cast<std::int64_t>(n & 1); }

}  // namespace

void RecordEncoder::number(std::uint64_t n) {
  for (; n >= 128; n >>= 7) out_->push_back(static_cast<char>(n | 128));
  out_->push_back(static_cast<char>(n));
}

void RecordEncoder::text(std::string_view s) {
  if (s.empty()) return number(text_empty);
  if (s.size() == 1 && s[0] == '*') return number(text_any);
  if (s.size() == 1 && s[0] == '-') return number(text_na);
  if (seen_.size() * 2 >= slots_.size()) {
    slots_.assign(std::max<std::size_t>(256, slots_.size() * 2), 0);
    for (std::size_t i = 0; i < seen_.size(); ++i) {
      std::size_t at = index_hash(std::string_view(*out_).substr(seen_[i].offset, seen_[i].bytes)) & (slots_.size() - 1);
      while (slots_[at] != 0) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = static_cast<std::uint32_t>(i + 1);
    }
  }
  std::size_t at = index_hash(s) & (slots_.size() - 1);
  for (; slots_[at] != 0; at = (at + 1) & (slots_.size() - 1)) {
    const Seen& seen = seen_[slots_[at] - 1];
    if (seen.bytes == s.size() && std::memcmp(out_->data() + seen.offset, s.data(), s.size()) == 0) return number(first_reference + slots_[at] - 1);
  }
  number(text_new);
  number(s.size());
  seen_.push_back({out_->size(), s.size()});
  slots_[at] = static_cast<std::uint32_t>(seen_.size());
  out_->append(s);
}

void RecordEncoder::texts(const std::vector<std::string>& list) {
  number(list.size());
  for (const std::string& s : list) text(s);
}

void RecordEncoder::real(double x, double usual) {
  if (x == usual) return number(0);
  number(1);
  char bytes[sizeof x];
  std::memcpy(bytes, &x, sizeof x);
  out_->append(bytes, sizeof x);
}

void RecordEncoder::cpe(const Cpe& cpe) {
  for (const std::string& value : cpe.values) text(value);
}

void RecordEncoder::intervals(const std::vector<Interval>& list) {
  number(list.size());
  for (const Interval& i : list) {
    const bool one = i.from && i.to && *i.from == *i.to;
    number((i.from ? has_from : 0u) | (i.to ? has_to : 0u) | (i.from_included ? from_in : 0u) | (i.to_included ? to_in : 0u) | (one ? one_version : 0u));
    if (i.from) text(*i.from);
    if (i.to && !one) text(*i.to);
  }
}

// All entries of one configuration have the same conditions: those of the entry before are not repeated.
void RecordEncoder::conditions(const std::vector<Condition>& list, const std::vector<Condition>* before) {
  const auto same = [](const Condition& a, const Condition& b) { return a.any_of == b.any_of && a.ranges == b.ranges; };
  if (before != nullptr && !list.empty() && std::ranges::equal(list, *before, same)) return number(conditions_as_before);
  number(list.size() + (list.empty() ? 0u : 1u));
  for (const Condition& c : list) {
    number(c.any_of.size());
    for (const Cpe& name : c.any_of) cpe(name);
    number(c.ranges.size());
    for (const auto& range : c.ranges) intervals(range);
  }
}

void RecordEncoder::affected(const Affected& a, const Affected* before) {
  number(static_cast<std::uint64_t>(a.package.space));
  text(a.package.realm);
  text(a.package.name);
  text(a.stated_name);
  number(a.cpe ? 1 : 0);
  if (a.cpe) cpe(*a.cpe);
  number(static_cast<std::uint64_t>(a.status));
  number(static_cast<std::uint64_t>(a.tier));
  text(a.scheme);
  intervals(a.intervals);
  texts(a.versions);
  texts(a.fixed_versions);
  conditions(a.conditions, before == nullptr ? nullptr : &before->conditions);
  text(a.justification);
  text(a.module_stream);
  real(a.confidence, 1);
  text(a.where);
}

void RecordEncoder::encode(const Advisory& a, std::string& out) {
  out_ = &out;
  if (!seen_.empty()) std::ranges::fill(slots_, 0);
  if (slots_.size() > 4096) slots_.assign(256, 0);
  seen_.clear();
  text(a.source);
  text(a.id);
  texts(a.aliases);
  texts(a.related);
  text(a.title);
  number(zigzag(a.modified.micros()));
  number(zigzag(a.published.micros()));
  number(a.withdrawn ? 1 : 0);
  if (a.withdrawn) number(zigzag(a.withdrawn->micros()));
  number(a.scores.size());
  for (const Score& s : a.scores) {
    text(s.kind);
    text(s.vector);
    real(s.base, -1);
  }
  text(a.severity);
  number(static_cast<std::uint64_t>(a.exploitation));
  text(a.automatable);
  text(a.technical_impact);
  number(a.affected.size());
  for (std::size_t i = 0; i < a.affected.size(); ++i) affected(a.affected[i], i == 0 ? nullptr : &a.affected[i - 1]);
}

namespace {

class Decoder {
 public:
  explicit Decoder(std::string_view bytes) : bytes_(bytes) {}

  bool ok() const { return ok_; }
  std::uint64_t number() {
    std::uint64_t n = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at_ == bytes_.size()) return fail();
      const auto byte = static_cast<unsigned char>(bytes_[at_++]);
      n |= std::uint64_t{byte & 127u} << shift;
      if (byte < 128) return n;
    }
    return fail();
  }
  // At least one byte stands for each of `n` things.
  std::size_t count() {
    const std::uint64_t n = number();
    return n <= bytes_.size() - at_ ? n : fail();
  }
  // An enumerator; 0 when there is none so high.
  template <class E>
  E one_of(E last) {
    const std::uint64_t n = number();
    return n <= static_cast<std::uint64_t>(last) ? static_cast<E>(n) : static_cast<E>(fail());
  }
  void text(std::string& out) {
    switch (const std::uint64_t code = number()) {
      case text_empty: out.clear(); return;
      case text_any: out = "*"; return;
      case text_na: out = "-"; return;
      case text_new: {
        const std::size_t size = count();
        seen_.push_back(bytes_.substr(at_, size));
        out = seen_.back();
        at_ += size;
        return;
      }
      default:
        if (code - first_reference < seen_.size()) out = seen_[code - first_reference];
        else fail();
    }
  }
  // Grows as it reads: a damaged count does not take memory.
  template <class T, class Read>
  void list(std::vector<T>& out, Read&& read) {
    for (std::size_t n = count(); n > 0 && ok_; --n) read(out.emplace_back());
  }
  void texts(std::vector<std::string>& out) {
    list(out, [this](std::string& s) { text(s); });
  }
  void real(double& out) {
    if (number() == 0) return;
    if (bytes_.size() - at_ < sizeof out) return static_cast<void>(fail());
    std::memcpy(&out, bytes_.data() + at_, sizeof out);
    at_ += sizeof out;
  }
  void cpe(Cpe& out) {
    for (std::string& value : out.values) text(value);
  }
  void intervals(std::vector<Interval>& out) {
    list(out, [this](Interval& i) {
      const std::uint64_t bits = number();
      i.from_included = (bits & from_in) != 0;
      i.to_included = (bits & to_in) != 0;
      if ((bits & has_from) != 0) text(i.from.emplace());
      if ((bits & one_version) != 0) i.to = i.from;
      else if ((bits & has_to) != 0) text(i.to.emplace());
    });
  }
  void affected(Affected& a, const Affected* before) {
    a.package.space = one_of(NameSpace::product);
    text(a.package.realm);
    text(a.package.name);
    text(a.stated_name);
    if (number() != 0) cpe(a.cpe.emplace());
    a.status = one_of(AffectedStatus::under_investigation);
    a.tier = one_of(Tier::text);
    text(a.scheme);
    intervals(a.intervals);
    texts(a.versions);
    texts(a.fixed_versions);
    const std::uint64_t conditions = number();
    if (conditions == conditions_as_before && before != nullptr) a.conditions = before->conditions;
    for (std::uint64_t n = conditions; n > 1 && ok_; --n) {
      Condition& c = a.conditions.emplace_back();
      list(c.any_of, [this](Cpe& name) { cpe(name); });
      list(c.ranges, [this](std::vector<Interval>& range) { intervals(range); });
    }
    text(a.justification);
    text(a.module_stream);
    real(a.confidence);
    text(a.where);
  }
  void advisory(Advisory& a) {
    text(a.source);
    text(a.id);
    texts(a.aliases);
    texts(a.related);
    text(a.title);
    a.modified = Timestamp(unzigzag(number()));
    a.published = Timestamp(unzigzag(number()));
    if (number() != 0) a.withdrawn = Timestamp(unzigzag(number()));
    list(a.scores, [this](Score& s) {
      text(s.kind);
      text(s.vector);
      real(s.base);
    });
    text(a.severity);
    a.exploitation = one_of(Exploitation::active);
    text(a.automatable);
    text(a.technical_impact);
    for (std::size_t n = count(); n > 0 && ok_; --n) {
      Affected one;
      affected(one, a.affected.empty() ? nullptr : &a.affected.back());
      a.affected.push_back(std::move(one));
    }
    if (at_ != bytes_.size()) fail();
  }

 private:
  std::uint64_t fail() {  // everything read from here on is empty or 0
    ok_ = false;
    at_ = bytes_.size();
    return 0;
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
  std::vector<std::string_view> seen_;
  bool ok_ = true;
};

}  // namespace

bool decode_record(std::string_view bytes, Advisory& out) {
  Decoder decoder(bytes);
  decoder.advisory(out);
  return decoder.ok();
}

bool decode_record_name(std::string_view bytes, std::string& source, std::string& id) {
  Decoder decoder(bytes);
  decoder.text(source);
  decoder.text(id);
  return decoder.ok();
}

}  // namespace lp::match
