#include "detect/run/rule_notes.h"

#include <algorithm>
#include <system_error>

#include "detect/sigma/correlation_reader.h"
#include "detect/sigma/documents.h"
#include "io/files.h"
#include "io/yaml.h"

namespace lp::detect {
namespace {

namespace fs = std::filesystem;

std::string text_of(const io::YamlNode& node, std::string_view key) {
  const io::YamlNode* found = node.find(key);
  return found != nullptr && found->is_scalar() ? found->text : std::string{};
}

std::int64_t read_every(const std::string& text) {
  if (text.ends_with("ms")) return std::atoll(text.c_str()) * 1000;
  return sigma::parse_timespan(text).value_or(1'000'000);
}

void read_examples(const io::YamlNode& node, std::string_view key, std::vector<ExampleLine>& into, Diagnostics& out) {
  const io::YamlNode* list = node.find(key);
  if (list == nullptr || !list->is_list()) return;
  for (const io::YamlNode& item : list->items) {
    ExampleLine example{.format = text_of(item, "format"), .line = text_of(item, "line")};
    if (example.format.empty() || example.line.empty()) {
      out.error(item.where, "bad_example", "an example needs `format` and `line`");
      continue;
    }
    if (const std::string repeat = text_of(item, "repeat"); !repeat.empty()) example.repeat = std::clamp(std::atoi(repeat.c_str()), 1, 100'000);
    if (const std::string every = text_of(item, "every"); !every.empty()) example.every = read_every(every);
    into.push_back(std::move(example));
  }
}

RuleNotes read_notes(const io::YamlNode& node, Diagnostics& out) {
  RuleNotes notes{.title = text_of(node, "title"), .advice = text_of(node, "advice"), .entity = text_of(node, "entity"), .where = node.where};
  if (const io::YamlNode* classes = node.find("classes"); classes != nullptr && classes->is_map())
    for (const io::YamlEntry& entry : classes->entries) notes.classes.push_back(entry.key + ":" + entry.value.text);
  if (const io::YamlNode* examples = node.find("examples"); examples != nullptr && examples->is_map()) {
    read_examples(*examples, "match", notes.match, out);
    read_examples(*examples, "no_match", notes.no_match, out);
  }
  return notes;
}

}  // namespace

void read_rule_notes(std::string_view text, std::string_view file, RuleNotesById& notes, Diagnostics& out) {
  for (const sigma::Document& document : sigma::split_documents(text)) {
    // Errors of the YAML itself are the rule reader's to report.
    Diagnostics ignored;
    const auto root = io::parse_yaml(document.text, file, ignored);
    if (!root || !root->is_map()) continue;
    const io::YamlNode* own = root->find("longpan");
    const std::string id = text_of(*root, "id");
    if (own == nullptr || !own->is_map() || id.empty()) continue;
    RuleNotes read = read_notes(*own, out);
    read.where.line += document.first_line;
    notes.try_emplace(id, std::move(read));
  }
}

Status load_rule_notes(const fs::path& path, RuleNotesById& notes, Diagnostics& out) {
  std::error_code error;
  std::vector<fs::path> files;
  if (fs::is_directory(path, error)) {
    for (fs::recursive_directory_iterator at(path, error), end; !error && at != end; at.increment(error)) {
      const std::string extension = at->path().extension().string();
      if (at->is_regular_file(error) && (extension == ".yaml" || extension == ".yml")) files.push_back(at->path());
    }
    std::ranges::sort(files);
  } else {
    files.push_back(path);
  }
  for (const fs::path& file : files) {
    LP_TRY(const std::string text, io::read_file(file, 8u << 20));
    read_rule_notes(text, file.string(), notes, out);
  }
  return ok_status();
}

}  // namespace lp::detect
