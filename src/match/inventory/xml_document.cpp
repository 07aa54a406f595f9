#include "match/inventory/xml_document.h"

#include "base/text.h"

namespace lp::match {
namespace {

constexpr std::size_t chunk = std::size_t{1} << 20;

// expat's words without the prefix and hint that are meant for workbooks.
std::string plain(const std::string& message) {
  const std::size_t colon = message.find(": ");
  return colon == std::string::npos ? message : message.substr(colon + 2);
}

// Behind "<?xml … ?>": the text was decoded already, its declaration may name another encoding.
std::string_view without_declaration(std::string_view bytes) {
  bytes = bytes.substr(std::min(bytes.find_first_not_of(" \t\r\n"), bytes.size()));
  if (!bytes.starts_with("<?xml ")) return bytes;
  const std::size_t end = bytes.find("?>");
  return end == std::string_view::npos ? bytes : bytes.substr(end + 2);
}

Status feed_all(io::XmlStream& stream, std::string_view bytes, bool last) {
  while (bytes.size() > chunk) {
    LP_CHECK_OK(stream.feed(bytes.substr(0, chunk), false));
    bytes.remove_prefix(chunk);
  }
  return stream.feed(bytes, last);
}

}  // namespace

void parse_inventory_xml(std::string_view bytes, std::string_view allowed_type, io::XmlHandler& handler, InventorySink& sink) {
  bytes = without_declaration(bytes);
  io::XmlStream stream(handler, "XML");
  const std::string doctype = "<!DOCTYPE " + std::string(allowed_type) + ">";
  const std::size_t at = allowed_type.empty() ? std::string_view::npos : bytes.substr(0, 64 * 1024).find(doctype);
  Status status = ok_status();
  if (at != std::string_view::npos) {
    status = feed_all(stream, bytes.substr(0, at), false);
    bytes.remove_prefix(at + doctype.size());
  }
  if (status) status = feed_all(stream, bytes, true);
  if (!status) sink.fail("no valid XML: " + plain(status.error().message));
}

}  // namespace lp::match
