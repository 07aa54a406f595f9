#include "match/inventory/component_parts.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "match/distribution.h"

namespace lp::match {
namespace {

struct TypeWord { std::string_view word; ComponentType type; };
constexpr auto type_words = std::to_array<TypeWord>({
    {"library", ComponentType::library}, {"framework", ComponentType::library}, {"module", ComponentType::library}, {"库", ComponentType::library}, {"组件", ComponentType::library},
    {"application", ComponentType::application}, {"app", ComponentType::application}, {"install", ComponentType::application}, {"software", ComponentType::application}, {"database", ComponentType::application}, {"middleware", ComponentType::application}, {"platform", ComponentType::application},
    {"应用软件", ComponentType::application}, {"应用", ComponentType::application}, {"软件", ComponentType::application}, {"数据库", ComponentType::application}, {"中间件", ComponentType::application}, {"办公软件", ComponentType::application},
    {"operatingsystem", ComponentType::operating_system}, {"os", ComponentType::operating_system}, {"操作系统", ComponentType::operating_system}, {"系统软件", ComponentType::operating_system},
    {"firmware", ComponentType::firmware}, {"devicedriver", ComponentType::firmware}, {"固件", ComponentType::firmware}, {"bios", ComponentType::firmware},
    {"device", ComponentType::hardware}, {"hardware", ComponentType::hardware}, {"router", ComponentType::hardware}, {"switch", ComponentType::hardware}, {"firewall", ComponentType::hardware}, {"server", ComponentType::hardware}, {"plc", ComponentType::hardware}, {"camera", ComponentType::hardware}, {"gateway", ComponentType::hardware},
    {"设备", ComponentType::hardware}, {"硬件", ComponentType::hardware}, {"路由器", ComponentType::hardware}, {"交换机", ComponentType::hardware}, {"防火墙", ComponentType::hardware}, {"服务器", ComponentType::hardware}, {"存储", ComponentType::hardware}, {"网关", ComponentType::hardware}, {"摄像头", ComponentType::hardware}, {"安全设备", ComponentType::hardware}, {"网络设备", ComponentType::hardware}, {"主机", ComponentType::hardware},
    {"container", ComponentType::container}, {"容器", ComponentType::container}, {"image", ComponentType::container}, {"镜像", ComponentType::container}, {"service", ComponentType::service}, {"服务", ComponentType::service},
});

bool is_system_purl(const Component& component) {
  if (!component.purl) return false;
  const std::string& type = component.purl->type;
  return type == "deb" || type == "rpm" || type == "apk" || type == "alpm";
}

}  // namespace

void add_purl(Component& component, std::string_view text, std::string_view place, InventorySink& sink) {
  Result<Purl> purl = parse_purl(text);
  if (purl) component.purl = *std::move(purl);
  else sink.drop_part(place, "broken_purl", purl.error().message);
}

void add_cpe(Component& component, std::string_view text, std::string_view place, InventorySink& sink) {
  Result<Cpe> cpe = parse_cpe(text);
  if (!cpe) return sink.drop_part(place, "broken_cpe", cpe.error().message);
  if (std::ranges::find(component.cpes, *cpe) == component.cpes.end()) component.cpes.push_back(*std::move(cpe));
}

bool complete_name(Component& component) {
  if (!trim(component.name).empty()) return true;
  if (component.purl) {
    component.name = component.purl->name;
  } else if (!trim(component.model).empty()) {
    component.name = component.model;
  } else if (!component.cpes.empty()) {
    component.name = plain_cpe_value(component.cpes.front()[Cpe::product]);
    if (component.vendor.empty()) component.vendor = plain_cpe_value(component.cpes.front()[Cpe::vendor]);
  }
  return !trim(component.name).empty();
}

ComponentType component_type(std::string_view word) {
  auto found = std::ranges::find(type_words, word, &TypeWord::word);
  if (found == type_words.end()) found = std::ranges::find(type_words, std::string_view(normalise_for_match(word)), &TypeWord::word);
  return found == type_words.end() ? ComponentType::other : found->type;
}

std::string_view organisation_of(std::string_view supplier) {
  supplier = trim(supplier);
  if (supplier.starts_with("Person:")) return {};
  constexpr std::string_view word = "Organization:";
  if (supplier.starts_with(word)) supplier.remove_prefix(word.size());
  if (const std::size_t mail = supplier.find('('); mail != std::string_view::npos && (supplier.find('@', mail) != std::string_view::npos || supplier.ends_with("()"))) supplier = supplier.substr(0, mail);
  return stated(trim(supplier));
}

std::string_view stated(std::string_view text) {
  text = trim(text);
  constexpr auto nothing = std::to_array<std::string_view>({"NOASSERTION", "NONE", "unknown", "UNKNOWN", "Unknown", "n/a", "N/A", "-", "--", "/", "无", "未知", "(none)", "null"});
  return std::ranges::find(nothing, text) == nothing.end() ? text : std::string_view{};
}

std::string plain_cpe_value(std::string_view value) {
  if (value == "*" || value == "-") return {};
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == '\\' && i + 1 < value.size()) ++i;
    out += value[i];
  }
  return out;
}

void SystemPackages::operating_system(std::string_view name, std::string_view version) {
  if (distribution_.empty()) distribution_ = fold_distribution(std::string(name) + ' ' + std::string(version));
}

void SystemPackages::take(Component&& component) {
  if (!is_system_purl(component)) return sink_.take(std::move(component));
  if (component.distribution.empty()) component.distribution = distribution_of(*component.purl);
  if (has_release(component.distribution)) return sink_.take(std::move(component));
  waiting_.push_back(std::move(component));
}

void SystemPackages::finish() {
  for (Component& component : waiting_) {
    const std::string& own = component.distribution;
    if (!distribution_.empty() && (own.empty() || distribution_.starts_with(own + ':'))) component.distribution = distribution_;
    sink_.take(std::move(component));
  }
  waiting_.clear();
}

}  // namespace lp::match
