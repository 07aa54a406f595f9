#include <array>
#include <cstring>

#include "match/index/index_tables.h"

namespace lp::match {
namespace {

constexpr std::uint64_t prime = 0x9E3779B185EBCA87ULL;

std::uint64_t mixed(std::uint64_t h) {
  h = (h ^ h >> 32) * 0xD6E8FEB86659FD93ULL;
  return h ^ h >> 32;
}

}  // namespace

std::uint64_t index_hash(std::string_view bytes) {
  std::uint64_t h = bytes.size() * prime;
  const char* p = bytes.data();
  std::size_t n = bytes.size();
  for (; n >= 8; p += 8, n -= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, p, 8);
    h = (h ^ word) * prime;
    h ^= h >> 29;
  }
  std::uint64_t rest = 0;
  if (n > 0) std::memcpy(&rest, p, n);
  return mixed((h ^ rest) * prime);
}

std::uint64_t name_hash(std::string_view id) { return (index_hash(id) & ~std::uint64_t{1}) | (id.starts_with("CVE-") ? 1u : 0u); }

std::uint64_t index_checksum(std::string_view bytes) {
  std::array<std::uint64_t, 8> lanes{1, 2, 3, 4, 5, 6, 7, 8};
  const std::size_t blocks = bytes.size() / 64;
  for (std::size_t b = 0; b < blocks; ++b) {
    std::array<std::uint64_t, 8> words;
    std::memcpy(words.data(), bytes.data() + b * 64, 64);
    for (std::size_t i = 0; i < 8; ++i) {
      const std::uint64_t product = (lanes[i] ^ words[i]) * prime;
      lanes[i] = product ^ product >> 29;
    }
  }
  std::uint64_t h = bytes.size();
  for (const std::uint64_t lane : lanes) h = mixed(h ^ lane) + prime;
  return mixed(h ^ index_hash(bytes.substr(blocks * 64)));
}

void append_package_text(const PackageKey& key, std::string& out) {
  out.push_back(static_cast<char>('0' + static_cast<int>(key.space)));
  out += key.realm;
  out.push_back('\n');
  out += key.name;
}

PackageKey parse_package_text(std::string_view text) {
  PackageKey key;
  const std::size_t end = text.find('\n');
  if (text.empty() || end == std::string_view::npos || text[0] < '0' || text[0] > '3') return key;
  key.space = static_cast<NameSpace>(text[0] - '0');
  key.realm = text.substr(1, end - 1);
  key.name = text.substr(end + 1);
  return key;
}

std::string guessed_product_named(std::string_view product) {
  std::string out;
  for (const char c : product) {
    const bool digit = c >= '0' && c <= '9', upper = c >= 'A' && c <= 'Z', lower = c >= 'a' && c <= 'z';
    if (digit || lower || static_cast<unsigned char>(c) >= 0x80) out += c;
    else if (upper) out += static_cast<char>(c - 'A' + 'a');
  }
  return out.empty() ? out : "4\n" + out;
}

std::string guessed_product(std::string_view package_text) {
  if (package_text.empty() || (package_text[0] != '0' + static_cast<char>(NameSpace::cpe) && package_text[0] != '0' + static_cast<char>(NameSpace::product))) return {};
  std::size_t colon = package_text.find('\n');
  while (colon != std::string_view::npos) {  // the first that is not escaped
    colon = package_text.find(':', colon + 1);
    if (colon == std::string_view::npos || package_text[colon - 1] != '\\') break;
  }
  return colon == std::string_view::npos ? std::string() : guessed_product_named(package_text.substr(colon + 1));
}

void append_name_text(const AdvisoryName& name, std::string& out) {
  out += name.source;
  out.push_back('\n');
  out += name.id;
}

}  // namespace lp::match
