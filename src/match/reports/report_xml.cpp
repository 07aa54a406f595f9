#include "match/reports/report_xml.h"

#include <algorithm>

#include "base/text.h"

namespace lp::match {
namespace {

constexpr std::size_t most_text = 65'536, most_depth = 200;

// Blanks <!DOCTYPE name> and <!DOCTYPE name SYSTEM "file"> of the head; one with declarations stays and is refused.
std::string without_bare_doctype(std::string_view bytes) {
  std::string out(bytes);
  const std::size_t from = std::string_view(out).substr(0, 65'536).find("<!DOCTYPE");
  if (from == std::string::npos) return out;
  const std::size_t end = out.find_first_of("[>", from);
  if (end == std::string::npos || out[end] == '[') return out;
  for (std::size_t i = from; i <= end; ++i)
    if (out[i] != '\n') out[i] = ' ';
  return out;
}

}  // namespace

void ReportXml::read(std::string_view bytes) {
  const std::string text = without_bare_doctype(bytes);
  io::XmlStream stream(*this, sink.options().file);
  std::string_view rest = text;
  while (!rest.empty()) {
    ++line_;
    const std::size_t end = std::min(rest.find('\n'), rest.size() - 1) + 1;
    if (const Status fed = stream.feed(rest.substr(0, end), false); !fed) return sink.fail(fed.error().message);
    rest.remove_prefix(end);
  }
  if (const Status fed = stream.feed({}, true); !fed) sink.fail(fed.error().message);
}

Status ReportXml::start(std::string_view name, const io::XmlAttributes& attributes) {
  if (path_.size() >= most_depth) return make_error(Errc::invalid, "elements are nested more than 200 deep");
  path_.emplace_back(name);
  texts_.emplace_back();
  open(name, attributes);
  return ok_status();
}

Status ReportXml::end(std::string_view name) {
  std::string text = std::move(texts_.back());
  texts_.pop_back();
  close(name, std::move(text));
  path_.pop_back();
  return ok_status();
}

void ReportXml::text(std::string_view piece) {
  if (texts_.empty()) return;
  std::string& text = texts_.back();
  text += piece.substr(0, most_text - std::min(most_text, text.size()));
}

std::string_view first_element(std::string_view head) {
  head = trim(head);
  if (!head.starts_with('<')) return {};
  for (std::size_t at = 0; at < head.size(); at = head.find('<', at + 1)) {
    if (at + 1 >= head.size()) return {};
    if (head.substr(at).starts_with("<!--")) {
      at = head.find("-->", at);
      if (at == std::string_view::npos) return {};
      continue;
    }
    if (head[at + 1] == '?' || head[at + 1] == '!') continue;
    const std::size_t end = head.find_first_of(" \t\r\n/>", at + 1);
    return head.substr(at + 1, (end == std::string_view::npos ? head.size() : end) - at - 1);
  }
  return {};
}

}  // namespace lp::match
