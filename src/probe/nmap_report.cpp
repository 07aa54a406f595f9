#include "probe/nmap_report.h"

#include <charconv>

#include "base/text.h"
#include "io/xml_stream.h"

namespace lp::probe {
namespace {

constexpr std::size_t most_ports = 200'000, most_text = 4'096;

std::string cut(std::string_view text) { return std::string(text.substr(0, valid_utf8_prefix(text.substr(0, most_text)))); }

class NmapHandler final : public io::XmlHandler {
 public:
  std::vector<NmapPort> ports;

  Status start(std::string_view name, const io::XmlAttributes& attributes) override {
    if (name == "host") address_.clear();
    if (name == "address" && attributes.get("addrtype") != "mac") address_ = cut(attributes.get("addr"));
    if (name == "port") start_port(attributes);
    if (name == "state") current_.state = cut(attributes.get("state")), current_.reason = cut(attributes.get("reason"));
    if (name == "service") start_service(attributes);
    in_cpe_ = name == "cpe";
    if (in_cpe_) cpe_.clear();
    return ok_status();
  }
  Status end(std::string_view name) override {
    if (name == "cpe" && current_.cpes.size() < 16) current_.cpes.push_back(cut(cpe_));
    in_cpe_ = false;
    if (name == "port" && in_port_) {
      if (current_.port != 0 && !current_.state.empty() && ports.size() < most_ports) ports.push_back(current_);
      in_port_ = false;
    }
    return ok_status();
  }
  void text(std::string_view piece) override {
    if (in_cpe_ && cpe_.size() < most_text) cpe_ += piece;
  }

 private:
  void start_port(const io::XmlAttributes& attributes) {
    current_ = NmapPort{.address = address_, .protocol = cut(attributes.get("protocol"))};
    const std::string_view id = attributes.get("portid");
    if (std::from_chars(id.data(), id.data() + id.size(), current_.port).ec != std::errc{}) current_.port = 0;
    in_port_ = true;
  }
  void start_service(const io::XmlAttributes& attributes) {
    if (!in_port_) return;
    current_.service = cut(attributes.get("name"));
    current_.product = cut(attributes.get("product"));
    current_.version = cut(attributes.get("version"));
    current_.extra = cut(attributes.get("extrainfo"));
    current_.tunnel = cut(attributes.get("tunnel"));
    current_.fingerprint = cut(attributes.get("servicefp"));
  }

  std::string address_, cpe_;
  NmapPort current_;
  bool in_port_ = false, in_cpe_ = false;
};

}  // namespace

Result<std::vector<NmapPort>> parse_nmap(std::string_view xml) {
  // nmap writes a document type of one word; the XML reader refuses any, because of what others put there.
  std::string text(xml);
  constexpr std::string_view type = "<!DOCTYPE nmaprun>";
  if (const std::size_t at = text.substr(0, 512).find(type); at != std::string::npos) text.erase(at, type.size());
  NmapHandler handler;
  io::XmlStream stream(handler, "nmap");
  LP_CHECK_OK(stream.feed(text, true));
  return std::move(handler.ports);
}

}  // namespace lp::probe
