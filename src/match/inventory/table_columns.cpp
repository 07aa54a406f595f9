#include "match/inventory/table_columns.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"
#include "io/files.h"
#include "io/yaml.h"

namespace lp::match {
namespace {

struct Word { std::string_view word; TableField field; };
using enum TableField;
// As normalise_for_match() leaves them: lower case, without blanks and signs.
constexpr auto words = std::to_array<Word>({
    {"asset", asset}, {"assetname", asset}, {"host", asset}, {"hostname", asset}, {"computer", asset}, {"computername", asset}, {"machine", asset}, {"ip", asset}, {"ipaddress", asset}, {"unit", asset},
    {"资产", asset}, {"资产名称", asset}, {"主机", asset}, {"主机名", asset}, {"主机名称", asset}, {"设备名称", asset}, {"所在设备", asset}, {"所属设备", asset}, {"ip地址", asset}, {"系统名称", asset}, {"所属系统", asset}, {"网元名称", asset}, {"网络单元", asset}, {"网络单元名称", asset}, {"定级对象名称", asset},
    {"location", location}, {"path", location}, {"installpath", location}, {"installlocation", location}, {"port", location}, {"路径", location}, {"安装路径", location}, {"安装位置", location}, {"端口", location},
    {"type", type}, {"category", type}, {"assettype", type}, {"componenttype", type}, {"类型", type}, {"资产类型", type}, {"设备类型", type}, {"软件类型", type}, {"组件类型", type}, {"类别", type},
    {"vendor", vendor}, {"manufacturer", vendor}, {"supplier", vendor}, {"publisher", vendor}, {"brand", vendor}, {"maker", vendor}, {"company", vendor},
    {"厂商", vendor}, {"厂家", vendor}, {"品牌", vendor}, {"供应商", vendor}, {"生产厂商", vendor}, {"生产厂家", vendor}, {"制造商", vendor}, {"研发方", vendor}, {"开发商", vendor}, {"研发单位", vendor}, {"品牌研发方", vendor}, {"品牌厂商", vendor}, {"设备厂商", vendor}, {"软件厂商", vendor},
    {"name", name}, {"product", name}, {"productname", name}, {"software", name}, {"softwarename", name}, {"component", name}, {"componentname", name}, {"package", name}, {"packagename", name}, {"application", name}, {"applicationname", name}, {"displayname", name},
    {"名称", name}, {"软件名称", name}, {"软件", name}, {"产品", name}, {"产品名称", name}, {"组件", name}, {"组件名称", name}, {"应用名称", name}, {"应用软件名称", name}, {"软件包", name}, {"包名", name},
    {"version", version}, {"currentversion", version}, {"displayversion", version}, {"productversion", version}, {"softwareversion", version}, {"packageversion", version}, {"firmwareversion", version},
    {"版本", version}, {"当前版本", version}, {"版本号", version}, {"软件版本", version}, {"产品版本", version}, {"系统版本", version}, {"固件版本", version}, {"组件版本", version},
    {"model", model}, {"modelnumber", model}, {"modelname", model}, {"partnumber", model}, {"型号", model}, {"设备型号", model}, {"规格型号", model}, {"产品型号", model}, {"品牌型号", model},
    {"purl", purl}, {"packageurl", purl}, {"cpe", cpe}, {"cpe23", cpe}, {"cpename", cpe}, {"cpes", cpe},
    {"distribution", distribution}, {"distro", distribution}, {"发行版", distribution},
    {"sourcepackage", source_name}, {"sourcename", source_name}, {"源码包", source_name}, {"sourceversion", source_version}, {"源码版本", source_version}, {"scheme", scheme}, {"ecosystem", scheme}, {"生态", scheme},
});

struct Id { std::string_view id; TableField field; };
constexpr auto ids = std::to_array<Id>({{"ignore", none}, {"asset", asset}, {"location", location}, {"type", type}, {"vendor", vendor}, {"name", name}, {"version", version}, {"model", model}, {"purl", purl}, {"cpe", cpe}, {"distribution", distribution}, {"source_name", source_name}, {"source_version", source_version}, {"scheme", scheme}});

bool names_something(TableField field) { return field == name || field == model || field == purl || field == cpe; }

}  // namespace

TableField table_field_of_word(std::string_view header) {
  std::string folded = normalise_for_match(header);
  auto found = std::ranges::find(words, std::string_view(folded), &Word::word);
  // "版本（必填）", "Version *": what stands in brackets is a note.
  if (found == words.end())
    if (const std::size_t bracket = std::min(header.find('('), header.find("（")); bracket != std::string_view::npos && bracket > 0) {
      folded = normalise_for_match(header.substr(0, bracket));
      found = std::ranges::find(words, std::string_view(folded), &Word::word);
    }
  return found == words.end() ? none : found->field;
}

TableField table_field_of_id(std::string_view id) {
  const auto found = std::ranges::find(ids, id, &Id::id);
  return found == ids.end() ? none : found->field;
}

std::optional<std::vector<TableField>> table_header_of(const io::Row& row) {
  std::vector<TableField> columns;
  std::size_t known = 0, filled = 0;
  bool names = false, versioned = false;
  for (const io::Cell& cell : row.cells) {
    TableField field = cell.empty() || cell.merged ? none : table_field_of_word(cell.text);
    if (field != none && field != cpe && std::ranges::find(columns, field) != columns.end()) field = none;  // the first of two counts
    columns.push_back(field);
    filled += cell.empty() ? 0 : 1;
    known += field == none ? 0 : 1;
    names = names || names_something(field);
    versioned = versioned || field == version;
  }
  const bool has_vendor = std::ranges::find(columns, vendor) != columns.end();
  if (!names && !(has_vendor && versioned)) return std::nullopt;
  // One known word among others may be a value; a column alone may be the whole table.
  if (known * 3 < filled || (known < 2 && filled > 1)) return std::nullopt;
  return columns;
}

Result<TableMapping> read_table_mapping(const std::filesystem::path& path) {
  LP_TRY(const std::string text, io::read_file(path, 1u << 20));
  Diagnostics problems;
  const auto root = io::parse_yaml(text, path.string(), problems);
  if (!root || !root->is_map()) return make_error(Errc::invalid, path.string() + (problems.items().empty() ? ": no lines 'column: field'" : ": " + problems.items().front().what), "see docs/formats/inventories.md");
  TableMapping mapping;
  for (const io::YamlEntry& entry : root->entries) {
    const auto id = std::ranges::find(ids, std::string_view(entry.value.text), &Id::id);
    if (!entry.value.is_scalar() || id == ids.end()) return make_error(Errc::invalid, to_string(entry.where) + ": '" + entry.value.text + "' is no field", "the fields are asset, location, type, vendor, name, version, model, purl, cpe, distribution, source_name, source_version, scheme and ignore");
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(entry.key.data(), entry.key.data() + entry.key.size(), number);
    if (error == std::errc{} && end == entry.key.data() + entry.key.size() && number > 0) mapping.by_number[number - 1] = id->field;
    else mapping.by_header[normalise_for_match(entry.key)] = id->field;
  }
  if (mapping.by_number.empty() && mapping.by_header.empty()) return make_error(Errc::invalid, path.string() + " maps no column");
  return mapping;
}

}  // namespace lp::match
