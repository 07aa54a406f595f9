#pragma once
// Bytes back from the encodings of mail (RFC 2045). Lenient: what the encoding does not know is left out
// (base64) or stays as it is (quoted-printable), as mail programs have it.

#include <memory>
#include <string>

#include "io/bytes.h"

namespace lp::io {

// Decodes piece after piece.
class Base64Decoder {
 public:
  void decode(std::string_view text, std::string& out);

 private:
  std::uint32_t group_ = 0;
  int bits_ = 0;
};

class QuotedPrintableDecoder {
 public:
  void decode(std::string_view text, std::string& out);
  void finish(std::string& out);  // what the end cut

 private:
  std::string open_;  // "=", "=4" or "=\r"
};

// `encoding` as in Content-Transfer-Encoding, lower case; null when the bytes are as they are.
// `encoded` must outlive it.
std::unique_ptr<ByteSource> make_transfer_source(ByteSource& encoded, std::string_view encoding);

}  // namespace lp::io
