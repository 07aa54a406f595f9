#include "probe/worker_link.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <utility>

namespace lp::probe {
namespace {

constexpr std::size_t most_message = 16u << 20;

Error gone() { return make_error(Errc::unavailable, "the other side of the link is gone"); }

}  // namespace

WorkerLink::~WorkerLink() {
  if (fd_ >= 0) ::close(fd_);
}
WorkerLink::WorkerLink(WorkerLink&& other) noexcept : fd_(std::exchange(other.fd_, -1)), held_(std::move(other.held_)) {}
WorkerLink& WorkerLink::operator=(WorkerLink&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(held_, other.held_);
  return *this;
}

Status WorkerLink::send(const json::object& message) {
  const std::string text = to_text(message);
  const auto size = static_cast<std::uint32_t>(text.size());
  std::string bytes(sizeof size, '\0');
  std::memcpy(bytes.data(), &size, sizeof size);
  bytes += text;
  for (std::size_t sent = 0; sent < bytes.size();) {
    const ssize_t n = ::send(fd_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return gone();
    sent += static_cast<std::size_t>(n);
  }
  return ok_status();
}

bool WorkerLink::take_arrived() {
  std::array<char, 65'536> buffer;
  for (;;) {
    const ssize_t n = ::recv(fd_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno == EAGAIN || errno == EWOULDBLOCK;
    if (n == 0) return false;
    held_.append(buffer.data(), static_cast<std::size_t>(n));
    if (held_.size() > most_message + sizeof(std::uint32_t)) return true;  // next() says what is wrong with it
  }
}

Result<std::optional<json::object>> WorkerLink::next() {
  std::uint32_t size = 0;
  if (held_.size() < sizeof size) return std::optional<json::object>{};
  std::memcpy(&size, held_.data(), sizeof size);
  if (size > most_message) return make_error(Errc::invalid, "a message of " + std::to_string(size) + " bytes");
  if (held_.size() < sizeof size + size) return std::optional<json::object>{};
  auto value = parse_json(std::string_view(held_).substr(sizeof size, size));
  held_.erase(0, sizeof size + size);
  if (!value) return std::move(value).error();
  if (!value->is_object()) return make_error(Errc::invalid, "a message that is no object");
  return std::optional<json::object>(std::move(value->as_object()));
}

Result<json::object> WorkerLink::receive() {
  for (;;) {
    LP_TRY(auto message, next());
    if (message) return *std::move(message);
    std::array<char, 65'536> buffer;
    const ssize_t n = ::recv(fd_, buffer.data(), buffer.size(), 0);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return gone();
    held_.append(buffer.data(), static_cast<std::size_t>(n));
  }
}

}  // namespace lp::probe
