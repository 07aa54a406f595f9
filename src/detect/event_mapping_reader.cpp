// specs/events/*.yaml → EventMapping.
#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "detect/event_mapping.h"
#include "io/yaml.h"
#include "spec/map_reader.h"
#include "spec/shared_readers.h"

namespace lp::detect {
namespace {

namespace fs = std::filesystem;
constexpr std::array<std::string_view, 8> value_parts{"host", "path", "query", "extension", "md5", "sha1", "sha256", "imphash"};

// A key written as {a: x} or {a: [x, y]}.
std::vector<std::string> words_of(const io::YamlNode& node, Diagnostics& out) {
  std::vector<std::string> words;
  if (node.is_list()) {
    for (const io::YamlNode& item : node.items)
      if (auto word = spec::read_text(item, "a name", out)) words.push_back(*std::move(word));
  } else if (auto word = spec::read_text(node, "a name", out)) {
    words.push_back(*std::move(word));
  }
  return words;
}

Logsource read_logsource(const io::YamlNode& node, Diagnostics& out) {
  spec::MapReader map(node, "log source", out);
  Logsource source{map.text("product"), map.text("category"), map.text("service")};
  map.finish();
  if (source == Logsource{}) out.error(node.where, "empty_logsource", "a log source says nothing", {}, "name a product, category or service");
  return source;
}

LogsourceRow read_row(const io::YamlNode& node, Diagnostics& out) {
  spec::MapReader map(node, "logsources", out);
  LogsourceRow row;
  map.each_entry("when", [&](const io::YamlEntry& entry) { row.when.emplace_back(entry.key, words_of(entry.value, out)); });
  map.each_entry("unless", [&](const io::YamlEntry& entry) { row.unless.emplace_back(entry.key, words_of(entry.value, out)); });
  map.each_item("is", [&](const io::YamlNode& item) { row.is.push_back(read_logsource(item, out)); });
  map.finish();
  if (row.is.empty()) out.error(node.where, "missing_key", "a row of logsources has no \"is\"");
  return row;
}

void read_field(const io::YamlEntry& entry, EventMapping& mapping, Diagnostics& out) {
  std::vector<std::string> names = words_of(entry.value, out);
  const bool below = entry.key.ends_with(".*");
  const bool rest = std::ranges::find(names, "*") != names.end();
  if (below != rest) {
    out.error(entry.where, "bad_wildcard", "field \"" + entry.key + "\" and its names must both use *", {}, "write prefix.*: \"*\"");
    return;
  }
  mapping.fields.emplace_back(entry.key, std::move(names));
}

void read_parts(const io::YamlEntry& entry, EventMapping& mapping, Diagnostics& out) {
  spec::MapReader map(entry.value, "parts", out);
  for (const std::string_view part : value_parts)
    if (auto names = map.texts(part); !names.empty()) mapping.parts.push_back({entry.key, std::string(part), std::move(names)});
  map.finish();
}

}  // namespace

EventMapping read_event_mapping(std::string_view file, std::string_view text, Diagnostics& out) {
  EventMapping mapping;
  const auto root = io::parse_yaml(text, file, out);
  if (!root) return mapping;
  spec::MapReader map(*root, "event mapping", out);
  mapping.id = map.require_text("id");
  mapping.title = map.local_text("title");
  map.take("source");
  mapping.like = map.text("like");
  mapping.time = map.texts("time");
  map.each_entry("fields", [&](const io::YamlEntry& entry) { read_field(entry, mapping, out); });
  map.each_entry("parts", [&](const io::YamlEntry& entry) { read_parts(entry, mapping, out); });
  map.each_item("logsources", [&](const io::YamlNode& node) { mapping.rows.push_back(read_row(node, out)); });
  map.finish();
  return mapping;
}

Result<std::map<std::string, EventMapping, std::less<>>> load_event_mappings(const fs::path& specs, Diagnostics& out) {
  const fs::path folder = specs / "events";
  std::error_code error;
  if (!fs::is_directory(folder, error)) return make_error(Errc::not_found, "no folder \"" + folder.string() + "\"");
  std::vector<fs::path> files;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    if (at->path().extension() == ".yaml") files.push_back(at->path());
  if (error) return make_error(Errc::io, "cannot list \"" + folder.string() + "\": " + error.message());
  std::ranges::sort(files);
  std::map<std::string, EventMapping, std::less<>> mappings;
  for (const fs::path& path : files) {
    std::ifstream in(path, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(in), {});
    const std::string name = "events/" + path.filename().string();
    EventMapping mapping = read_event_mapping(name, text, out);
    if (mapping.id != path.stem().string()) {
      out.error({name, 1, 0}, "wrong_id", "id \"" + mapping.id + "\" is not the name of the file", {}, "write id: " + path.stem().string());
      continue;
    }
    mappings.emplace(mapping.id, std::move(mapping));
  }
  for (auto& [id, mapping] : mappings) {
    if (mapping.like.empty()) continue;
    const auto other = mappings.find(mapping.like);
    if (other != mappings.end() && other->second.like.empty()) {
      mapping.take_over(other->second);
    } else {
      out.error({"events/" + id + ".yaml", 1, 0}, "unknown_name", "like: \"" + mapping.like + "\" is no mapping, or is itself like another");
    }
  }
  return mappings;
}

}  // namespace lp::detect
