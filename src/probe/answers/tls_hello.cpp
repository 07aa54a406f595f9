#include "probe/answers/tls_hello.h"

#include <optional>
#include <string>

namespace lp::probe {
namespace {

constexpr std::uint8_t record_alert = 21, record_handshake = 22;
constexpr std::size_t hello_limit = 16'384;
constexpr std::uint16_t extension_supported_versions = 43;

// Big-endian numbers off the front; nullopt when the bytes do not suffice.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  std::optional<std::uint32_t> number(std::size_t size) {
    if (bytes_.size() < size) return std::nullopt;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value = value << 8 | static_cast<std::uint8_t>(bytes_[i]);
    bytes_.remove_prefix(size);
    return value;
  }
  bool skip(std::size_t size) {
    if (bytes_.size() < size) return false;
    bytes_.remove_prefix(size);
    return true;
  }
  std::optional<std::string_view> part(std::size_t size) {
    if (bytes_.size() < size) return std::nullopt;
    const std::string_view got = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return got;
  }
  bool empty() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
};

// The version in the extension of TLS 1.3, or the fallback.
std::uint16_t version_in(Reader extensions, std::uint16_t fallback) {
  while (!extensions.empty()) {
    const auto type = extensions.number(2), size = extensions.number(2);
    if (!type || !size) break;
    const auto body = extensions.part(*size);
    if (!body) break;
    if (*type == extension_supported_versions && body->size() == 2) return static_cast<std::uint16_t>(*Reader(*body).number(2));
  }
  return fallback;
}

TlsHello read_server_hello(std::string_view body) {
  Reader reader(body);
  const auto version = reader.number(2);
  if (!version || !reader.skip(32)) return {TlsHello::Kind::not_tls};
  const auto session = reader.number(1);
  if (!session || !reader.skip(*session) || !reader.skip(3)) return {TlsHello::Kind::not_tls};
  const auto size = reader.number(2);
  const auto extensions = size ? reader.part(*size) : std::nullopt;
  const auto plain = static_cast<std::uint16_t>(*version);
  return {TlsHello::Kind::server_hello, extensions ? version_in(Reader(*extensions), plain) : plain};
}

}  // namespace

TlsHello read_tls_hello(std::string_view bytes) {
  std::string handshake;  // of all records so far: a hello may be split over several
  Reader reader(bytes);
  for (;;) {
    const auto type = reader.number(1);
    if (!type) return {};
    if (*type != record_alert && *type != record_handshake) return {TlsHello::Kind::not_tls};
    const auto version = reader.number(2), size = reader.number(2);
    if (version && *version >> 8 != 3) return {TlsHello::Kind::not_tls};
    if (!size) return {};
    const auto body = reader.part(*size);
    if (!body) return *size > hello_limit + 2048 ? TlsHello{TlsHello::Kind::not_tls} : TlsHello{};
    if (*type == record_alert) {
      if (body->size() != 2) return {TlsHello::Kind::not_tls};
      if (body->front() == 1 && (*body)[1] != 0) continue;  // a warning, such as "unrecognised name"
      return {TlsHello::Kind::alert, 0, static_cast<std::uint8_t>((*body)[1])};
    }
    handshake += *body;
    Reader message(handshake);
    const auto kind = message.number(1), length = message.number(3);
    if (!kind || !length) continue;
    if (*kind != 2 || *length > hello_limit) return {TlsHello::Kind::not_tls};
    if (const auto hello = message.part(*length)) return read_server_hello(*hello);
  }
}

}  // namespace lp::probe
