#pragma once
// Finds identifiers in a document, whatever its size, in fixed memory and one pass.
//
// Guaranteed: the same hits for the same bytes however they are cut into pieces; hits in order, never overlapping; no
// value is copied or kept. A value whose mark lies more than Window::ahead bytes from its end is cut there.
// Not thread-safe: one Scanner a thread; Rules are shared.

#include <memory>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "discover/field.h"
#include "discover/hit.h"
#include "discover/locator.h"
#include "discover/rules.h"
#include "discover/window.h"
#include "io/bytes.h"

namespace lp::discover {

struct ScanState;

struct ScanOptions {
  TextForm form = TextForm::utf8;
  int threshold = 50;        // hits below this confidence are not told
};

class Scanner {
 public:
  Scanner(std::shared_ptr<const Rules> rules, FieldTable& fields);
  // Without names yet: attach() before the first document. Made once for many documents, because making one touches more
  // memory than most documents have bytes.
  explicit Scanner(std::shared_ptr<const Rules> rules);
  ~Scanner();
  // The names of the documents from here on; `fields` and their locator's must be one, and outlive the scans.
  void attach(FieldTable& fields);

  // A whole document that arrives in pieces. Returns the bytes read; fails only when the source does.
  Result<std::uint64_t> scan(io::ByteSource& source, Locator& locator, const ScanOptions& options, HitSink& sink);
  // A whole document in memory, without copying it. For records in passing: about a microsecond a kilobyte.
  void scan_text(std::string_view text, Locator& locator, const ScanOptions& options, HitSink& sink);

 private:
  void begin(Locator& locator, const ScanOptions& options);
  void scan_window();
  void classify_window();
  void tell(std::size_t before, HitSink& sink);

  std::unique_ptr<ScanState> state_;
  std::vector<std::string_view> values_;   // scratch of tell()
  std::vector<char> buffer_;
};

}  // namespace lp::discover
