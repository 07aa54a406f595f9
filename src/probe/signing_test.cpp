#include "probe/signing.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/hash.h"
#include "io/child_process.h"
#include "io/files.h"

namespace lp::probe {
namespace {

// RFC 8032, 7.1, TEST 2
TEST(Signing, AgreesWithTheStandard) {
  std::string seed, expected;
  ASSERT_TRUE(from_hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", seed));
  ASSERT_TRUE(from_hex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00", expected));
  const PrivateKey key(seed);
  EXPECT_EQ(to_hex(key.public_key().bytes), "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  EXPECT_EQ(key.sign("\x72"), expected);
  EXPECT_TRUE(verify_signature(key.public_key(), "\x72", expected));
}

TEST(Signing, RefusesEveryOtherMessageSignatureAndKey) {
  const PrivateKey key = generate_key();
  const std::string message = "who may ask what", signature = key.sign(message);
  EXPECT_TRUE(verify_signature(key.public_key(), message, signature));
  EXPECT_FALSE(verify_signature(generate_key().public_key(), message, signature));
  for (std::size_t i = 0; i < signature.size(); ++i) {
    std::string changed = signature;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(verify_signature(key.public_key(), message, changed)) << i;
  }
  EXPECT_FALSE(verify_signature(key.public_key(), message + " ", signature));
  EXPECT_FALSE(verify_signature(key.public_key(), message, signature.substr(1)));
  EXPECT_FALSE(verify_signature(PublicKey{"short"}, message, signature));
}

TEST(Signing, KeepsKeysInFiles) {
  const auto folder = io::TempDir::create("longpan-keys");
  ASSERT_TRUE(folder);
  const auto secret = folder->path() / "key.pem", open = folder->path() / "key.pub";
  const PrivateKey key = generate_key();
  ASSERT_TRUE(save_keys(key, secret, open));
  struct stat state{};
  ASSERT_EQ(::stat(secret.c_str(), &state), 0);
  EXPECT_EQ(state.st_mode & 0777u, 0600u);
  const auto back = load_private_key(secret);
  const auto read = load_public_key(open);
  ASSERT_TRUE(back && read);
  EXPECT_EQ(back->seed(), key.seed());
  EXPECT_EQ(*read, key.public_key());
  EXPECT_EQ(save_keys(key, secret, folder->path() / "other.pub").error().code, Errc::conflict);
  EXPECT_EQ(save_keys(key, folder->path() / "other", open).error().code, Errc::conflict);
  ASSERT_EQ(::chmod(secret.c_str(), 0640), 0);
  EXPECT_EQ(load_private_key(secret).error().code, Errc::denied) << "others may read it";
}

TEST(Signing, ReadsNothingElseAsAKey) {
  const auto folder = io::TempDir::create("longpan-keys");
  ASSERT_TRUE(folder);
  const auto path = folder->path() / "x";
  EXPECT_EQ(load_public_key(path).error().code, Errc::not_found);
  for (const std::string& text : {std::string(), std::string("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"), std::string(5'000, 'x')}) {
    ASSERT_TRUE(io::write_file_atomic(path, text));
    std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    EXPECT_EQ(load_public_key(path).error().code, Errc::invalid);
    EXPECT_EQ(load_private_key(path).error().code, Errc::invalid);
  }
}

TEST(Signing, MovingAKeyLeavesNothing) {
  PrivateKey key = generate_key();
  const std::string seed = key.seed();
  PrivateKey other = std::move(key);
  EXPECT_TRUE(key.seed().empty());  // NOLINT: what a moved-from key holds is the point
  EXPECT_EQ(other.seed(), seed);
}

}  // namespace
}  // namespace lp::probe
