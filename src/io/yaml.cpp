#include "io/yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <sstream>

#include "base/text.h"
#include "io/yaml_builder.h"

namespace lp::io {
namespace {

// yaml-cpp reports 0-based places; a place it does not know is the whole file.
SourceRef place_of(std::string_view file, const YAML::Mark& mark) {
  if (mark.is_null() || mark.line < 0) return {std::string(file), 0, 0};
  return {std::string(file), mark.line + 1, mark.column + 1};
}

// Bytes YAML forbids: they make editors and terminals misbehave and hide text from reviewers.
std::optional<std::size_t> find_forbidden(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f) return i;
  }
  return std::nullopt;
}

int line_at(std::string_view text, std::size_t offset) {
  int line = 1;
  for (std::size_t i = 0; i < offset; ++i) line += text[i] == '\n' ? 1 : 0;
  return line;
}

bool check_bytes(std::string_view text, std::string_view file, Diagnostics& out, const YamlLimits& limits) {
  if (text.size() > limits.bytes) {
    out.error({std::string(file)}, "too_large",
              "the file has " + std::to_string(text.size()) + " bytes, the limit is " + std::to_string(limits.bytes), {},
              "split it into several files");
    return false;
  }
  if (!is_valid_utf8(text)) {
    out.error({std::string(file)}, "not_utf8", "the file is not valid UTF-8", "only UTF-8 text can be read",
              "save the file as UTF-8");
    return false;
  }
  if (const auto at = find_forbidden(text)) {
    const std::string bytes(1, text[*at]);
    static constexpr char digits[] = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(bytes[0]);
    out.error({std::string(file), line_at(text, *at)}, "control_character",
              std::string("control character 0x") + digits[byte >> 4] + digits[byte & 15],
              "YAML text holds printable characters only", "delete it; is this a text file?");
    return false;
  }
  return true;
}

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
  for (const YamlEntry& e : entries) {
    if (e.key == key) return &e.value;
  }
  return nullptr;
}

std::optional<YamlNode> parse_yaml(std::string_view text, std::string_view file, Diagnostics& out,
                                   const YamlLimits& limits) {
  if (!check_bytes(text, file, out, limits)) return std::nullopt;
  YamlBuilder builder(file, out, limits);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) return YamlNode{YamlNode::Kind::null, {}, true, {std::string(file), 1, 1}, {}, {}};
    if (builder.stopped()) return std::nullopt;
    YamlNode root = builder.take_root();
    if (parser.HandleNextDocument(builder)) {
      out.error(builder.last_place(), "several_documents", "a second document starts here",
                "a file defines one thing; the rest would be ignored", "move it to a file of its own");
      return std::nullopt;
    }
    return root;
  } catch (const YamlStop&) {
    return std::nullopt;  // the builder has said why
  } catch (const YAML::Exception& e) {
    const bool tab = contains(text, "\t");
    out.error(place_of(file, e.mark), "yaml_syntax", "not well-formed YAML: " + e.msg, {},
              tab ? "indent with spaces; YAML does not allow tabs" : "check indentation, quotes and brackets near this place");
    return std::nullopt;
  }
}

}  // namespace lp::io
