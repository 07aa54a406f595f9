#include "io/mail.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/hash.h"
#include "base/text.h"
#include "io/curl_handle.h"
#include "io/error.h"

namespace lp::io {
namespace {

bool plain_ascii(std::string_view s) {
  return std::all_of(s.begin(), s.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

std::string one_line(std::string_view s) {
  std::string out;
  for (const char c : s) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
  return out;
}

// Encoded words of at most 75 characters, never cutting a character (RFC 2047 §2).
std::string encode_header(std::string_view raw) {
  const std::string text = one_line(raw);
  if (plain_ascii(text) && text.size() < 200) return text;
  std::string out;
  std::string chunk;
  const auto flush = [&] {
    if (!out.empty()) out += "\r\n ";
    out += "=?UTF-8?B?" + to_base64(chunk) + "?=";
    chunk.clear();
  };
  for (const char32_t c : to_codepoints(text)) {
    std::string one;
    append_utf8(one, c);
    if (chunk.size() + one.size() > 42) flush();
    chunk += one;
  }
  if (!chunk.empty()) flush();
  return out;
}

std::string date_header(Timestamp t) {
  constexpr std::array<const char*, 7> days{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Date d = date_in_china(t);
  const std::string clock = to_string(t).substr(11, 8);
  return std::string(days[static_cast<std::size_t>(d.weekday() - 1)]) + ", " + std::to_string(d.day()) + " " +
         months[static_cast<std::size_t>(d.month() - 1)] + " " + std::to_string(d.year()) + " " + clock + " +0800";
}

std::string base64_lines(std::string_view body) {
  const std::string encoded = to_base64(body);
  std::string out;
  for (std::size_t i = 0; i < encoded.size(); i += 76) out += encoded.substr(i, 76) + "\r\n";
  return out;
}

struct Upload {
  std::string_view left;
};

std::size_t give(char* out, std::size_t size, std::size_t count, void* user) {
  auto& upload = *static_cast<Upload*>(user);
  const std::size_t n = std::min(size * count, upload.left.size());
  std::memcpy(out, upload.left.data(), n);
  upload.left.remove_prefix(n);
  return n;
}

Error mail_error(CURLcode code, const CurlHandle& curl, const MailServer& server) {
  const std::string where = server.host + ":" + std::to_string(server.port);
  const std::string what = "sending mail by " + where + ": " + curl.problem(code);
  if (code == CURLE_OPERATION_TIMEDOUT) return fail(Errc::timeout, what, "邮件服务器 " + where + " 超时", "it is tried again later");
  if (code == CURLE_LOGIN_DENIED) return fail(Errc::denied, what, "邮件服务器拒绝登录", "check user and password in the settings");
  if (curl.response_code() >= 500) return fail(Errc::unsupported, what, "邮件服务器拒收：" + curl.problem(code), "check the address");
  const bool tls = code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_USE_SSL_FAILED || code == CURLE_SSL_CONNECT_ERROR;
  return fail(Errc::unavailable, what, tls ? "邮件服务器 TLS 校验失败" : "无法通过邮件服务器 " + where + " 发送",
              tls ? "check the server's certificate and the CA file in the settings" : "it is tried again later");
}

}  // namespace

bool is_mail_address(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == 0 || at == std::string_view::npos || at != text.rfind('@') || text.size() > 254) return false;
  const std::string_view domain = text.substr(at + 1);
  const bool clean = std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || std::strchr("<>()[],;:\\\"", c) != nullptr;
  });
  return clean && !domain.empty() && domain.front() != '.' && domain.back() != '.';
}

std::string to_rfc5322(const MailServer& server, const Mail& mail) {
  const std::size_t at = server.from.find('@');
  const std::string domain = at == std::string::npos ? "localhost" : server.from.substr(at + 1);
  std::string out;
  out += "Date: " + date_header(mail.date) + "\r\n";
  out += "From: " + encode_header(server.from_name) + " <" + one_line(server.from) + ">\r\n";
  out += "To: <" + one_line(mail.to) + ">\r\n";
  out += "Subject: " + encode_header(mail.subject) + "\r\n";
  out += "Message-ID: <" + one_line(mail.id) + "@" + one_line(domain) + ">\r\n";
  out += "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n";
  out += "Auto-Submitted: auto-generated\r\n\r\n";  // RFC 3834: no vacation answers
  return out + base64_lines(mail.body);
}

Status send_mail(const MailServer& server, const Mail& mail) {
  if (!is_mail_address(mail.to)) return fail(Errc::invalid, "not a mail address: \"" + truncate(one_line(mail.to), 100) + "\"", "邮箱地址无效", "correct the account's address");
  if (!is_mail_address(server.from)) return fail(Errc::invalid, "not a sender address: \"" + truncate(one_line(server.from), 100) + "\"", "发件人地址无效", "correct it in the settings");
  CurlHandle curl;
  const std::string scheme = server.security == MailSecurity::tls ? "smtps://" : "smtp://";
  const std::string url = scheme + server.host + ":" + std::to_string(server.port);
  curl.set(CURLOPT_URL, url.c_str());
  curl.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl.set(CURLOPT_USE_SSL, static_cast<long>(server.security == MailSecurity::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  if (!server.ca_file.empty()) curl.set(CURLOPT_CAINFO, server.ca_file.c_str());
  if (!server.user.empty()) {
    curl.set(CURLOPT_USERNAME, server.user.c_str());
    curl.set(CURLOPT_PASSWORD, server.password.c_str());
  }
  const std::string from = "<" + server.from + ">";
  curl.set(CURLOPT_MAIL_FROM, from.c_str());
  curl.add_recipient("<" + mail.to + ">");
  curl.set(CURLOPT_TIMEOUT, static_cast<long>(server.timeout.count()));
  curl.set(CURLOPT_CONNECTTIMEOUT, std::min(10L, static_cast<long>(server.timeout.count())));
  const std::string message = to_rfc5322(server, mail);
  Upload upload{message};
  curl.set(CURLOPT_READFUNCTION, give);
  curl.set(CURLOPT_READDATA, &upload);
  curl.set(CURLOPT_UPLOAD, 1L);
  if (const CURLcode code = curl.perform(); code != CURLE_OK) return mail_error(code, curl, server);
  return ok_status();
}

}  // namespace lp::io
