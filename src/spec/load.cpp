#include "spec/load.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "base/text.h"
#include "io/yaml.h"
#include "spec/readers.h"
#include "spec/shared_readers.h"
#include "spec/suggest.h"

namespace lp::spec {
namespace {

namespace fs = std::filesystem;

struct Folder {
  std::string_view name;
  void (*read)(const std::string&, const io::YamlNode&, model::Catalogue&, Diagnostics&);
};
constexpr std::array<Folder, 9> folders{{
    {"plans", read_plan}, {"obligations", read_obligation}, {"records", read_kind}, {"taxonomies", read_taxonomy},
    {"grading", read_grading}, {"clocks", read_clock}, {"calendars", read_calendar}, {"roles", read_role},
    {"identifiers", read_identifier},
}};
// Read by other modules.
constexpr std::array<std::string_view, 6> foreign_folders{"schema", "levels", "secrets", "events", "rules", "match"};
constexpr std::size_t file_limit = 1u << 20;
constexpr std::size_t files_limit = 20'000;

const Folder* find_folder(std::string_view name) {
  const auto* found = std::find_if(folders.begin(), folders.end(), [&](const Folder& f) { return f.name == name; });
  return found == folders.end() ? nullptr : found;
}

std::vector<std::string> folder_names() {
  std::vector<std::string> names;
  for (const Folder& f : folders) names.emplace_back(f.name);
  return names;
}

// Relative paths of all regular files at depth two, sorted by bytes.
Result<std::vector<std::string>> list_files(const fs::path& root) {
  std::error_code error;
  if (!fs::is_directory(root, error)) {
    return make_error(Errc::not_found, "no folder \"" + root.string() + "\"", "name the folder that holds plans/, obligations/, records/ …");
  }
  std::vector<std::string> found;
  auto walk = fs::recursive_directory_iterator(root, fs::directory_options::skip_permission_denied, error);
  for (const fs::recursive_directory_iterator end; !error && walk != end; walk.increment(error)) {
    std::error_code ignored;
    if (walk.depth() >= 1) walk.disable_recursion_pending();
    if (walk->is_regular_file(ignored)) found.push_back(walk->path().lexically_relative(root).generic_string());
    if (found.size() > files_limit) return make_error(Errc::too_large, "more than 20000 files under \"" + root.string() + "\"");
  }
  if (error) return make_error(Errc::io, "cannot list \"" + root.string() + "\": " + error.message());
  std::sort(found.begin(), found.end());
  return found;
}

// At most one byte over the limit is read: a huge file costs nothing.
std::optional<std::string> read_file(const fs::path& path, const std::string& name, Diagnostics& out) {
  std::ifstream in(path, std::ios::binary);
  std::error_code unknown;
  const std::uintmax_t size = fs::file_size(path, unknown);
  std::string text((unknown ? file_limit : std::min<std::uintmax_t>(size, file_limit)) + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!in.eof() && in.fail()) {
    out.error({name}, "unreadable", "the file cannot be read", {}, "check its permissions");
    return std::nullopt;
  }
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

bool is_spec_file(const std::string& path, Diagnostics& out) {
  const fs::path p(path);
  if (p.extension() == ".yaml") return true;
  if (p.extension() == ".yml") out.error({path}, "wrong_extension", "the file ends in .yml and is not read", {}, "rename it to .yaml");
  return false;
}

}  // namespace

bool is_read_elsewhere(std::string_view path) {
  return std::find(foreign_folders.begin(), foreign_folders.end(), path.substr(0, path.find('/'))) != foreign_folders.end();
}

void load_text(std::string_view path, std::string_view text, model::Catalogue& catalogue, Diagnostics& out) {
  const fs::path p{std::string(path)};
  const std::string folder_name = p.parent_path().generic_string();
  const Folder* folder = find_folder(folder_name);
  if (folder == nullptr) {
    out.error({std::string(path)}, "unknown_folder", "no reader for folder \"" + folder_name + "\"",
              "the file would silently do nothing", suggestion(folder_name, folder_names()));
    return;
  }
  const std::string name = p.stem().string();
  const SourceRef whole{std::string(path)};
  const std::string checked = folder->name == "calendars" ? replace_all(name, "-", "_") : name;
  if (!check_name(whole, folder->name, checked, out)) return;
  const auto root = io::parse_yaml(text, path, out);
  if (!root) return;
  if (root->is_null()) {
    out.error(whole, "empty_file", "the file defines nothing", {}, "delete it or fill it; see docs/extending/specs.md");
    return;
  }
  folder->read(name, *root, catalogue, out);
}

Result<model::Catalogue> load(const fs::path& folder, Diagnostics& out) {
  LP_TRY(const std::vector<std::string> files, list_files(folder));
  model::Catalogue catalogue;
  for (const std::string& file : files) {
    if (!contains(file, "/") || is_read_elsewhere(file) || !is_spec_file(file, out)) continue;
    if (const auto text = read_file(folder / file, file, out)) load_text(file, *text, catalogue, out);
  }
  model::make_collisions_mutual(catalogue.identifiers);
  return catalogue;
}

Result<std::vector<model::Identifier>> load_identifiers(const fs::path& specs, Diagnostics& out) {
  LP_TRY(const std::vector<std::string> files, list_files(specs / "identifiers"));
  model::Catalogue catalogue;
  for (const std::string& file : files) {
    const std::string path = "identifiers/" + file;
    if (contains(file, "/") || !is_spec_file(path, out)) continue;
    if (const auto text = read_file(specs / path, path, out)) load_text(path, *text, catalogue, out);
  }
  model::make_collisions_mutual(catalogue.identifiers);
  std::vector<model::Identifier> sorted;
  for (auto& [id, identifier] : catalogue.identifiers) sorted.push_back(std::move(identifier));
  return sorted;
}

}  // namespace lp::spec
