#pragma once
// For tests only: bodies of authorisations, keys, signed files.

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <string>

#include "base/json.h"
#include "io/files.h"
#include "probe/authorisation.h"

namespace lp::probe::testing {

// Of long loops: under a sanitizer a tenth is enough, the whole is for release builds and benchmarks.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t stride = 10;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr std::size_t stride = 10;
#else
constexpr std::size_t stride = 1;
#endif
#else
constexpr std::size_t stride = 1;
#endif

inline Timestamp time_of(std::string_view text) { return *parse_timestamp(text); }
inline const Timestamp noon = time_of("2024-07-15T12:00:00+08:00");

inline json::object example_body() {
  return parse_json(R"({
    "id": "JSCA-2024-088-01", "organisation": "示例网络有限公司", "operator": "检测员一",
    "ranges": ["203.0.113.0/28", "2001:db8:1::10"], "excluded": ["203.0.113.5"],
    "domains": ["www.example.cn", "*.shop.example.cn"],
    "ports": {"tcp": [22, "80", "8000-8003"], "udp": ["161"]},
    "methods": ["connect", "http"],
    "window": {"from": "2024-07-15T00:00:00+08:00", "to": "2024-07-20T00:00:00+08:00"},
    "rates": {"per_target": 5, "per_block": 50, "total": 200}
  })")->as_object();
}

// The example with one change.
inline std::string body_with(const std::function<void(json::object&)>& change = {}) {
  json::object body = example_body();
  if (change) change(body);
  return to_pretty_text(body);
}
inline Authorisation authorisation_with(const std::function<void(json::object&)>& change = {}) {
  auto out = parse_authorisation(body_with(change));
  EXPECT_TRUE(out) << (out ? "" : out.error().message);
  return out ? *out : Authorisation{};
}

// A folder with a signed authorisation in it.
struct SignedFile {
  io::TempDir folder = *io::TempDir::create("longpan-probe-test");
  PrivateKey key = generate_key();
  std::filesystem::path path = folder.path() / "authorisation.json";
  Trust trust() const { return {.keys = {key.public_key()}}; }
  void write(const std::string& body) const {
    const auto file = sign_authorisation(body, key);
    ASSERT_TRUE(file) << file.error().message;
    ASSERT_TRUE(io::write_file_atomic(path, *file));
  }
};

inline std::string code_of(const Error& error) { return error.fields.empty() ? std::string(info(error.code).name) : error.fields.front().code; }

}  // namespace lp::probe::testing
