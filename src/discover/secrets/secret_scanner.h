#pragma once
// Finds credentials and keys in a block of text: one fast pass for literals, then a small judge near each.
//
// Guarantees: never throws on any bytes, linear time (a bounded number of bytes is read around each literal), no
// allocation on text without literals, hits in the order of their offsets and not overlapping (the surer one wins).
// The scanner is immutable and safe on every thread; a Scratch belongs to one thread at a time.
// Text is UTF-8 or GB 18030 (told apart near each literal); other encodings are converted before. A secret cut by the edge of a block may be missed
// or found short: let blocks overlap by `reach` bytes.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "discover/secrets/secret_rule.h"

namespace lp::discover {

struct SecretHit {
  std::size_t rule = 0;     // index into rules()
  std::size_t offset = 0;   // of the secret value in the block
  std::size_t length = 0;
  int confidence = 0;       // 0..100
};
using SecretSink = std::function<void(const SecretHit&)>;

class SecretScanner {
 public:
  class Scratch;
  static constexpr std::size_t reach = 16 * 1024;
  static constexpr std::size_t longest_block = 1u << 30;  // a longer one is a bug of the caller

  // Errc::invalid when a literal cannot be used, unsupported when the processor lacks SSSE3.
  static Result<SecretScanner> build(std::vector<SecretRule> rules);
  SecretScanner(SecretScanner&&) noexcept;
  SecretScanner& operator=(SecretScanner&&) noexcept;
  ~SecretScanner();

  Scratch make_scratch() const;  // must not outlive the scanner
  void scan(std::string_view block, const SecretSink& sink, Scratch& scratch) const;
  // Is the whole cell under a column or key named `header` a secret? Slower than scan() per byte; for cells, not texts.
  bool judge_value(std::string_view header, std::string_view value) const;
  const std::vector<SecretRule>& rules() const;

 private:
  struct Inside;
  explicit SecretScanner(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

class SecretScanner::Scratch {
 public:
  Scratch(Scratch&&) noexcept;
  Scratch& operator=(Scratch&&) noexcept;
  ~Scratch();

 private:
  friend class SecretScanner;
  struct Inside;
  explicit Scratch(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace lp::discover
