// A saved book, then imports made of the bytes: what loads saves the same, and applying twice changes nothing.
#include <cstdint>
#include <cstdlib>

#include "match/findings/finding_book.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lp;
  using namespace lp::match;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  FindingBook book;
  if (auto loaded = FindingBook::from_jsonl(text)) {
    book = *std::move(loaded);
    const auto again = FindingBook::from_jsonl(book.to_jsonl());
    if (!again || again->to_jsonl() != book.to_jsonl()) std::abort();
  }
  std::size_t at = 0;
  for (int step = 1; step < 8 && at < size; ++step) {
    FindingImport import;
    import.source = text.substr(at, 1);
    import.at = Timestamp(std::int64_t{step} * 1'000'000);
    for (int n = 0; n < 6 && at + 4 <= size; ++n, at += 4) {
      ReportedFinding f;
      f.asset = text.substr(at, 1);
      f.component = text.substr(at + 1, 1);
      f.ids = {std::string(text.substr(at + 2, 1)), std::string(text.substr(at + 3, 1))};
      import.findings.push_back(std::move(f));
    }
    at += 1;
    book.apply(FindingImport(import));
    const std::string before = book.to_jsonl();
    const FindingChanges again = book.apply(std::move(import));
    if (again.created != 0 || again.closed != 0 || again.recurred != 0 || book.to_jsonl() != before) std::abort();
  }
  return 0;
}
