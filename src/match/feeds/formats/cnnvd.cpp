// CNNVD (国家信息安全漏洞库): its XML export, <entry> by <entry>. JSON: cnnvd_json.cpp.

#include "match/feeds/bulletin.h"
#include "match/feeds/xml_blocks.h"

namespace lp::match {
namespace {

int sniff(std::string_view head) { return head.find("<cnnvd") != std::string_view::npos || (head.find("<vuln-id>CNNVD-") != std::string_view::npos && head.find("<entry") != std::string_view::npos) ? 95 : 0; }

void read_text(std::string_view bytes, FeedSink& sink) {
  std::uint64_t& records = sink.statistics().records["cnnvd"];
  for_xml_blocks(
      bytes, "entry",
      [&](const XmlBlock& block) {
        ++records;
        sink.at_line(block.line);
        Bulletin bulletin{.id = block.text("vuln-id"), .source = "cnnvd", .title = block.text("name"), .severity = block.text("severity"), .published = block.text("published"), .modified = block.text("modified")};
        bulletin.cves = block.all("other-id/cve-id");
        for (const std::string_view path : {"vuln-software-list/product", "products/product", "affected-products/product"})
          for (const std::string_view product : block.all(path)) bulletin.products.push_back(product);
        take_bulletin(bulletin, "/vuln-id", sink);
      },
      [&](int line, const Error& error) {
        ++records;
        sink.at_line(line);
        sink.refuse("", "no_xml", error.message);
      });
}

}  // namespace

FeedFormat feed_cnnvd() { return {.id = "cnnvd", .zh = "国家信息安全漏洞库（XML）", .en = "CNNVD, XML", .sniff = sniff, .read_record = nullptr, .read_text = read_text}; }

}  // namespace lp::match
