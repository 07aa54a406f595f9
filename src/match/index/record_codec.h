#pragma once
// An advisory as bytes and back: numbers in 7-bit groups, equal strings of one record stored once. Internal to match/index.

#include <string>
#include <string_view>
#include <vector>

#include "match/advisory.h"

namespace lp::match {

class RecordEncoder {
 public:
  void encode(const Advisory& advisory, std::string& out);

 private:
  void number(std::uint64_t n);
  void text(std::string_view s);
  void texts(const std::vector<std::string>& list);
  void real(double x, double usual);
  void cpe(const Cpe& cpe);
  void intervals(const std::vector<Interval>& list);
  void affected(const Affected& a, const Affected* before);
  void conditions(const std::vector<Condition>& list, const std::vector<Condition>* before);
  struct Seen { std::size_t offset, bytes; };

  std::string* out_ = nullptr;
  std::vector<Seen> seen_;
  std::vector<std::uint32_t> slots_;  // 1 + place in seen_; a power of two of them
};

// False: damaged; `out` holds what could be read.
bool decode_record(std::string_view bytes, Advisory& out);
// Only source and id: they stand first.
bool decode_record_name(std::string_view bytes, std::string& source, std::string& id);

}  // namespace lp::match
