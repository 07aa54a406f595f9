#include <algorithm>
#include <array>

#include "base/text.h"
#include "io/nature_parts.h"

namespace lp::io {
namespace {

constexpr std::string_view mail_fields[] = {"from", "to", "cc", "subject", "date", "received", "message-id", "mime-version", "content-type", "return-path", "delivered-to",
                                            "reply-to", "content-transfer-encoding", "sender", "bcc", "in-reply-to", "references", "dkim-signature", "x-mailer", "x-received", "x-mozilla-status"};

// The field's name in lower case; empty when the line is no header field.
std::string field_name(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon > 60) return {};
  const std::string_view name = line.substr(0, colon);
  if (!std::all_of(name.begin(), name.end(), [](char c) { return c > 32 && c < 127; })) return {};
  return to_lower_ascii(name);
}

// Header fields and nothing else up to the first empty line, three of them those of mail. MIME-Version counts twice: a
// saved web page has hardly more.
bool is_mail(std::string_view text) {
  int known = 0;
  for (int line_number = 0; line_number < 200 && !text.empty(); ++line_number) {
    const std::size_t newline = text.find('\n');
    std::string_view line = text.substr(0, newline);
    const bool whole = newline != std::string_view::npos;
    text.remove_prefix(whole ? newline + 1 : text.size());
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) break;
    if (line_number > 0 && (line[0] == ' ' || line[0] == '\t')) continue;
    const std::string name = field_name(line);
    if (name.empty() && !whole) break;
    if (name.empty()) return false;
    if (std::find(std::begin(mail_fields), std::end(mail_fields), name) != std::end(mail_fields)) known += name == "mime-version" ? 2 : 1;
  }
  return known >= 3;
}

bool is_mbox(std::string_view text) {
  if (!text.starts_with("From ")) return false;
  const std::size_t newline = text.find('\n');
  if (newline == std::string_view::npos) return false;
  const std::string_view next = text.substr(newline + 1);
  return !field_name(next.substr(0, next.find('\n'))).empty();
}

bool is_html(const std::string& lower) {
  if (lower.starts_with("<!doctype html") || lower.starts_with("<html")) return true;
  if (!lower.starts_with('<')) return false;
  for (const std::string_view tag : {"<html", "<head>", "<body", "<!doctype html", "<script", "<table", "<div", "<meta ", "<title>", "<p>", "<a href"}) {
    if (contains(lower, tag)) return true;
  }
  return false;
}

}  // namespace

Nature nature_of_text(std::string_view text) {
  text = trim(text);
  if (is_mbox(text)) return Nature::mbox;
  if (is_mail(text)) return Nature::eml;
  const std::string lower = to_lower_ascii(text.substr(0, 2048));
  const bool declared = lower.starts_with("<?xml");
  if (is_html(lower) && !(declared && !contains(lower, "<html"))) return Nature::html;
  const bool element = lower.size() > 2 && lower[0] == '<' && (lower[1] == '!' || (lower[1] >= 'a' && lower[1] <= 'z')) && contains(lower, ">");
  return declared || element ? Nature::xml : Nature::text;
}

}  // namespace lp::io
