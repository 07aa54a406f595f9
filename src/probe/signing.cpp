#include "probe/signing.h"

#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <utility>

#include "base/check.h"
#include "base/hash.h"
#include "io/error.h"
#include "io/files.h"

namespace lp::probe {
namespace {

using KeyHandle = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Memory = std::unique_ptr<BIO, decltype(&BIO_free_all)>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
constexpr std::size_t key_bytes = 32, signature_bytes = 64;
constexpr std::uint64_t most_key_file = 16'384;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

KeyHandle private_handle(const std::string& seed) {
  KeyHandle key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes_of(seed), seed.size()), EVP_PKEY_free);
  LP_CHECK(key != nullptr, "a seed of 32 bytes is a key");
  return key;
}

// A secret in a std::string leaves nothing behind.
void wipe(std::string& secret) {
  OPENSSL_cleanse(secret.data(), secret.size());
  secret.clear();
}

std::string pem_of(EVP_PKEY* key, bool secret) {
  const Memory memory(BIO_new(BIO_s_mem()), BIO_free_all);
  const int written = secret ? PEM_write_bio_PKCS8PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr)
                             : PEM_write_bio_PUBKEY(memory.get(), key);
  LP_CHECK(written == 1, "a key in memory can be written");
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

Error not_a_key(const std::filesystem::path& path, std::string_view what) {
  return io::fail(Errc::invalid, path.string() + " holds no Ed25519 " + std::string(what) + " key in PEM",
                  path.filename().string() + "不是Ed25519密钥文件（PEM）", "make a pair with longpan probe keygen");
}

Status write_new(const std::filesystem::path& path, std::string_view bytes, mode_t mode) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (fd < 0 && errno == EEXIST)
    return io::fail(Errc::conflict, path.string() + " exists already", path.filename().string() + "已经存在，不覆盖密钥", "choose another name");
  if (fd < 0) return io::os_error(errno, "making", path);
  Status done = io::write_all(fd, bytes, path);
  if (done && ::fsync(fd) != 0) done = io::os_error(errno, "writing", path);
  ::close(fd);
  return done;
}

}  // namespace

std::string PublicKey::id() const {
  return to_hex(sha256(bytes)).substr(0, 16);
}

PrivateKey::~PrivateKey() { wipe(seed_); }
PrivateKey::PrivateKey(PrivateKey&& other) noexcept : seed_(other.seed_) { wipe(other.seed_); }
PrivateKey& PrivateKey::operator=(PrivateKey&& other) noexcept {
  if (this != &other) {
    wipe(seed_);
    seed_ = other.seed_;
    wipe(other.seed_);
  }
  return *this;
}

PublicKey PrivateKey::public_key() const {
  const KeyHandle key = private_handle(seed_);
  std::string bytes(key_bytes, '\0');
  std::size_t size = bytes.size();
  LP_CHECK(EVP_PKEY_get_raw_public_key(key.get(), reinterpret_cast<unsigned char*>(bytes.data()), &size) == 1 && size == key_bytes);
  return PublicKey{bytes};
}

std::string PrivateKey::sign(std::string_view message) const {
  const KeyHandle key = private_handle(seed_);
  const DigestContext context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  std::string signature(signature_bytes, '\0');
  std::size_t size = signature.size();
  LP_CHECK(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
           EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes_of(message), message.size()) == 1);
  return signature;
}

PrivateKey generate_key() { return PrivateKey(random_bytes(key_bytes)); }

bool verify_signature(const PublicKey& key, std::string_view message, std::string_view signature) {
  if (key.bytes.size() != key_bytes || signature.size() != signature_bytes) return false;
  const KeyHandle handle(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(key.bytes), key.bytes.size()), EVP_PKEY_free);
  const DigestContext context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  return handle && context && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, handle.get()) == 1 &&
         EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(message), message.size()) == 1;
}

Status save_keys(const PrivateKey& key, const std::filesystem::path& private_path, const std::filesystem::path& public_path) {
  std::error_code ignored;
  if (std::filesystem::exists(public_path, ignored))
    return io::fail(Errc::conflict, public_path.string() + " exists already", public_path.filename().string() + "已经存在，不覆盖密钥", "choose another name");
  const KeyHandle handle = private_handle(key.seed());
  std::string secret = pem_of(handle.get(), true);
  Status done = write_new(private_path, secret, 0600);
  wipe(secret);
  if (!done) return done;
  return write_new(public_path, pem_of(handle.get(), false), 0644);
}

Result<PrivateKey> load_private_key(const std::filesystem::path& path) {
  struct stat state{};
  if (::stat(path.c_str(), &state) == 0 && (state.st_mode & 077) != 0)
    return io::fail(Errc::denied, path.string() + " can be read by others than its owner", "私钥文件" + path.filename().string() + "可被他人读取",
                    "chmod 600 " + path.string());
  LP_TRY(std::string text, io::read_file(path, most_key_file));
  const Memory memory(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free_all);
  // An empty passphrase: never ask a terminal for one.
  const KeyHandle key(PEM_read_bio_PrivateKey(memory.get(), nullptr, nullptr, const_cast<char*>("")), EVP_PKEY_free);
  wipe(text);
  std::string seed(key_bytes, '\0');
  std::size_t size = seed.size();
  if (!key || EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519 ||
      EVP_PKEY_get_raw_private_key(key.get(), reinterpret_cast<unsigned char*>(seed.data()), &size) != 1 || size != key_bytes)
    return not_a_key(path, "private");
  PrivateKey out(seed);
  wipe(seed);
  return out;
}

Result<PublicKey> load_public_key(const std::filesystem::path& path) {
  LP_TRY(const std::string text, io::read_file(path, most_key_file));
  const Memory memory(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free_all);
  const KeyHandle key(PEM_read_bio_PUBKEY(memory.get(), nullptr, nullptr, const_cast<char*>("")), EVP_PKEY_free);
  std::string bytes(key_bytes, '\0');
  std::size_t size = bytes.size();
  if (!key || EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519 ||
      EVP_PKEY_get_raw_public_key(key.get(), reinterpret_cast<unsigned char*>(bytes.data()), &size) != 1 || size != key_bytes)
    return not_a_key(path, "public");
  return PublicKey{bytes};
}

}  // namespace lp::probe
