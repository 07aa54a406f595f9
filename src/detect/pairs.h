#pragma once
// The key=value texts of CEF, LEEF and the Linux audit log, alone or inside syslog messages.

#include <string>
#include <string_view>

#include "detect/line_decoder.h"

namespace lp::detect {

// "CEF:0|vendor|product|version|class|name|severity|key=value key=value"; false: it is none. Values may hold blanks; \= \\ \| \n
// are unescaped; "cs1Label=name cs1=value" also gives field `name`.
bool read_cef(std::string_view text, FieldSink& sink);
// "LEEF:1.0|vendor|product|version|event|" or "LEEF:2.0|…|event|delimiter|" and key=value by tab or the delimiter.
bool read_leef(std::string_view text, FieldSink& sink);
// "type=SYSCALL msg=audit(1604994496.155:92733): key=value key="value" …"; false: it is none. Texts the kernel wrote in
// hexadecimal are decoded; EXECVE and PROCTITLE also give CommandLine.
bool read_audit(std::string_view text, FieldSink& sink);

}  // namespace lp::detect
