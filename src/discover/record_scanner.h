#pragma once
// One record in passing: what identifiers a few hundred bytes hold, in about a microsecond, for gateways and loggers.
//
//   RecordScanner scanner(rules);
//   for (const Hit& hit : scanner.scan(R"({"phone":"13800000000"})")) use(hit.offset, hit.length, rules->kinds()[hit.kind].id);
//
// The example is compiled and run as record_scanner_test.cpp. One a thread; keeps nothing of what it saw but key names.

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "discover/scanner.h"

namespace lp::discover {

class RecordScanner {
 public:
  explicit RecordScanner(std::shared_ptr<const Rules> rules, int threshold = 50);
  ~RecordScanner();
  // UTF-8; JSON is told from text by its first character. The answer is valid until the next call.
  std::span<const Hit> scan(std::string_view record);
  // The record with every hit masked as its identifier allows.
  std::string masked(std::string_view record);

 private:
  class Keeper;
  std::shared_ptr<const Rules> rules_;
  ScanOptions options_;
  FieldTable fields_;
  Scanner scanner_;
  std::unique_ptr<Locator> text_, json_;
  std::unique_ptr<Keeper> keeper_;
};

}  // namespace lp::discover
