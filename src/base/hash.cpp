#include "base/hash.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include "base/check.h"

namespace lp {
namespace {

// Fetching a digest by name costs a microsecond and a lock; the handles live as long as the process.
const EVP_MD* algorithm_handle(Hasher::Algorithm algorithm) {
  static EVP_MD* const sm3_handle = EVP_MD_fetch(nullptr, "SM3", nullptr);
  static EVP_MD* const sha256_handle = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm == Hasher::Algorithm::sm3 ? sm3_handle : sha256_handle;
}

Digest digest(Hasher::Algorithm algorithm, std::string_view bytes) {
  Digest out{};
  unsigned length = 0;
  LP_CHECK(EVP_Digest(bytes.data(), bytes.size(), out.data(), &length, algorithm_handle(algorithm), nullptr) == 1 &&
           length == out.size());
  return out;
}

}  // namespace

struct Hasher::State {
  const EVP_MD* algorithm = nullptr;
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  ~State() { EVP_MD_CTX_free(context); }
};

Hasher::Hasher(Algorithm algorithm) : state_(std::make_unique<State>()) {
  state_->algorithm = algorithm_handle(algorithm);
  LP_CHECK(EVP_DigestInit_ex2(state_->context, state_->algorithm, nullptr) == 1);
}
Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::update(std::string_view bytes) {
  LP_CHECK(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) == 1);
}

Digest Hasher::finish() {
  Digest out{};
  unsigned length = 0;
  LP_CHECK(EVP_DigestFinal_ex(state_->context, out.data(), &length) == 1 && length == out.size());
  LP_CHECK(EVP_DigestInit_ex2(state_->context, state_->algorithm, nullptr) == 1);
  return out;
}

Digest sm3(std::string_view bytes) { return digest(Hasher::Algorithm::sm3, bytes); }
Digest sha256(std::string_view bytes) { return digest(Hasher::Algorithm::sha256, bytes); }

Digest hmac_sha256(std::string_view key, std::string_view bytes) {
  Digest out{};
  unsigned length = 0;
  LP_CHECK(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
                reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), out.data(), &length) != nullptr);
  return out;
}

std::string random_bytes(std::size_t n) {
  std::string out(n, '\0');
  LP_CHECK(RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(n)) == 1);
  return out;
}

bool equal_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace lp
