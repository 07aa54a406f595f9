#pragma once
// SM3 (GB/T 32905-2016), SHA-256 and HMAC through OpenSSL; hexadecimal; random bytes.

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace lp {

using Digest = std::array<std::uint8_t, 32>;

// Streaming digest. Not thread-safe; reusable after finish().
class Hasher {
 public:
  enum class Algorithm { sm3, sha256 };
  explicit Hasher(Algorithm algorithm);
  ~Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;
  void update(std::string_view bytes);
  Digest finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

Digest sm3(std::string_view bytes);
Digest sha256(std::string_view bytes);
Digest hmac_sha256(std::string_view key, std::string_view bytes);
std::string to_hex(std::string_view bytes);
std::string to_hex(const Digest& d);
bool from_hex(std::string_view hex, std::string& out);     // false on odd length or a non-digit
std::string random_bytes(std::size_t n);                   // from the operating system; LP_CHECKs success
std::string random_token(std::size_t bytes = 32);          // URL-safe base64 without padding
bool equal_constant_time(std::string_view a, std::string_view b);
std::string to_base64(std::string_view bytes);
bool from_base64(std::string_view text, std::string& out); // standard alphabet, padding optional

}  // namespace lp
