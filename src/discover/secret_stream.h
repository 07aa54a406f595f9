#pragma once
// The secret scanner over a document that arrives in pieces: blocks that overlap by its reach, every secret told once.

#include <functional>
#include <string>
#include <string_view>

#include "discover/secrets/secret_scanner.h"

namespace lp::discover {

class SecretStream {
 public:
  // `fn` gets the rule's index, the offset in the stream, the value (valid during the call) and the confidence.
  using Fn = std::function<void(std::size_t rule, std::uint64_t offset, std::string_view value, int confidence)>;
  SecretStream(const SecretScanner& scanner, SecretScanner::Scratch& scratch, Fn fn) : scanner_(scanner), scratch_(scratch), fn_(std::move(fn)) {}
  void feed(std::string_view bytes);
  void finish();

 private:
  static constexpr std::size_t block = 256 * 1024;
  void scan(bool last);

  const SecretScanner& scanner_;
  SecretScanner::Scratch& scratch_;
  Fn fn_;
  std::string buffer_;
  std::uint64_t base_ = 0;       // of buffer_[0] in the stream
  std::uint64_t told_ = 0;       // secrets that begin before this were told
};

}  // namespace lp::discover
