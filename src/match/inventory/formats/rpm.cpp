// RPM packages: `rpm -qa` (name-version-release.arch, with or without an epoch), with a --qf of fields by blanks, tabs, '|' or commas
// (name, epoch, version, release, architecture, source RPM), and `dnf list installed`.
#include <algorithm>
#include <array>

#include "match/distribution.h"
#include "match/inventory/component_parts.h"
#include "match/inventory/text_lines.h"

namespace lp::match {
namespace {

constexpr auto architectures = std::to_array<std::string_view>({"noarch", "x86_64", "i386", "i486", "i586", "i686", "aarch64", "armv7hl", "ppc64", "ppc64le", "s390x", "s390", "loongarch64", "sw_64", "riscv64", "src", "(none)"});
bool is_architecture(std::string_view text) { return std::ranges::find(architectures, text) != architectures.end(); }
bool is_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }); }
bool has_digit(std::string_view text) { return text.find_first_of("0123456789") != std::string_view::npos; }
bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '+'; });
}

struct Package {
  std::string name{}, version{}, source{};
  bool complete() const { return is_name(name) && has_digit(version); }
};

void drop_architecture(std::string_view& text) {
  const std::size_t dot = text.rfind('.');
  if (dot != std::string_view::npos && is_architecture(text.substr(dot + 1))) text = text.substr(0, dot);
}

// "openssl-libs-1:1.1.1k-9.el8_7.x86_64", "1:openssl-libs-1.1.1k-9.el8_7.x86_64"
Package of_whole_name(std::string_view text) {
  if (text.ends_with(".rpm")) text.remove_suffix(4);
  drop_architecture(text);
  std::string epoch;
  if (const std::size_t colon = text.find(':'); colon != std::string_view::npos && is_digits(text.substr(0, colon))) {
    epoch = std::string(text.substr(0, colon + 1));
    text.remove_prefix(colon + 1);
  }
  const std::size_t release = text.rfind('-');
  const std::size_t version = release == std::string_view::npos || release == 0 ? std::string_view::npos : text.rfind('-', release - 1);
  if (version == std::string_view::npos) return {};
  std::string_view full = text.substr(version + 1);
  if (full.starts_with("(none):")) full.remove_prefix(7);
  return {std::string(text.substr(0, version)), epoch + std::string(full), {}};
}

std::vector<std::string_view> fields_of(std::string_view line) {
  const char* separators = line.find('|') != std::string_view::npos ? "|" : line.find('\t') != std::string_view::npos ? "\t" : line.find(',') != std::string_view::npos ? "," : " ";
  std::vector<std::string_view> fields;
  for (std::size_t at = 0; at <= line.size();) {
    const std::size_t end = std::min(line.find_first_of(separators, at), line.size());
    const std::string_view field = trim(line.substr(at, end - at));
    if (!field.empty()) fields.push_back(field);
    at = end + 1;
  }
  return fields;
}

Package of_fields(const std::vector<std::string_view>& fields) {
  std::string_view name = fields[0], second = fields[1];
  // "bash.x86_64  4.4.20-4.el8_6  @baseos" of dnf
  drop_architecture(name);
  Package package{std::string(name), {}, {}};
  std::size_t next = 2;
  if (second.starts_with("(none):")) second.remove_prefix(7);
  if ((second == "(none)" || is_digits(second)) && fields.size() >= 4 && has_digit(fields[2]) && !is_architecture(fields[3])) {
    package.version = (second == "(none)" || second == "0" ? std::string() : std::string(second) + ':') + std::string(fields[2]) + '-' + std::string(fields[3]);
    next = 4;
  } else if (second.find('-') != std::string_view::npos || fields.size() < 3 || is_architecture(fields[2]) || fields[2].starts_with('@')) {
    package.version = second;
  } else {
    package.version = std::string(second) + '-' + std::string(fields[2]);
    next = 3;
  }
  for (; next < fields.size(); ++next)
    if (fields[next].ends_with(".src.rpm") || fields[next].ends_with(".nosrc.rpm")) package.source = fields[next];
  return package;
}

Package package_of(std::string_view line) {
  const auto fields = fields_of(line);
  if (fields.empty()) return {};
  return fields.size() == 1 ? of_whole_name(fields[0]) : of_fields(fields);
}

bool is_heading(std::string_view line) { return line.starts_with("Installed Packages") || line.starts_with("Last metadata") || line.starts_with("已安装的软件包") || line.starts_with("Loaded plugins"); }

void read(std::string_view bytes, InventorySink& sink) {
  TextLines lines(bytes);
  for (std::string_view line; lines.next(line);) {
    if (trim(line).empty() || line.starts_with('#') || is_heading(line)) continue;
    Package package = package_of(trim(line));
    if (!package.complete()) {
      sink.refuse(lines.place(), "no_package", "a line without name, version and release");
      continue;
    }
    if (package.name == "gpg-pubkey") {
      sink.leave_out("signing_key");
      continue;
    }
    Component component;
    component.type = ComponentType::library;
    component.scheme = "rpm";
    component.name = std::move(package.name);
    component.version = std::move(package.version);
    component.where = lines.place();
    if (!package.source.empty()) {
      SourcePackage source = source_package_of_rpm(package.source);
      component.source_name = std::move(source.name);
      component.source_version = std::move(source.version);
    }
    sink.take(std::move(component));
  }
}

// A release with a letter or architecture: "9.el8_7", ".x86_64", ".noarch".
bool fits(std::string_view line) {
  if (is_heading(line)) return true;
  if (!package_of(trim(line)).complete()) return false;
  for (const std::string_view mark : {".el", ".fc", ".oe", ".ky", ".amzn", ".an", ".uel", ".uos", ".tl", ".ph", ".cm", ".azl", ".mga", ".x86_64", ".noarch", ".aarch64", "\tx86_64", " x86_64", "|x86_64", "|noarch", " noarch", "\tnoarch", "gpg-pubkey"})
    if (line.find(mark) != std::string_view::npos) return true;
  return false;
}

int sniff(std::string_view head) {
  const int good = percent_of_lines(head, 40, fits);
  return good >= 85 ? 80 : 0;
}

}  // namespace

InventoryFormat inventory_rpm() { return {"rpm", "RPM 软件包清单", "a list of RPM packages", sniff, read}; }

}  // namespace lp::match
