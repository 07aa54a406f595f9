#pragma once
// Reads one YAML map key by key: types are checked, what is wrong is reported at its place, and
// finish() reports every key nobody asked for. A reader of a kind of file is a list of calls.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/local_text.h"
#include "base/time.h"
#include "io/yaml.h"
#include "model/period.h"
#include "model/predicate.h"

namespace lp::spec {

class MapReader {
 public:
  // `what` names the thing in messages: "field", "move". A node that is no map is reported here
  // and reads as an empty map; null (nothing written) is an empty map.
  MapReader(const io::YamlNode& node, std::string what, Diagnostics& out);

  bool usable() const { return usable_; }
  const SourceRef& where() const { return node_.where; }
  Diagnostics& out() { return out_; }

  const io::YamlNode* take(std::string_view key);       // nullptr when absent or null
  const io::YamlNode* require(std::string_view key);    // reports missing_key
  std::string text(std::string_view key, std::string_view fallback = {});
  std::string require_text(std::string_view key);
  LocalText local_text(std::string_view key);
  bool boolean(std::string_view key, bool fallback);
  int integer(std::string_view key, int fallback, int least, int most);
  std::optional<Date> date(std::string_view key);
  std::optional<model::Period> period(std::string_view key);
  std::vector<std::string> texts(std::string_view key);  // a list of texts, or one text
  model::Predicate predicate(std::string_view key);      // always() when absent
  json::object object(std::string_view key);             // any map, as JSON

  // A word of a fixed set, by its parse function.
  template <class E>
  E one_of(std::string_view key, const std::function<std::optional<E>(std::string_view)>& parse,
           const std::vector<std::string>& names, E fallback);

  // Calls `each` with every entry of the map at `key`, name first.
  void each_entry(std::string_view key, const std::function<void(const io::YamlEntry&)>& each);
  // Calls `each` with every item of the list at `key`; a single map or text counts as a list of one.
  void each_item(std::string_view key, const std::function<void(const io::YamlNode&)>& each);

  void finish();

 private:
  void wrong_type(const io::YamlNode& node, std::string_view key, std::string_view expected, std::string hint = {});

  const io::YamlNode& node_;
  std::string what_;
  Diagnostics& out_;
  bool usable_ = true;
  std::vector<std::string> asked_;
};

// Free readings of one node, shared by readers of list items.
std::optional<std::string> read_text(const io::YamlNode& node, std::string_view what, Diagnostics& out);
LocalText read_local_text(const io::YamlNode& node, Diagnostics& out);
std::optional<model::Period> read_period(const io::YamlNode& node, Diagnostics& out);
model::Predicate read_predicate(const io::YamlNode& node, Diagnostics& out);
void report_unknown_word(const SourceRef& where, std::string_view key, std::string_view word,
                         const std::vector<std::string>& known, Diagnostics& out);

template <class E>
E MapReader::one_of(std::string_view key, const std::function<std::optional<E>(std::string_view)>& parse,
                    const std::vector<std::string>& names, E fallback) {
  const io::YamlNode* node = take(key);
  if (node == nullptr) return fallback;
  const auto word = read_text(*node, key, out_);
  if (!word) return fallback;
  if (const auto value = parse(*word)) return *value;
  report_unknown_word(node->where, key, *word, names, out_);
  return fallback;
}

}  // namespace lp::spec
