// Debian packages: /var/lib/dpkg/status, `dpkg -l`, and `dpkg-query -W` (name, version, then architecture or source package and its
// version where asked for).
#include <array>

#include "match/inventory/component_parts.h"
#include "match/inventory/text_lines.h"

namespace lp::match {
namespace {

constexpr auto architectures = std::to_array<std::string_view>({"all", "any", "amd64", "arm64", "armhf", "armel", "i386", "mips", "mipsel", "mips64el", "ppc64el", "riscv64", "s390x", "loong64", "loongarch64", "sw_64"});

bool is_name(std::string_view text) {
  const auto word = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return text.size() >= 2 && word(text.front()) && std::ranges::all_of(text, [&](char c) { return word(c) || c == '+' || c == '-' || c == '.'; });
}
bool is_version(std::string_view text) { return !text.empty() && text.find_first_of("0123456789") != std::string_view::npos && text.find_first_of(" /\\") == std::string_view::npos; }
bool is_architecture(std::string_view text) { return std::ranges::find(architectures, text) != architectures.end(); }
std::string_view without_architecture(std::string_view name) { return name.substr(0, name.find(':')); }

Component package(std::string_view name, std::string_view version, std::string where) {
  Component component;
  component.type = ComponentType::library;
  component.scheme = "deb";
  component.name = without_architecture(name);
  component.version = version;
  component.where = std::move(where);
  return component;
}

// "openssl (3.0.11-1)"
void set_source(Component& component, std::string_view text) {
  text = trim(text);
  const std::size_t open = text.find('(');
  component.source_name = trim(text.substr(0, open));
  if (open != std::string_view::npos && text.ends_with(')')) component.source_version = trim(text.substr(open + 1, text.size() - open - 2));
}

class Stanzas {
 public:
  explicit Stanzas(InventorySink& sink) : sink_(sink) {}
  void read(std::string_view bytes) {
    TextLines lines(bytes);
    for (std::string_view line; lines.next(line);) {
      if (trim(line).empty()) {
        finish();
        continue;
      }
      if (where_.empty()) where_ = lines.place();
      if (line.front() == ' ' || line.front() == '\t') continue;  // goes on with a member that is not asked for
      const std::size_t colon = line.find(':');
      if (colon == std::string_view::npos) continue;
      const std::string_view key = line.substr(0, colon), value = trim(line.substr(colon + 1));
      if (key == "Package") name_ = value;
      else if (key == "Version") version_ = value;
      else if (key == "Status") status_ = value;
      else if (key == "Source") source_ = value;
    }
    finish();
  }

 private:
  void finish() {
    if (where_.empty()) return;
    const std::string_view state = status_.empty() ? std::string_view{} : std::string_view(status_).substr(status_.rfind(' ') + 1);
    if (name_.empty()) {
      sink_.refuse(where_, "no_name", "a package without a name");
    } else if (state == "config-files" || state == "not-installed") {
      sink_.leave_out("not_installed");
    } else if (version_.empty()) {
      sink_.refuse(where_, "no_version", "the package " + truncate(name_, 80) + " has no version");
    } else {
      Component component = package(name_, version_, where_);
      set_source(component, source_);
      sink_.take(std::move(component));
    }
    name_.clear(), version_.clear(), status_.clear(), source_.clear(), where_.clear();
  }

  InventorySink& sink_;
  std::string name_, version_, status_, source_, where_;
};

std::vector<std::string_view> fields_of(std::string_view line) {
  std::vector<std::string_view> fields;
  for (std::size_t at = 0; (at = line.find_first_not_of(" \t", at)) != std::string_view::npos;) {
    const std::size_t end = std::min(line.find_first_of(" \t", at), line.size());
    fields.push_back(line.substr(at, end - at));
    at = end;
  }
  return fields;
}

// "ii ", "hi ", "iU ", "rc ", "iHR": wanted, state, error.
bool is_list_line(std::string_view line) {
  const std::string_view flags = line.substr(0, line.find(' '));
  constexpr std::string_view wanted = "uihrp", state = "nicUFHWt";
  return (flags.size() == 2 || (flags.size() == 3 && flags[2] == 'R')) && wanted.find(flags[0]) != std::string_view::npos && state.find(flags[1]) != std::string_view::npos;
}
bool is_list_head(std::string_view line) { return line.starts_with("Desired=") || line.starts_with("| Status") || line.starts_with("|/ Err") || line.starts_with("||/") || line.starts_with("+++-"); }

void read_list_line(std::string_view line, const std::string& place, InventorySink& sink) {
  const auto fields = fields_of(line);
  if (fields.size() < 3 || !is_name(without_architecture(fields[1])) || !is_version(fields[2])) return sink.refuse(place, "no_package", "a line without name and version");
  if (line[1] == 'c' || line[1] == 'n') return sink.leave_out("not_installed");
  sink.take(package(fields[1], fields[2], place));
}

bool is_query_line(std::string_view line) {
  const auto fields = fields_of(line);
  return fields.size() >= 2 && fields.size() <= 5 && is_name(without_architecture(fields[0])) && is_version(fields[1]) && !is_architecture(fields[1]);
}

void read_query_line(std::string_view line, const std::string& place, InventorySink& sink) {
  const auto fields = fields_of(line);
  // A package that is known but not installed has a name alone.
  if (fields.size() == 1 && is_name(without_architecture(fields[0]))) return sink.leave_out("not_installed");
  if (!is_query_line(line)) return sink.refuse(place, "no_package", "a line without name and version");
  Component component = package(fields[0], fields[1], place);
  std::size_t next = fields.size() > 2 && is_architecture(fields[2]) ? 3 : 2;
  if (next < fields.size() && is_name(fields[next])) component.source_name = fields[next++];
  if (next < fields.size() && !component.source_name.empty() && is_version(fields[next])) component.source_version = fields[next];
  sink.take(std::move(component));
}

bool is_status_file(std::string_view head) { return percent_of_lines(head, 1, [](std::string_view line) { return line.starts_with("Package:"); }) == 100; }

void read(std::string_view bytes, InventorySink& sink) {
  if (is_status_file(bytes.substr(0, 65'536))) return Stanzas(sink).read(bytes);
  bool list = false;
  TextLines lines(bytes);
  for (std::string_view line; lines.next(line);) {
    if (trim(line).empty() || line.starts_with('#')) continue;
    if (is_list_head(line)) list = true;
    else if (list || is_list_line(line)) read_list_line(line, lines.place(), sink);
    else read_query_line(line, lines.place(), sink);
  }
}

int sniff(std::string_view head) {
  if (is_status_file(head) && head.find("\nVersion:") != std::string_view::npos) return 90;
  if (percent_of_lines(head, 20, [](std::string_view line) { return is_list_line(line) || is_list_head(line); }) >= 90) return 90;
  // An upstream version and a Debian revision tell these lines from other pairs of words.
  const int lines = percent_of_lines(head, 40, [](std::string_view line) { return is_query_line(line) || fields_of(line).size() == 1; });
  const int revisions = percent_of_lines(head, 40, [](std::string_view line) { return is_query_line(line) && fields_of(line)[1].find('-') != std::string_view::npos; });
  return lines >= 80 && revisions >= 50 ? 55 : 0;
}

}  // namespace

InventoryFormat inventory_dpkg() { return {"dpkg", "Debian 软件包清单（dpkg）", "a list of Debian packages", sniff, read}; }

}  // namespace lp::match
