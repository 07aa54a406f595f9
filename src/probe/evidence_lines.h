#pragma once
// Reading a chain of evidence line by line, and the rule of its links.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace lp::probe {

constexpr std::string_view no_previous = "0000000000000000000000000000000000000000000000000000000000000000";

// The hash of an entry: of all its members but "hash".
std::string link_hash(const json::object& entry);
// The line of an entry, with number, previous and hash put in; `hash` gets the entry's own.
std::string chain_line(json::object entry, std::uint64_t number, std::string_view previous, std::string& hash);

struct ChainLine {
  std::uint64_t line = 0;      // 1-based
  json::object entry{};        // empty when `problem` is "not_json"
  std::string problem{};       // "", "not_json", "hash", "form", "number", "previous"
};
struct ChainEnd {
  std::uint64_t entries = 0;   // whole lines
  std::string hash{no_previous};
  std::uint64_t good_bytes = 0, torn_bytes = 0;
};
// Every whole line in order; false stops. After a bad line the chain goes on from what that line says of itself, so that one change is
// one or two problems and not one for every line behind it.
Result<ChainEnd> read_chain(int descriptor, const std::filesystem::path& path, const std::function<bool(const ChainLine&)>& fn);

}  // namespace lp::probe
