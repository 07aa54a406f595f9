#pragma once
#include <string>
#include <string_view>

#include "base/result.h"
#include "probe/answers/http_answer.h"
#include "probe/engine.h"
#include "probe/stream.h"

namespace lp::probe {

// Who we are, in every question that has a place for it: operators may ask who knocked.
inline constexpr std::string_view user_agent = "Longpan/1 (authorised security inspection)";

// The text of one request. invalid when a method, path or host would say more than one request does: the method is GET, HEAD or
// OPTIONS, the path begins with "/" (an absolute URL is no path), nothing holds blanks or control characters.
Result<std::string> http_question(const ProbeRequest& request, std::string_view method, std::string_view path);

// "name:port" for the Host header; an IPv6 address in brackets.
std::string host_of(const ProbeRequest& request);

// Sends `question` and reads until the reader is done. How it ended: ok when there is a head to report.
Net ask_http(Stream& stream, std::string_view question, HttpAnswerReader& reader, Exchange& exchange);

}  // namespace lp::probe
