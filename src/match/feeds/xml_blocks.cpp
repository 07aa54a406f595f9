#include "match/feeds/xml_blocks.h"

#include <algorithm>

#include "base/text.h"
#include "io/encoding.h"
#include "io/xml_stream.h"

namespace lp::match {
namespace {

constexpr std::size_t most_text = std::size_t{1} << 20;   // of one element
constexpr std::size_t deepest = 32;

class Collector final : public io::XmlHandler {
 public:
  explicit Collector(XmlBlock& block) : block_(block) {}
  Status start(std::string_view name, const io::XmlAttributes&) override {
    if (++depth_ > deepest) return make_error(Errc::too_large, "elements stand too deep in each other");
    sizes_.push_back(path_.size());
    if (depth_ > 1) {
      if (!path_.empty()) path_ += '/';
      path_ += name;
    }
    text_.clear();
    return ok_status();
  }
  Status end(std::string_view) override {
    if (const std::string_view text = trim(text_); !text.empty() && depth_ > 1) block_.texts.emplace_back(path_, text);
    text_.clear();
    path_.resize(sizes_.back());
    sizes_.pop_back();
    --depth_;
    return ok_status();
  }
  void text(std::string_view piece) override {
    if (text_.size() < most_text) text_ += piece;
  }

 private:
  XmlBlock& block_;
  std::string path_, text_;
  std::vector<std::size_t> sizes_;
  std::size_t depth_ = 0;
};

// The next tag "<name" that ends with its name: "<entry>" or "<entry id=…", not "<entries>".
std::size_t find_tag(std::string_view text, const std::string& tag, std::size_t from) {
  for (std::size_t at = text.find(tag, from); at != std::string_view::npos; at = text.find(tag, at + 1)) {
    const char after = at + tag.size() < text.size() ? text[at + tag.size()] : '\0';
    if (after == '>' || after == ' ' || after == '\n' || after == '\r' || after == '\t') return at;
  }
  return std::string_view::npos;
}

}  // namespace

std::string_view XmlBlock::text(std::string_view path) const {
  const auto found = std::ranges::find(texts, path, [](const auto& one) { return std::string_view(one.first); });
  return found == texts.end() ? std::string_view() : std::string_view(found->second);
}

std::vector<std::string_view> XmlBlock::all(std::string_view path) const {
  std::vector<std::string_view> out;
  for (const auto& [at, text] : texts)
    if (at == path) out.emplace_back(text);
  return out;
}

void for_xml_blocks(std::string_view text, std::string_view name, const std::function<void(const XmlBlock&)>& each, const std::function<void(int line, const Error&)>& broken) {
  std::string converted;
  const io::Encoding encoding = io::detect_encoding(text.substr(0, 64 * 1024));
  if (encoding != io::Encoding::utf8) {
    converted = io::to_utf8(text, encoding);
    text = converted;
  }
  const std::string open = "<" + std::string(name), close = "</" + std::string(name);
  std::size_t counted = 0;
  int line = 1;
  for (std::size_t at = find_tag(text, open, 0); at != std::string_view::npos;) {
    line += static_cast<int>(std::ranges::count(text.substr(counted, at - counted), '\n'));
    counted = at;
    std::size_t end = find_tag(text, close, at);
    const std::size_t next = find_tag(text, open, at + open.size());
    // Cut off, or its end tag is missing: up to the next, which says that it is broken.
    end = end == std::string_view::npos || end > next ? std::min(next, text.size()) : std::min(text.find('>', end), text.size() - 1) + 1;
    XmlBlock block{.texts = {}, .line = line};
    Collector collector(block);
    io::XmlStream stream(collector, "record");
    if (const Status read = stream.feed(text.substr(at, end - at), true); read) each(block);
    else broken(line, read.error());
    at = next;
  }
}

}  // namespace lp::match
