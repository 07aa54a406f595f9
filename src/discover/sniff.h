#pragma once
// What kind of text a document is, by its content: which locator fits it.

#include <string>
#include <string_view>
#include <vector>

#include "discover/locator.h"

namespace lp::discover {

enum class Format : std::uint8_t { text, csv, json, jsonl, sql, xml };
std::string_view to_string(Format f);

struct Sniffed {
  Format format = Format::text;
  TableShape table{};     // csv: separator and column names (empty when the first line is no header)
};

// `head` is UTF-8, the beginning of the document, 64 KiB are plenty; it may be cut anywhere.
Sniffed sniff(std::string_view head);

std::unique_ptr<Locator> make_locator(const Sniffed& sniffed, FieldTable& fields);

}  // namespace lp::discover
