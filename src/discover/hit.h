#pragma once
// What a scan found, and to whom it is told.

#include <cstdint>
#include <span>
#include <string_view>

#include "discover/field.h"
#include "discover/rules.h"

namespace lp::discover {

// Why a hit is as sure as it is, besides its evidence.
enum class Setting : std::uint8_t { none, header, context, other_name, other_header };

struct Hit {
  std::uint64_t offset = 0;   // of the value's first byte in the document as it is stored
  std::uint64_t row = 0;      // line, record or tuple it stands in, from 0
  std::uint32_t length = 0;   // bytes
  FieldIndex field = 0;
  KindIndex kind = 0;
  std::uint8_t confidence = 0;   // 1 to 99
  Evidence evidence{};
  Setting setting = Setting::none;
};

// Hits in order of offset, never overlapping. `values[i]` is the value of hits[i], valid during the call; it may be
// a person's datum: mask it before it goes anywhere.
class HitSink {
 public:
  virtual ~HitSink() = default;
  virtual void take(std::span<const Hit> hits, std::span<const std::string_view> values) = 0;
};

}  // namespace lp::discover
