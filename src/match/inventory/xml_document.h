#pragma once
// XML inventories as a stream of elements: what was read before an error stays.

#include <string>
#include <string_view>
#include <vector>

#include "io/xml_stream.h"
#include "match/inventory/inventory_format.h"

namespace lp::match {

// Feeds `bytes`, which are UTF-8 whatever their declaration says. A document type "<!DOCTYPE name>" without subset is passed over when
// its name is `allowed_type`; any other is an error. Errors go to the sink as its failure.
void parse_inventory_xml(std::string_view bytes, std::string_view allowed_type, io::XmlHandler& handler, InventorySink& sink);

// The text of the element that is open, and the names above it.
class XmlPath {
 public:
  void open(std::string_view name) {
    names_.emplace_back(name);
    text_.clear();
  }
  void close() {
    names_.pop_back();
    text_.clear();
  }
  void text(std::string_view piece) {
    if (text_.size() < most_text) text_.append(piece);
  }
  const std::string& text() const { return text_; }
  std::size_t depth() const { return names_.size(); }
  // "" above the root
  std::string_view name(std::size_t up = 0) const { return up < names_.size() ? std::string_view(names_[names_.size() - 1 - up]) : std::string_view{}; }

 private:
  static constexpr std::size_t most_text = 64 * 1024;
  std::vector<std::string> names_;
  std::string text_;
};

}  // namespace lp::match
