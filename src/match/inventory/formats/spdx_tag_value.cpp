// SPDX 2.x as tag: value.
#include <optional>

#include "match/inventory/spdx_parts.h"
#include "match/inventory/text_lines.h"

namespace lp::match {
namespace {

std::optional<std::string_view> value_of(std::string_view line, std::string_view tag) {
  if (!line.starts_with(tag)) return std::nullopt;
  line = line.substr(tag.size());
  while (line.starts_with(' ') || line.starts_with('\t')) line.remove_prefix(1);
  if (!line.starts_with(':')) return std::nullopt;
  return trim(line.substr(1));
}

class Reader {
 public:
  explicit Reader(InventorySink& sink) : sink_(sink), packages_(sink) {}

  void read(std::string_view bytes) {
    TextLines lines(bytes);
    bool versioned = false;
    for (std::string_view line; lines.next(line);) {
      if (skip_text(line)) continue;
      line = trim(line);
      if (line.empty() || line.starts_with('#')) continue;
      versioned = versioned || line.starts_with("SPDXVersion");
      read_line(line, lines.place());
    }
    finish_package();
    packages_.finish();
    if (!versioned) sink_.fail("it has no SPDXVersion");
  }

 private:
  // "<text>" may run over lines; nothing within it is a tag.
  bool skip_text(std::string_view line) {
    if (in_text_) {
      if (line.find("</text>") != std::string_view::npos) in_text_ = false;
      return true;
    }
    const std::size_t open = line.find("<text>");
    if (open != std::string_view::npos && line.find("</text>", open) == std::string_view::npos) in_text_ = true;
    return false;
  }

  void read_line(std::string_view line, std::string place) {
    if (const auto name = value_of(line, "PackageName")) {
      finish_package();
      package_.emplace();
      package_->name = *name;
      where_ = std::move(place);
      return;
    }
    // Another section ends the package: what follows is not its own.
    for (const std::string_view tag : {"FileName", "SnippetSPDXID", "LicenseID", "Reviewer"})
      if (value_of(line, tag)) return finish_package();
    if (const auto name = value_of(line, "DocumentName")) sink_.statistics().subject = *name;
    if (package_) read_member(line);
  }

  void read_member(std::string_view line) {
    struct Member { std::string_view tag; std::string SpdxPackage::*member; };
    constexpr Member members[] = {{"SPDXID", &SpdxPackage::id}, {"PackageVersion", &SpdxPackage::version}, {"PackageSupplier", &SpdxPackage::supplier}, {"PackageOriginator", &SpdxPackage::originator}, {"PackageSourceInfo", &SpdxPackage::source_info}, {"PrimaryPackagePurpose", &SpdxPackage::purpose}};
    for (const Member& m : members)
      if (const auto value = value_of(line, m.tag)) {
        (*package_).*m.member = *value;
        return;
      }
    const auto reference = value_of(line, "ExternalRef");
    if (!reference) return;
    // "SECURITY cpe23Type cpe:2.3:…"
    const std::size_t type = reference->find_first_of(" \t");
    if (type == std::string_view::npos) return;
    const std::string_view rest = trim(reference->substr(type));
    const std::size_t locator = rest.find_first_of(" \t");
    if (locator != std::string_view::npos) package_->reference(rest.substr(0, locator), trim(rest.substr(locator)));
  }

  void finish_package() {
    if (package_) packages_.take(*std::move(package_), std::move(where_));
    package_.reset();
  }

  InventorySink& sink_;
  SpdxPackages packages_;
  std::optional<SpdxPackage> package_;
  std::string where_;
  bool in_text_ = false;
};

void read(std::string_view bytes, InventorySink& sink) { Reader(sink).read(bytes); }

int sniff(std::string_view head) {
  TextLines lines(head);
  for (std::string_view line; lines.next(line) && lines.number() < 200;)
    if (const auto version = value_of(line, "SPDXVersion"); version && version->starts_with("SPDX-")) return 95;
  return 0;
}

}  // namespace

InventoryFormat inventory_spdx_tag_value() { return {"spdx_tag_value", "SPDX 2 清单（标签文本）", "SPDX 2 tag-value", sniff, read}; }

}  // namespace lp::match
