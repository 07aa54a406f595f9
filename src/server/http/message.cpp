#include "server/http/message.h"

#include <algorithm>
#include <array>

namespace lp::server {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

struct Phrase {
  int status;
  std::string_view text;
};
constexpr std::array phrases{
    Phrase{200, "OK"}, Phrase{201, "Created"}, Phrase{202, "Accepted"}, Phrase{204, "No Content"},
    Phrase{304, "Not Modified"}, Phrase{400, "Bad Request"}, Phrase{401, "Unauthorized"}, Phrase{403, "Forbidden"},
    Phrase{404, "Not Found"}, Phrase{405, "Method Not Allowed"}, Phrase{408, "Request Timeout"},
    Phrase{409, "Conflict"}, Phrase{411, "Length Required"}, Phrase{412, "Precondition Failed"},
    Phrase{413, "Content Too Large"}, Phrase{415, "Unsupported Media Type"}, Phrase{417, "Expectation Failed"},
    Phrase{421, "Misdirected Request"}, Phrase{422, "Unprocessable Content"}, Phrase{423, "Locked"},
    Phrase{428, "Precondition Required"}, Phrase{429, "Too Many Requests"},
    Phrase{431, "Request Header Fields Too Large"}, Phrase{500, "Internal Server Error"},
    Phrase{501, "Not Implemented"}, Phrase{503, "Service Unavailable"}, Phrase{504, "Gateway Timeout"},
    Phrase{505, "HTTP Version Not Supported"}, Phrase{507, "Insufficient Storage"},
};

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

void Headers::add(std::string name, std::string value) { items_.emplace_back(std::move(name), std::move(value)); }

void Headers::set(std::string_view name, std::string value) {
  std::erase_if(items_, [&](const auto& item) { return equal_ignoring_case(item.first, name); });
  items_.emplace_back(std::string(name), std::move(value));
}

std::string_view Headers::get(std::string_view name) const {
  for (const auto& [key, value] : items_) {
    if (equal_ignoring_case(key, name)) return value;
  }
  return {};
}

bool Headers::has(std::string_view name) const { return count(name) != 0; }

std::size_t Headers::count(std::string_view name) const {
  return static_cast<std::size_t>(
      std::count_if(items_.begin(), items_.end(), [&](const auto& item) { return equal_ignoring_case(item.first, name); }));
}

std::uint64_t Response::size() const {
  if (file) return file->size;
  if (shared_body) return shared_body->size();
  return body.size();
}

std::string_view reason_phrase(int status) {
  for (const auto& phrase : phrases) {
    if (phrase.status == status) return phrase.text;
  }
  return "Status";
}

}  // namespace lp::server
