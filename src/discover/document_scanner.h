#pragma once
// One document of text from bytes to findings: encoding, format, hits, columns, persons, level. Fixed memory. One a
// thread.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "discover/column_judge.h"
#include "discover/engine.h"
#include "discover/hit.h"
#include "discover/profile.h"
#include "discover/result.h"
#include "discover/scanner.h"
#include "discover/sniff.h"
#include "io/bytes.h"
#include "io/encoding.h"

namespace lp::discover {

struct DocumentInfo {
  std::string path;
  std::uint64_t bytes = 0;      // as stored; 0 = not known
  std::int64_t modified = 0;
};

// A hit as listeners are told it; views are valid during the call. Secrets come ahead of identifiers that stand
// before them, in the same window of 256 KiB.
struct ToldHit {
  std::uint64_t offset = 0;     // of the stored bytes
  std::uint32_t length = 0;
  std::string_view kind, field, value;
  int confidence = 0;
  std::uint64_t row = 0;
};
using HitListener = std::function<void(const ToldHit&)>;

class DocumentScanner {
 public:
  explicit DocumentScanner(std::shared_ptr<const Engine> engine);
  ~DocumentScanner();
  void listen(HitListener listener) { listener_ = std::move(listener); }
  // Called with the bytes read so far, for progress; false stops the scan (cancelled).
  void watch(std::function<bool(std::uint64_t)> watch) { watch_ = std::move(watch); }

  // Errors are those of the source; what was found before one is lost, the caller accounts for the bytes.
  Result<Document> scan(const DocumentInfo& info, io::ByteSource& bytes);
  // Rows of named columns, in order; `rows` calls its argument with the cells of each row, NULL as empty.
  using Row = std::function<Status(std::span<const std::string_view>)>;
  struct ScannedRows {
    Document document;        // of the rows that were read
    Status ended;             // why not all were: the error of `rows`, or cancelled by the watch
  };
  ScannedRows scan_rows(const DocumentInfo& info, const std::vector<std::string>& columns, const std::function<Status(const Row&)>& rows);

 private:
  class Tee;
  struct Raw;
  void tell_led(Profile& profile, const std::string& kind, std::uint64_t offset, std::string_view value, int confidence);
  std::string led_kind(std::size_t rule) const;
  Document collect(const DocumentInfo& info, const Sniffed& sniffed, Profile& profile, const ColumnJudge& judge, FieldTable& fields, std::uint64_t rows);

  std::shared_ptr<const Engine> engine_;
  Scanner scanner_;   // one for all documents
  SecretScanner::Scratch scratch_;
  HitListener listener_;
  std::function<bool(std::uint64_t)> watch_;
};

}  // namespace lp::discover
