#pragma once
// XML of reports: elements with their path, attributes and text as they close. Document types are refused, but for the bare ones
// scanners write (<!DOCTYPE nmaprun>), which say nothing.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "io/xml_stream.h"
#include "match/reports/report_format.h"

namespace lp::match {

class ReportXml : private io::XmlHandler {
 public:
  using Attributes = io::XmlAttributes;
  explicit ReportXml(ReportSink& to) : sink(to) {}
  // Says on the sink's failure why it is none; what was read before stays.
  void read(std::string_view bytes);

 protected:
  virtual void open(std::string_view name, const Attributes& attributes) = 0;
  virtual void close(std::string_view name, std::string&& text) = 0;
  // Elements around the one that opens or closes: inside("nvt") = the nearest is nvt.
  bool inside(std::string_view parent) const { return path_.size() >= 2 && path_[path_.size() - 2] == parent; }
  std::size_t depth() const { return path_.size(); }
  std::string where() const { return "line " + std::to_string(line_); }
  ReportSink& sink;

 private:
  Status start(std::string_view name, const io::XmlAttributes& attributes) override;
  Status end(std::string_view name) override;
  void text(std::string_view piece) override;

  std::vector<std::string> path_, texts_;
  std::size_t line_ = 0;
};

// For sniffing: the name of the first element; "" when the head is no XML.
std::string_view first_element(std::string_view head);

}  // namespace lp::match
