#include "discover/record_scanner.h"

#include "discover/mask.h"

namespace lp::discover {

class RecordScanner::Keeper final : public HitSink {
 public:
  void take(std::span<const Hit> hits, std::span<const std::string_view>) override { found.insert(found.end(), hits.begin(), hits.end()); }
  std::vector<Hit> found;
};

RecordScanner::RecordScanner(std::shared_ptr<const Rules> rules, int threshold)
    : rules_(std::move(rules)), options_{TextForm::utf8, threshold}, fields_(*rules_), scanner_(rules_, fields_), text_(make_text_locator(fields_)),
      json_(make_json_record_locator(fields_)), keeper_(std::make_unique<Keeper>()) {}
RecordScanner::~RecordScanner() = default;

std::span<const Hit> RecordScanner::scan(std::string_view record) {
  keeper_->found.clear();
  const std::size_t first = record.find_first_not_of(" \t\r\n");
  const bool json = first != std::string_view::npos && (record[first] == '{' || record[first] == '[');
  scanner_.scan_text(record, json ? *json_ : *text_, options_, *keeper_);
  return keeper_->found;
}

std::string RecordScanner::masked(std::string_view record) {
  std::string out;
  std::size_t at = 0;
  for (const Hit& hit : scan(record)) {
    out += record.substr(at, hit.offset - at);
    out += mask(record.substr(hit.offset, hit.length), rules_->kinds()[hit.kind]);
    at = hit.offset + hit.length;
  }
  out += record.substr(at);
  return out;
}

}  // namespace lp::discover
