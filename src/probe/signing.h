#pragma once
// Ed25519 keys and signatures of authorisations. Keys stand in PEM files (PKCS#8, SubjectPublicKeyInfo), as `openssl genpkey
// -algorithm ed25519` writes them; secret bytes appear in no error.

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lp::probe {

struct PublicKey {
  std::string bytes;               // 32
  std::string id() const;          // the first 16 hexadecimal digits of the SHA-256 of the bytes
  bool operator==(const PublicKey&) const = default;
};
class PrivateKey {
 public:
  explicit PrivateKey(std::string seed) : seed_(std::move(seed)) {}
  ~PrivateKey();                   // the bytes are wiped
  PrivateKey(const PrivateKey&) = delete;
  PrivateKey& operator=(const PrivateKey&) = delete;
  PrivateKey(PrivateKey&& other) noexcept;
  PrivateKey& operator=(PrivateKey&& other) noexcept;
  PublicKey public_key() const;
  std::string sign(std::string_view message) const;  // 64 bytes
  const std::string& seed() const { return seed_; }  // 32 bytes

 private:
  std::string seed_;
};

PrivateKey generate_key();
bool verify_signature(const PublicKey& key, std::string_view message, std::string_view signature);

// `private_path` is made readable for its owner alone; neither file may exist before (conflict).
Status save_keys(const PrivateKey& key, const std::filesystem::path& private_path, const std::filesystem::path& public_path);
// denied: others than the owner may read the file; invalid: not an Ed25519 key.
Result<PrivateKey> load_private_key(const std::filesystem::path& path);
Result<PublicKey> load_public_key(const std::filesystem::path& path);

}  // namespace lp::probe
