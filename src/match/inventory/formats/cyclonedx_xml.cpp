// CycloneDX XML, 1.0 to 1.7: components with those nested in them, services, metadata/component as the subject.
#include <deque>

#include "base/text.h"
#include "match/inventory/cyclonedx_parts.h"
#include "match/inventory/xml_document.h"

namespace lp::match {
namespace {

class Reader final : public io::XmlHandler {
 public:
  explicit Reader(InventorySink& sink) : sink_(sink), packages_(sink) {}

  Status start(std::string_view name, const io::XmlAttributes& attributes) override {
    if (path_.depth() == 0) {
      if (name != "bom") return make_error(Errc::invalid, "XML: the root is not <bom>");
      note_cyclonedx_version(version_of(attributes.get("xmlns")), sink_);
      bom_ = true;
    }
    const std::string_view parent = path_.name();
    if (((name == "component" && parent == "components") || (name == "service" && parent == "services")) && is_inventory_list()) open_component(name, attributes);
    else if (name == "component" && parent == "metadata") open_subject();
    else if (name == "property" && parent == "properties") property_ = attributes.get("name");
    path_.open(name);
    return ok_status();
  }

  Status end(std::string_view name) override {
    const std::string_view parent = path_.name(1), list = path_.name(2);
    if (!open_.empty() && path_.depth() == open_.back().depth) {
      close_component();
    } else if (!open_.empty() && path_.depth() == open_.back().depth + 1) {
      take_member(name);
    } else if (!open_.empty() && path_.depth() == open_.back().depth + 2) {
      if (name == "property" && parent == "properties") open_.back().stated.properties.take(property_, open_.back().keep(path_.text()));
      if (name == "name" && (parent == "supplier" || parent == "manufacturer" || parent == "provider") && open_.back().stated.component.vendor.empty()) open_.back().stated.component.vendor = organisation_of(path_.text());
      if (name == "endpoint" && open_.back().stated.properties.path.empty()) open_.back().stated.properties.path = open_.back().keep(path_.text());
    } else if (open_.empty() && parent == "component" && list == "metadata") {
      take_subject(name);
    }
    path_.close();
    return ok_status();
  }

  void text(std::string_view piece) override { path_.text(piece); }
  bool is_bom() const { return bom_; }
  void finish() { packages_.finish(); }

 private:
  struct Open {
    CycloneDxComponent stated{};
    std::string where{};
    std::size_t depth = 0;                        // of its element
    std::size_t components = 0, services = 0;     // nested ones so far
    std::deque<std::string> texts{};              // what the views of `stated` show
    std::string_view keep(std::string_view text) { return texts.emplace_back(trim(text)); }
  };

  // Tools, formulas, ancestors and claims have lists of components too, which are not installed.
  bool is_inventory_list() const {
    if (!open_.empty()) return path_.depth() == open_.back().depth + 1;
    return path_.depth() == 2 || (in_subject_ != 0 && path_.depth() == in_subject_ + 1 && path_.name(1) == "component" && path_.name(2) == "metadata");
  }

  static std::string_view version_of(std::string_view space) { return space.empty() ? "" : space.substr(space.rfind('/') + 1); }

  void open_subject() { in_subject_ = path_.depth() + 1; }

  void open_component(std::string_view name, const io::XmlAttributes& attributes) {
    const bool service = name == "service";
    std::string where;
    if (open_.empty()) {
      const bool nested = path_.depth() > 2;
      where = nested ? "/metadata/component" : "";
      where += (service ? "/services/" : "/components/") + std::to_string(nested ? in_subject_count_++ : service ? services_++ : components_++);
    } else {
      Open& parent = open_.back();
      where = parent.where + (service ? "/services/" : "/components/") + std::to_string(service ? parent.services++ : parent.components++);
    }
    Open& opened = open_.emplace_back();
    opened.where = std::move(where);
    opened.depth = path_.depth() + 1;
    opened.stated.type = service ? "service" : opened.keep(attributes.get("type"));
    opened.stated.bom_ref = opened.keep(attributes.get("bom-ref"));
  }

  void take_member(std::string_view name) {
    Open& open = open_.back();
    CycloneDxComponent& stated = open.stated;
    const std::string_view value = trim(path_.text());
    if (name == "name") stated.component.name = value;
    else if (name == "version") stated.component.version = value;
    else if (name == "group") stated.group = open.keep(value);
    else if (name == "purl") stated.purl = open.keep(value);
    else if (name == "cpe") stated.cpe = open.keep(value);
    else if (name == "publisher" && stated.component.vendor.empty()) stated.component.vendor = organisation_of(value);
  }

  void take_subject(std::string_view name) {
    std::string& subject = sink_.statistics().subject;
    if (name == "name") subject = trim(path_.text());
    if (name == "version" && !trim(path_.text()).empty()) subject += ' ' + std::string(trim(path_.text()));
  }

  void close_component() {
    take_cyclonedx(std::move(open_.back().stated), std::move(open_.back().where), sink_, packages_);
    open_.pop_back();
  }

  InventorySink& sink_;
  SystemPackages packages_;
  XmlPath path_;
  std::deque<Open> open_;  // no vector: the views of `stated` must not move
  std::string property_;
  std::size_t components_ = 0, services_ = 0, in_subject_ = 0, in_subject_count_ = 0;
  bool bom_ = false;
};

void read(std::string_view bytes, InventorySink& sink) {
  Reader reader(sink);
  parse_inventory_xml(bytes, {}, reader, sink);
  reader.finish();
}

int sniff(std::string_view head) {
  if (!trim(head).starts_with('<')) return 0;
  return head.find("cyclonedx.org/schema/bom/") != std::string_view::npos ? 95 : 0;
}

}  // namespace

InventoryFormat inventory_cyclonedx_xml() { return {"cyclonedx_xml", "CycloneDX 清单（XML）", "CycloneDX XML", sniff, read}; }

}  // namespace lp::match
