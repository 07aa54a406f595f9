// Alpine packages: /lib/apk/db/installed, `apk info -v` and `apk list -I`.
#include "match/inventory/component_parts.h"
#include "match/inventory/text_lines.h"

namespace lp::match {
namespace {

Component package(std::string_view name, std::string_view version, std::string where) {
  Component component;
  component.type = ComponentType::library;
  component.scheme = "apk";
  component.name = name;
  component.version = version;
  component.where = std::move(where);
  return component;
}

class Database {
 public:
  explicit Database(InventorySink& sink) : sink_(sink) {}
  void read(std::string_view bytes) {
    TextLines lines(bytes);
    for (std::string_view line; lines.next(line);) {
      if (trim(line).empty()) {
        finish();
        continue;
      }
      if (where_.empty()) where_ = lines.place();
      if (line.size() < 2 || line[1] != ':') continue;
      const std::string_view value = trim(line.substr(2));
      if (line[0] == 'P') name_ = value;
      else if (line[0] == 'V') version_ = value;
      else if (line[0] == 'o') origin_ = value;
    }
    finish();
  }

 private:
  void finish() {
    if (where_.empty()) return;
    if (name_.empty() || version_.empty()) {
      sink_.refuse(where_, name_.empty() ? "no_name" : "no_version", name_.empty() ? "a package without a name" : "the package " + truncate(name_, 80) + " has no version");
    } else {
      Component component = package(name_, version_, where_);
      component.source_name = origin_;
      sink_.take(std::move(component));
    }
    name_.clear(), version_.clear(), origin_.clear(), where_.clear();
  }

  InventorySink& sink_;
  std::string name_, version_, origin_, where_;
};

// Where the version of "musl-1.2.3-r4" begins: the last but one hyphen; 0 when it is none.
std::size_t version_start(std::string_view word) {
  const std::size_t release = word.rfind("-r");
  if (release == std::string_view::npos || release == 0 || release + 2 >= word.size() || word.find_first_not_of("0123456789", release + 2) != std::string_view::npos) return 0;
  const std::size_t version = word.rfind('-', release - 1);
  return version == std::string_view::npos || version == 0 || word.find_first_of("0123456789", version) != version + 1 ? 0 : version + 1;
}

// "WARNING: opening /var/cache…" of the program itself
bool is_warning(std::string_view line) { return line.starts_with("WARNING:") || line.starts_with("ERROR:") || line.starts_with("fetch "); }

void read_list_line(std::string_view line, const std::string& place, InventorySink& sink) {
  const std::string_view word = line.substr(0, line.find(' '));
  const std::size_t at = version_start(word);
  if (at == 0) return sink.refuse(place, "no_package", "a line without name, version and release");
  Component component = package(word.substr(0, at - 1), word.substr(at), place);
  // "musl-1.2.3-r4 x86_64 {musl} (MIT) [installed]"
  const std::size_t open = line.find('{'), close = line.find('}');
  if (open != std::string_view::npos && close != std::string_view::npos && close > open) component.source_name = line.substr(open + 1, close - open - 1);
  sink.take(std::move(component));
}

bool is_database(std::string_view head) {
  return percent_of_lines(head, 1, [](std::string_view line) { return line.size() > 2 && line[1] == ':' && (line[0] == 'C' || line[0] == 'P'); }) == 100;
}

void read(std::string_view bytes, InventorySink& sink) {
  if (is_database(bytes.substr(0, 65'536))) return Database(sink).read(bytes);
  TextLines lines(bytes);
  for (std::string_view line; lines.next(line);) {
    line = trim(line);
    if (line.empty() || line.starts_with('#') || is_warning(line)) continue;
    read_list_line(line, lines.place(), sink);
  }
}

int sniff(std::string_view head) {
  if (is_database(head) && head.find("\nV:") != std::string_view::npos && head.find("P:") != std::string_view::npos) return 90;
  return percent_of_lines(head, 40, [](std::string_view line) { return is_warning(line) || version_start(trim(line).substr(0, trim(line).find(' '))) != 0; }) >= 90 ? 85 : 0;
}

}  // namespace

InventoryFormat inventory_apk() { return {"apk", "Alpine 软件包清单", "a list of Alpine packages", sniff, read}; }

}  // namespace lp::match
