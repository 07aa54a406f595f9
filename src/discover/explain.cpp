#include "discover/explain.h"

#include <algorithm>

#include "discover/chars.h"
#include "discover/mask.h"
#include "discover/scanner.h"
#include "discover/sniff.h"

namespace lp::discover {
namespace {

class Around final : public HitSink {
 public:
  explicit Around(std::size_t at) : at_(at) {}
  void take(std::span<const Hit> hits, std::span<const std::string_view>) override {
    for (const Hit& hit : hits) {
      if (at_ >= hit.offset && at_ < hit.offset + hit.length) found = hit;
    }
  }
  std::optional<Hit> found;

 private:
  std::size_t at_;
};

bool in_value(char c) { return is_alnum(c) || is_high(c) || c == '-' || c == '_' || c == '.' || c == '@' || c == ':' || c == '+'; }

// Says why no hit came of the value, from what the validators and the field said.
void find_reasons(Explanation& e, std::string_view text, const NameMeaning& meaning) {
  const auto accepts = [](const KindAnswer& a) { return static_cast<bool>(a.evidence); };
  const auto strong = [](const KindAnswer& a) { return a.evidence && !a.evidence.has(Evidence::weak); };
  if (e.length < 5) e.reasons.push_back("too_short");
  if (std::none_of(e.answers.begin(), e.answers.end(), accepts)) e.reasons.push_back("no_validator_accepts");
  else if (std::none_of(e.answers.begin(), e.answers.end(), strong)) e.reasons.push_back("weak_without_name");
  else if (meaning.names_other) e.reasons.push_back("name_of_other");
  else if (std::none_of(e.answers.begin(), e.answers.end(), [](const KindAnswer& a) { return a.evidence && a.appearance; })) e.reasons.push_back("judged_by_column_only");
  else e.reasons.push_back("part_of_longer");
  (void)text;
}

// What the name of the field at `place` says. A locator goes forward only: a fresh one walks there.
NameMeaning meaning_at(const std::shared_ptr<const Rules>& rules, std::string_view text, std::size_t place, std::string& name) {
  FieldTable fields(*rules);
  const std::unique_ptr<Locator> locator = make_locator(sniff(text.substr(0, 65536)), fields);
  const auto masks = std::make_unique<ClassMasks>();
  for (std::size_t from = 0; from < text.size(); from += Window::step) {
    Window w;
    w.text = text.data();
    w.begin = from;
    w.end = std::min(from + Window::step, text.size());
    w.limit = text.size();
    w.masks_from = from >= 64 ? from - 64 : 0;
    classify(text.data() + w.masks_from, std::min(w.limit - w.masks_from, ClassMasks::bytes), *masks);
    w.masks = masks.get();
    locator->enter(w);
    if (place >= w.end) continue;
    const Field& field = fields[locator->field_at(place, place)];
    name = field.shown;
    return field.meaning;
  }
  return {};
}

}  // namespace

Explanation explain(const std::shared_ptr<const Rules>& rules, std::string_view text, std::size_t at) {
  Explanation e;
  at = std::min(at, text.empty() ? 0 : text.size() - 1);
  FieldTable fields(*rules);
  const std::unique_ptr<Locator> locator = make_locator(sniff(text.substr(0, 65536)), fields);
  Scanner scanner(rules, fields);
  Around around(at);
  scanner.scan_text(text, *locator, {}, around);
  std::size_t begin = at, end = at;
  if (around.found) {
    begin = around.found->offset;
    end = begin + around.found->length;
  } else if (!text.empty()) {
    while (begin > 0 && at - begin < 128 && in_value(text[begin - 1])) --begin;
    while (end < text.size() && end - at < 128 && in_value(text[end])) ++end;
  }
  const std::string_view value = text.substr(begin, end - begin);
  e.offset = begin;
  e.length = value.size();
  const NameMeaning meaning = meaning_at(rules, text, begin, e.field);
  const Kind* shown = nullptr;
  for (std::size_t i = 0; i < rules->kinds().size(); ++i) {
    const Kind& kind = rules->kinds()[i];
    KindAnswer answer;
    answer.kind = kind.id;
    answer.speaks = meaning.speaks_for.test(i);
    if (kind.validator != nullptr) {
      answer.evidence = kind.validator->check(value);
      answer.appearance = kind.validator->appearance.mark != Mark::none;
    }
    if (answer.evidence && shown == nullptr) shown = &kind;
    if (answer.evidence || answer.speaks) e.answers.push_back(std::move(answer));
  }
  if (around.found) {
    e.hit = around.found;
    shown = &rules->kinds()[around.found->kind];
    e.hit_kind = shown->id;
    e.reasons.push_back("hit");
  } else {
    find_reasons(e, text, meaning);
  }
  e.value = shown != nullptr ? mask(value, *shown) : mask(value, 2, 0);
  return e;
}

}  // namespace lp::discover
