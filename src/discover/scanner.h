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
#include "discover/candidates.h"
#include "discover/field.h"
#include "discover/hit.h"
#include "discover/locator.h"
#include "discover/rules.h"
#include "discover/window.h"
#include "io/bytes.h"

namespace lp::discover {

struct ScanOptions {
  TextForm form = TextForm::utf8;
  int threshold = 50;        // hits below this confidence are not told
};

class Scanner {
 public:
  Scanner(std::shared_ptr<const Rules> rules, FieldTable& fields);
  ~Scanner();

  // A whole document that arrives in pieces. Returns the bytes read; fails only when the source does.
  Result<std::uint64_t> scan(io::ByteSource& source, Locator& locator, const ScanOptions& options, HitSink& sink);
  // A whole document in memory, without copying it. For records in passing: about a microsecond a kilobyte.
  void scan_text(std::string_view text, Locator& locator, const ScanOptions& options, HitSink& sink);

 private:
  struct Found {
    Hit hit;
    std::size_t start;     // in the buffer
  };
  void begin(Locator& locator, const ScanOptions& options);
  void scan_window(Window& window);
  void classify_window(Window& window);
  void judge(std::size_t block, std::uint64_t bit, std::size_t at);
  void judge_signs(std::size_t block, std::uint64_t bit, std::size_t at);
  void tell(std::size_t before, HitSink& sink);

  // One a mark; `at` is the mark's place in the buffer.
  void judge_word(std::size_t at);
  void judge_at(std::size_t at);
  void judge_quad(std::size_t at);
  void judge_prefix_dot(std::size_t at);
  void judge_decimal(std::size_t at);
  void judge_pairs(std::size_t at);
  void judge_colons(std::size_t at);
  void judge_hyphen(std::size_t at);
  void judge_groups(std::size_t at);
  void judge_cjk_word(std::size_t at);
  void judge_cjk_letters(std::size_t at);
  void judge_cjk_digits(std::size_t at);
  void judge_address(std::size_t at, std::size_t digits_end);
  bool in_compound(std::size_t start, std::size_t end) const;

  std::size_t word_end(std::size_t start) const;
  // Asks the kinds of `mark`; offers the best that says yes.
  void ask(Mark mark, std::size_t start, std::size_t end, std::size_t at);
  // The same for bytes of GB 18030, converted first.
  void ask_cjk(Mark mark, std::size_t start, std::size_t end, std::size_t at);
  void offer(KindIndex kind, Evidence evidence, std::size_t start, std::size_t end, std::size_t at);
  void keep(const Hit& hit, std::size_t start);

  std::shared_ptr<const Rules> rules_;
  FieldTable& fields_;
  Locator* locator_ = nullptr;
  ScanOptions options_;
  KindIndex address_ = 0;
  Window window_;
  std::unique_ptr<ClassMasks> masks_;
  std::unique_ptr<Candidates> candidates_;
  std::vector<Found> found_;      // not told yet: a later mark may still outdo the last of them
  std::vector<Hit> hits_;         // scratch of tell()
  std::vector<std::string_view> values_;
  std::string converted_;         // scratch of ask_cjk()
  std::vector<char> buffer_;
};

}  // namespace lp::discover
