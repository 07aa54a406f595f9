// What a scan by nmap saw (-oX, with -sV): each identified service of an open port, and operating systems that a service gave away.
#include <algorithm>

#include "base/text.h"
#include "match/inventory/component_parts.h"
#include "match/inventory/xml_document.h"

namespace lp::match {
namespace {

class Reader final : public io::XmlHandler {
 public:
  explicit Reader(InventorySink& sink) : sink_(sink) {}

  Status start(std::string_view name, const io::XmlAttributes& attributes) override {
    if (path_.depth() == 0 && name != "nmaprun") return make_error(Errc::invalid, "XML: the root is not <nmaprun>");
    if (name == "host") {
      address_.clear();
      systems_.clear();
      ++hosts_;
      ports_ = 0;
    } else if (name == "address" && attributes.get("addrtype") != "mac" && address_.empty()) {
      address_ = attributes.get("addr");
    } else if (name == "port" && path_.name() == "ports") {
      open_port(attributes);
    } else if (name == "state" && path_.name() == "port") {
      state_ = attributes.get("state");
    } else if (name == "service" && path_.name() == "port") {
      service_.name = attributes.get("product");
      service_.version = attributes.get("version");
      service_name_ = attributes.get("name");
    } else if (name == "osmatch") {
      sink_.leave_out("system_guess");
    }
    path_.open(name);
    return ok_status();
  }

  Status end(std::string_view name) override {
    if (name == "cpe" && path_.name(1) == "service") add_cpe(service_, trim(path_.text()), where_, sink_);
    if (name == "port" && path_.name(1) == "ports") close_port();
    path_.close();
    return ok_status();
  }

  void text(std::string_view piece) override { path_.text(piece); }

 private:
  void open_port(const io::XmlAttributes& attributes) {
    service_ = {};
    service_name_.clear();
    state_.clear();
    where_ = "/nmaprun/host[" + std::to_string(hosts_) + "]/ports/port[" + std::to_string(++ports_) + "]";
    service_.location = std::string(attributes.get("protocol")) + '/' + std::string(attributes.get("portid"));
  }

  void close_port() {
    if (state_ != "open") return sink_.leave_out("port_not_open");
    take_systems();
    // A name alone is nmap's table of well-known ports, not what answered.
    if (service_.name.empty() && service_.cpes.empty()) return sink_.leave_out("service_not_identified");
    service_.asset = address_;
    service_.type = ComponentType::service;
    service_.where = where_;
    if (!complete_name(service_)) return sink_.refuse(where_, "no_name", "a service without a product");
    if (!service_.cpes.empty()) service_.vendor = plain_cpe_value(service_.cpes.front()[Cpe::vendor]);
    sink_.take(std::move(service_));
  }

  // "cpe:/o:linux:linux_kernel" of a service is of the host, once.
  void take_systems() {
    for (const Cpe& cpe : service_.cpes) {
      if (cpe[Cpe::part] != "o" || std::ranges::find(systems_, cpe) != systems_.end()) continue;
      systems_.push_back(cpe);
      Component system;
      system.asset = address_;
      system.type = ComponentType::operating_system;
      system.cpes.push_back(cpe);
      system.vendor = plain_cpe_value(cpe[Cpe::vendor]);
      system.version = plain_cpe_value(cpe[Cpe::version]);
      system.where = where_;
      if (complete_name(system)) sink_.take(std::move(system));
      else sink_.refuse(where_, "no_name", "a system without a name");
    }
    std::erase_if(service_.cpes, [](const Cpe& cpe) { return cpe[Cpe::part] == "o"; });
  }

  InventorySink& sink_;
  XmlPath path_;
  Component service_;
  std::string address_, state_, service_name_, where_;
  std::vector<Cpe> systems_;
  std::size_t hosts_ = 0, ports_ = 0;
};

void read(std::string_view bytes, InventorySink& sink) {
  Reader reader(sink);
  parse_inventory_xml(bytes, "nmaprun", reader, sink);
}

int sniff(std::string_view head) {
  if (!trim(head).starts_with('<')) return 0;
  return head.find("<nmaprun") != std::string_view::npos ? 95 : 0;
}

}  // namespace

InventoryFormat inventory_nmap_xml() { return {"nmap_xml", "nmap 扫描结果（XML）", "nmap XML", sniff, read}; }

}  // namespace lp::match
