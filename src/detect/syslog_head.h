#pragma once
// The head of a syslog line: RFC 5424, RFC 3164, and what daemons write into files (no priority, ISO time).

#include <string_view>

#include "detect/event_time.h"

namespace lp::detect {

struct SyslogHead {
  int priority = -1;                     // facility * 8 + severity; -1: none
  std::int64_t time = no_time;
  bool has_time = false;                 // one was written, though it may be one without a year and no reference
  std::string_view host{}, program{}, process{}, message_id{};
  std::string_view structured{};         // RFC 5424: "[id key="value" …][…]"
  std::string_view message{};
};

// False: neither a priority nor a time starts the line.
bool read_syslog_head(std::string_view line, const TimeReading& reading, SyslogHead& head);

}  // namespace lp::detect
