#include "io/syslog_sender.h"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>

#include "io/curl_handle.h"
#include "io/files.h"

namespace lp::io {
namespace {

constexpr int local0 = 16;

Error bad_target(std::string_view text) {
  return make_error(Errc::invalid, "no syslog server: " + std::string(text), "write udp://host:514, tcp://host:514 or tls://host:6514");
}

struct FreeAddresses {
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};

}  // namespace

Result<SyslogTarget> SyslogTarget::parse(std::string_view text) {
  SyslogTarget out;
  const std::size_t scheme = text.find("://");
  if (scheme == text.npos) return bad_target(text);
  const std::string_view kind = text.substr(0, scheme);
  if (kind == "udp") out.transport = Transport::udp;
  else if (kind == "tcp") out.transport = Transport::tcp;
  else if (kind == "tls") out.transport = Transport::tls, out.port = 6514;
  else return bad_target(text);
  std::string_view rest = text.substr(scheme + 3);
  const std::size_t bracket = rest.starts_with('[') ? rest.find(']') : rest.npos;
  const std::size_t colon = rest.find(':', bracket == rest.npos ? 0 : bracket);
  out.host = std::string(bracket == rest.npos ? rest.substr(0, colon) : rest.substr(1, bracket - 1));
  if (colon != rest.npos) {
    const std::string_view port = rest.substr(colon + 1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), out.port);
    if (error != std::errc{} || end != port.data() + port.size() || out.port == 0) return bad_target(text);
  }
  if (out.host.empty() || out.host.find_first_of("/@? ") != out.host.npos) return bad_target(text);
  return out;
}

// A connection of curl's, which knows TLS and names.
class SyslogSender::Connection {
 public:
  Status open(const SyslogTarget& target, const SyslogSenderOptions& options) {
    const bool tls = target.transport == SyslogTarget::Transport::tls;
    const std::string host = target.host.find(':') == std::string::npos ? target.host : "[" + target.host + "]";
    curl_.set(CURLOPT_URL, ((tls ? "https://" : "http://") + host + ":" + std::to_string(target.port)).c_str());
    curl_.set(CURLOPT_CONNECT_ONLY, 1L);
    curl_.set(CURLOPT_PROXY, "");
    curl_.set(CURLOPT_CONNECTTIMEOUT, static_cast<long>(options.timeout.count()));
    if (tls) curl_.set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_.set(CURLOPT_SSL_ENABLE_ALPN, 0L);
    if (!options.ca_file.empty()) curl_.set(CURLOPT_CAINFO, options.ca_file.c_str());
    if (const CURLcode code = curl_.perform(); code != CURLE_OK) return fail(code);
    timeout_ms_ = static_cast<int>(std::chrono::milliseconds(options.timeout).count());
    return ok_status();
  }
  Status send(std::string_view bytes) {
    LP_CHECK_OK(look_whether_closed());
    while (!bytes.empty()) {
      std::size_t sent = 0;
      const CURLcode code = curl_easy_send(curl_.raw(), bytes.data(), bytes.size(), &sent);
      if (code == CURLE_AGAIN) {
        LP_CHECK_OK(wait());
      } else if (code != CURLE_OK) {
        return fail(code);
      }
      bytes.remove_prefix(sent);
    }
    return ok_status();
  }

 private:
  static Status gone() { return make_error(Errc::unavailable, "the syslog server closed the connection", "it is tried again"); }
  Status fail(CURLcode code) const { return make_error(Errc::unavailable, "syslog server: " + curl_.problem(code), "it is tried again"); }
  // A server says nothing: bytes to read are the end of the connection (or a ticket of TLS, which is read over).
  Status look_whether_closed() {
    char bytes[512];
    std::size_t n = 0;
    const CURLcode code = curl_easy_recv(curl_.raw(), bytes, sizeof bytes, &n);
    if (code == CURLE_AGAIN || (code == CURLE_OK && n > 0)) return ok_status();
    return gone();
  }
  Status wait() const {
    curl_socket_t socket = CURL_SOCKET_BAD;
    curl_easy_getinfo(curl_.raw(), CURLINFO_ACTIVESOCKET, &socket);
    pollfd waiting{socket, POLLOUT, 0};
    const int ready = ::poll(&waiting, 1, timeout_ms_);
    if (ready > 0 || (ready < 0 && errno == EINTR)) return ok_status();
    return make_error(Errc::unavailable, "the syslog server takes nothing", "it is tried again");
  }

  CurlHandle curl_;
  int timeout_ms_ = 10'000;
};

SyslogSender::SyslogSender(SyslogTarget target, SyslogSenderOptions options) : target_(std::move(target)), options_(std::move(options)) {}
SyslogSender::SyslogSender(SyslogSender&& other) noexcept
    : target_(std::move(other.target_)), options_(std::move(other.options_)), connection_(std::move(other.connection_)), datagram_(std::exchange(other.datagram_, -1)) {}
SyslogSender::~SyslogSender() {
  if (datagram_ >= 0) ::close(datagram_);
}

Status SyslogSender::send(std::string_view message) {
  if (target_.transport == SyslogTarget::Transport::udp) return send_datagram(message);
  if (connection_ == nullptr) {
    auto connection = std::make_unique<Connection>();
    LP_CHECK_OK(connection->open(target_, options_));
    connection_ = std::move(connection);
  }
  std::string framed = std::to_string(message.size()) + ' ';
  framed += message;
  Status sent = connection_->send(framed);
  if (!sent) connection_.reset();
  return sent;
}

Status SyslogSender::send_datagram(std::string_view message) {
  if (message.size() > longest_datagram) return make_error(Errc::too_large, "a message of " + std::to_string(message.size()) + " bytes does not fit a datagram", "use tcp:// or tls://");
  if (datagram_ < 0) {
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_DGRAM;
    addrinfo* found = nullptr;
    if (const int error = ::getaddrinfo(target_.host.c_str(), std::to_string(target_.port).c_str(), &wanted, &found); error != 0)
      return make_error(Errc::unavailable, target_.host + ": " + ::gai_strerror(error), "it is tried again");
    const std::unique_ptr<addrinfo, FreeAddresses> list(found);
    int error = EHOSTUNREACH;
    for (const addrinfo* one = list.get(); one != nullptr && datagram_ < 0; one = one->ai_next) {
      const int socket = ::socket(one->ai_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
      if (socket >= 0 && ::connect(socket, one->ai_addr, one->ai_addrlen) == 0) {
        datagram_ = socket;
      } else {
        error = errno;
        if (socket >= 0) ::close(socket);
      }
    }
    if (datagram_ < 0) return make_error(Errc::unavailable, target_.host + ": " + std::strerror(error), "it is tried again");
  }
  if (::send(datagram_, message.data(), message.size(), MSG_NOSIGNAL) >= 0) return ok_status();
  const int error = errno;   // of this datagram or, where nobody listens, of the one before
  ::close(datagram_);
  datagram_ = -1;
  return make_error(Errc::unavailable, "syslog server " + target_.host + ": " + std::strerror(error), "it is tried again");
}

std::string syslog_message(int severity, std::string_view time, std::string_view host, std::string_view id, std::string_view text) {
  const auto word = [](std::string_view s, std::size_t most) {   // printable ASCII without blanks; "-" for nothing
    std::string out;
    for (const char c : s.substr(0, most)) out += c > ' ' && c < 0x7f ? c : '_';
    return out.empty() ? std::string("-") : out;
  };
  std::string out = "<" + std::to_string(local0 * 8 + severity) + ">1 ";
  out += time.empty() ? std::string_view("-") : time;
  out += ' ' + word(host, 255) + " longpan - " + word(id, 32) + " - ";
  return out += text;
}

}  // namespace lp::io
