#include "server/http/response_text.h"

#include <ctime>

namespace lp::server {
namespace {

// IMF-fixdate, one per second and thread.
const std::string& date_text() {
  thread_local std::time_t cached = 0;
  thread_local std::string text;
  const std::time_t now = std::time(nullptr);
  if (now != cached) {
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    char buffer[64];
    text.assign(buffer, std::strftime(buffer, sizeof buffer, "%a, %d %b %Y %H:%M:%S GMT", &parts));
    cached = now;
  }
  return text;
}

bool has_line_break(std::string_view text) { return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos; }

void add_field(std::string& out, std::string_view name, std::string_view value) {
  if (has_line_break(name) || has_line_break(value)) return;
  out.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

std::string to_head_text(const Response& response, Framing framing, bool keep_alive) {
  std::string out = "HTTP/1.1 " + std::to_string(response.status) + " ";
  out.append(reason_phrase(response.status)).append("\r\n");
  add_field(out, "Date", date_text());
  for (const auto& [name, value] : response.headers.all()) add_field(out, name, value);
  const bool bodiless = response.status == 204 || response.status == 304 || response.status < 200;
  if (framing == Framing::length && !bodiless) add_field(out, "Content-Length", std::to_string(response.size()));
  add_field(out, "Connection", keep_alive ? "keep-alive" : "close");
  return out.append("\r\n");
}

}  // namespace lp::server
