// Flows as nfdump writes them with -o csv: header ts,te,td,sa,da,… (1.6) or firstSeen,duration,proto,srcAddr,… (1.7), then a
// summary, which is passed over.
#include "detect/csv_decoder.h"
#include "detect/json_sniff.h"

namespace lp::detect {
namespace {

class NfdumpDecoder final : public CsvDecoder {
 public:
  using CsvDecoder::CsvDecoder;

 private:
  bool passes_over(std::string_view line) override {
    if (line.starts_with("Summary") || line.starts_with("flows,bytes,packets") || line.starts_with("No matched flows")) in_summary_ = true;
    return in_summary_;
  }
  bool in_summary_ = false;
};

bool is_header(std::string_view line) { return line.starts_with("ts,te,td,") || line.starts_with("firstSeen,") || line.starts_with("#firstSeen,"); }

int sniff(std::string_view head) { return is_header(next_line(head)) ? 97 : 0; }

bool is_control(std::string_view line, bool) { return is_header(line); }

}  // namespace

Format format_nfdump_csv() {
  return {.id = "nfdump_csv", .zh = "NetFlow 流记录（nfdump CSV）", .en = "Flows of nfdump (CSV)", .sniff = sniff,
          .make = [](const DecodeContext& context) -> std::unique_ptr<Decoder> { return std::make_unique<NfdumpDecoder>(context); },
          .is_control = is_control};
}

}  // namespace lp::detect
