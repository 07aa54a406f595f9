#pragma once
// How many different values: exactly up to a bound, then by HyperLogLog. Values are hashed under a key drawn for the
// scan and forgotten with it; nothing that is kept leads back to a value.

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace lp::discover {

// Keyed 64-bit hash. Not cryptographic: the key stays in memory and no hash is ever written.
class ValueHasher {
 public:
  ValueHasher();                       // a random key
  explicit ValueHasher(std::uint64_t key) : key_(key) {}   // for tests
  std::uint64_t operator()(std::string_view value) const;

 private:
  std::uint64_t key_;
};

// Counts hashes. At most `exact_limit` are kept; beyond that 2^bits registers of a byte: standard error 1.04 / sqrt(2^bits),
// which is 0.41 % of the usual 2^16.
class DistinctCounter {
 public:
  explicit DistinctCounter(std::size_t exact_limit = 16384, int bits = 16) : limit_(exact_limit), bits_(bits) {}
  void add(std::uint64_t hash);
  std::uint64_t count() const;
  bool exact() const { return registers_.empty(); }
  void merge(const DistinctCounter& other);

 private:
  void add_to_registers(std::uint64_t hash);
  void grow();
  void give_up_exactness();

  std::size_t limit_;
  int bits_;
  std::vector<std::uint64_t> table_;    // open addressing; 0 = free
  std::size_t size_ = 0;
  bool has_zero_ = false;
  std::vector<std::uint8_t> registers_;
};

// Natural persons behind rows: values of one row that each name a person belong to one, and values seen again join
// rows. Exact up to `limit` different values; from then on the values are counted by a sketch of 2^19 registers (standard error
// 0.14 %) and a person is taken to have as many of them as the persons before.
class PersonCounter {
 public:
  explicit PersonCounter(std::size_t limit = 1u << 19) : limit_(limit) {}
  // The next row's linking values, as hashes.
  void add_row(const std::uint64_t* hashes, std::size_t n);
  std::uint64_t count() const;
  bool exact() const { return !full_; }

 private:
  std::uint32_t find(std::uint32_t i);
  std::uint32_t slot_of(std::uint64_t hash);

  std::size_t limit_;
  std::vector<std::uint64_t> keys_;       // open addressing
  std::vector<std::uint32_t> nodes_;
  std::vector<std::uint32_t> parent_;
  std::uint64_t groups_ = 0, known_ = 0;  // known_: values when it was full
  bool full_ = false;
  std::unique_ptr<DistinctCounter> values_;
};

}  // namespace lp::discover
