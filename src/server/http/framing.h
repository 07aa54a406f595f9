#pragma once
// Internal to this folder: what a parsed header says about its message, and whether two readers
// could disagree about where it ends (request smuggling).

#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <optional>

#include "server/http/message.h"

namespace lp::server {

using ParsedMessage = boost::beast::http::request<boost::beast::http::buffer_body>;

std::optional<Refusal> check_framing(const ParsedMessage& message, bool chunked);
std::optional<Refusal> make_head(const ParsedMessage& message, RequestHead& head);
std::optional<Refusal> check_length(const RequestHead& head, const BodyPlan& plan);
Refusal to_refusal(const boost::system::error_code& ec);  // of the parser

}  // namespace lp::server
