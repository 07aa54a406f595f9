#include "spec/map_reader.h"

#include <algorithm>

#include "base/text.h"
#include "spec/suggest.h"

namespace lp::spec {
namespace {

std::string kind_of(const io::YamlNode& node) {
  switch (node.kind) {
    case io::YamlNode::Kind::null: return "nothing";
    case io::YamlNode::Kind::scalar: return "\"" + truncate(node.text, 40) + "\"";
    case io::YamlNode::Kind::list: return "a list";
    case io::YamlNode::Kind::map: return "a map";
  }
  return "something else";
}

}  // namespace

MapReader::MapReader(const io::YamlNode& node, std::string what, Diagnostics& out)
    : node_(node), what_(std::move(what)), out_(out), usable_(node.is_map() || node.is_null()) {
  if (!usable_) out_.error(node.where, "wrong_type", what_ + " must be a map, found " + kind_of(node), {}, "write `key: value` lines");
}

void MapReader::wrong_type(const io::YamlNode& node, std::string_view key, std::string_view expected, std::string hint) {
  out_.error(node.where, "wrong_type", std::string(key) + " must be " + std::string(expected) + ", found " + kind_of(node),
             {}, std::move(hint));
}

const io::YamlNode* MapReader::take(std::string_view key) {
  asked_.emplace_back(key);
  const io::YamlNode* node = node_.find(key);
  return node == nullptr || node->is_null() ? nullptr : node;
}

const io::YamlNode* MapReader::require(std::string_view key) {
  const io::YamlNode* node = take(key);
  if (node == nullptr && usable_) {
    out_.error(node_.where, "missing_key", what_ + " has no \"" + std::string(key) + "\"", {},
               "add `" + std::string(key) + ": …`; see docs/extending/specs.md");
  }
  return node;
}

std::string MapReader::text(std::string_view key, std::string_view fallback) {
  const io::YamlNode* node = take(key);
  if (node == nullptr) return std::string(fallback);
  return read_text(*node, key, out_).value_or(std::string(fallback));
}

std::string MapReader::require_text(std::string_view key) {
  const io::YamlNode* node = require(key);
  return node == nullptr ? std::string() : read_text(*node, key, out_).value_or("");
}

LocalText MapReader::local_text(std::string_view key) {
  const io::YamlNode* node = take(key);
  return node == nullptr ? LocalText{} : read_local_text(*node, out_);
}

bool MapReader::boolean(std::string_view key, bool fallback) {
  const io::YamlNode* node = take(key);
  if (node == nullptr) return fallback;
  if (const auto value = io::as_bool(*node)) return *value;
  wrong_type(*node, key, "true or false", "yes, no, on and off are texts here");
  return fallback;
}

int MapReader::integer(std::string_view key, int fallback, int least, int most) {
  const io::YamlNode* node = take(key);
  if (node == nullptr) return fallback;
  const auto value = io::as_int(*node);
  if (value && *value >= least && *value <= most) return static_cast<int>(*value);
  wrong_type(*node, key, "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return fallback;
}

std::optional<Date> MapReader::date(std::string_view key) {
  const io::YamlNode* node = take(key);
  if (node == nullptr) return std::nullopt;
  const auto word = read_text(*node, key, out_);
  if (!word) return std::nullopt;
  if (auto value = parse_date(*word)) return *value;
  wrong_type(*node, key, "a date that exists", "write YYYY-MM-DD");
  return std::nullopt;
}

std::optional<model::Period> MapReader::period(std::string_view key) {
  const io::YamlNode* node = take(key);
  return node == nullptr ? std::nullopt : read_period(*node, out_);
}

std::vector<std::string> MapReader::texts(std::string_view key) {
  std::vector<std::string> found;
  each_item(key, [&](const io::YamlNode& item) {
    if (auto word = read_text(item, key, out_)) found.push_back(std::move(*word));
  });
  return found;
}

model::Predicate MapReader::predicate(std::string_view key) {
  const io::YamlNode* node = take(key);
  return node == nullptr ? model::Predicate{} : read_predicate(*node, out_);
}

json::object MapReader::object(std::string_view key) {
  const io::YamlNode* node = take(key);
  if (node == nullptr) return {};
  if (!node->is_map()) {
    wrong_type(*node, key, "a map");
    return {};
  }
  return io::to_json(*node).as_object();
}

void MapReader::each_entry(std::string_view key, const std::function<void(const io::YamlEntry&)>& each) {
  const io::YamlNode* node = take(key);
  if (node == nullptr) return;
  if (!node->is_map()) return wrong_type(*node, key, "a map");
  for (const io::YamlEntry& entry : node->entries) each(entry);
}

void MapReader::each_item(std::string_view key, const std::function<void(const io::YamlNode&)>& each) {
  const io::YamlNode* node = take(key);
  if (node == nullptr) return;
  if (!node->is_list()) return each(*node);
  for (const io::YamlNode& item : node->items) each(item);
}

void MapReader::finish() {
  for (const io::YamlEntry& entry : node_.entries) {
    if (std::find(asked_.begin(), asked_.end(), entry.key) != asked_.end()) continue;
    out_.error(entry.where, "unknown_key", what_ + " has no key \"" + truncate(entry.key, 60) + "\"",
               "a misspelt key would silently do nothing", suggestion(entry.key, asked_));
  }
}

}  // namespace lp::spec
