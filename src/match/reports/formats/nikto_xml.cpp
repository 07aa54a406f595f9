// nikto -Format xml
#include "base/text.h"
#include "match/reports/nikto_item.h"
#include "match/reports/report_xml.h"

namespace lp::match {
namespace {

class Nikto final : public ReportXml {
 public:
  using ReportXml::ReportXml;

 private:
  void open(std::string_view name, const Attributes& attributes) override {
    if (name == "scandetails") {
      host_ = attributes.get("targethostname");
      ip_ = attributes.get("targetip");
      port_ = attributes.get("targetport");
      sink.scanned(host_.empty() ? ip_ : host_);
    }
    if (name != "item") return;
    id_ = attributes.get("id");
    osvdb_ = attributes.get("osvdbid");
    uri_.clear();
    message_.clear();
  }
  void close(std::string_view name, std::string&& text) override {
    if (name == "description") message_ = trim(text);
    if (name == "uri") uri_ = trim(text);
    if (name == "item") take_nikto({id_, host_, ip_, port_, uri_, message_, osvdb_}, where(), sink);
  }

  std::string host_, ip_, port_, id_, osvdb_, uri_, message_;
};

int sniff(std::string_view head) { return first_element(head) == "niktoscan" || first_element(head) == "niktoscans" ? 100 : 0; }
void read(std::string_view bytes, ReportSink& sink) { Nikto(sink).read(bytes); }

}  // namespace

ReportFormat report_nikto_xml() { return {"nikto_xml", "nikto XML", "nikto XML", sniff, read}; }

}  // namespace lp::match
