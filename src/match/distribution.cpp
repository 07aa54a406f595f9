#include "match/distribution.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace lp::match {
namespace {

enum class Release : unsigned char { major, major_minor, alpine, openeuler, none };
struct Known {
  std::string_view word;  // what it is called somewhere: letters and digits only
  std::string_view id;
  Release release = Release::major;
};
// The longest that begins the text counts.
constexpr auto known = std::to_array<Known>({
    {"debian", "debian"}, {"ubuntu", "ubuntu", Release::major_minor}, {"almalinux", "almalinux"}, {"alma", "almalinux"},
    {"rockylinux", "rockylinux"}, {"rocky", "rockylinux"}, {"redhatenterpriselinux", "redhat"}, {"redhat", "redhat"}, {"rhel", "redhat"},
    {"centos", "centos"}, {"centoslinux", "centos"}, {"centosstream", "centos-stream"}, {"fedora", "fedora"}, {"oraclelinuxserver", "oraclelinux"}, {"oraclelinux", "oraclelinux"}, {"oracle", "oraclelinux"}, {"ol", "oraclelinux"},
    {"amazonlinux", "amazon"}, {"amazon", "amazon"}, {"amzn", "amazon"}, {"alpine", "alpine", Release::alpine}, {"alpinelinux", "alpine", Release::alpine}, {"wolfi", "wolfi", Release::none},
    {"chainguard", "chainguard", Release::none}, {"arch", "arch", Release::none}, {"archlinux", "arch", Release::none}, {"openeuler", "openeuler", Release::openeuler},
    {"suselinuxenterprise", "sles", Release::major_minor}, {"suse", "sles", Release::major_minor}, {"sles", "sles", Release::major_minor}, {"sle", "sles", Release::major_minor}, {"opensuseleap", "opensuse-leap", Release::major_minor},
    {"opensusetumbleweed", "opensuse-tumbleweed", Release::none}, {"opensuse", "opensuse-leap", Release::major_minor}, {"photonos", "photon", Release::major_minor},
    {"photon", "photon", Release::major_minor}, {"mageia", "mageia"}, {"azurelinux", "azurelinux"}, {"mariner", "mariner"}, {"cblmariner", "mariner"},
    {"anolisos", "anolis"}, {"anolis", "anolis"}, {"kylin", "kylin"}, {"uos", "uos"}, {"uniontech", "uos"}, {"deepin", "deepin"},
    {"tencentos", "tencentos"}, {"opencloudos", "opencloudos"}, {"bottlerocket", "bottlerocket", Release::major_minor}, {"minimos", "minimos", Release::none}, {"raspbian", "debian"},
});

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z'); }

// Where the letters of `word` end in `text`, blanks and signs between them passed over; npos when it does not begin with them.
std::size_t end_of_word(std::string_view text, std::string_view word) {
  std::size_t at = 0;
  for (const char c : word) {
    while (at < text.size() && !is_letter(text[at]) && !is_digit(text[at])) ++at;
    if (at >= text.size() || text[at] != c) return std::string_view::npos;
    ++at;
  }
  return at < text.size() && is_letter(text[at]) ? std::string_view::npos : at;
}

// "12.4" of " 12.4 (bookworm)": the first number, digits and points.
std::string_view number_in(std::string_view text) {
  const std::size_t from = std::min(text.find_first_of("0123456789"), text.size());
  std::size_t to = from;
  while (to < text.size() && (is_digit(text[to]) || (text[to] == '.' && to + 1 < text.size() && is_digit(text[to + 1])))) ++to;
  return text.substr(from, to - from);
}

std::string major_of(std::string_view number) { return std::string(number.substr(0, number.find('.'))); }
std::string major_minor_of(std::string_view number) {
  const std::size_t dot = number.find('.');
  return std::string(dot == std::string_view::npos ? number : number.substr(0, number.find('.', dot + 1)));
}

struct CodeName { std::string_view name, release; };
constexpr auto code_names = std::to_array<CodeName>({
    {"jessie", "debian:8"}, {"stretch", "debian:9"}, {"buster", "debian:10"}, {"bullseye", "debian:11"}, {"bookworm", "debian:12"}, {"trixie", "debian:13"}, {"forky", "debian:14"},
    {"sid", "debian:sid"}, {"trusty", "ubuntu:14.04"}, {"xenial", "ubuntu:16.04"}, {"bionic", "ubuntu:18.04"}, {"focal", "ubuntu:20.04"}, {"jammy", "ubuntu:22.04"}, {"noble", "ubuntu:24.04"},
});
std::string by_code_name(std::string_view id, std::string_view rest) {
  for (const CodeName& c : code_names)
    if (c.release.starts_with(id) && rest.find(c.name) != std::string_view::npos) return std::string(c.release);
  return {};
}

// "22.03-lts-sp3" of "22.03 (LTS-SP3)", "22.03-LTS-SP3".
std::string openeuler_release(std::string_view rest) {
  std::string out = major_minor_of(number_in(rest));
  if (out.empty()) return out;
  if (rest.find("lts") != std::string_view::npos) out += "-lts";
  if (const std::size_t sp = rest.find("sp"); sp != std::string_view::npos && sp + 2 < rest.size() && is_digit(rest[sp + 2])) out += "-sp" + std::string(number_in(rest.substr(sp)));
  return out;
}

// "15.4" of "linux enterprise server 15 sp4", "15.4".
std::string suse_release(std::string_view rest) {
  const std::string_view number = number_in(rest);
  const std::size_t sp = rest.find("sp", number.empty() ? rest.size() : static_cast<std::size_t>(number.data() - rest.data()));
  if (number.find('.') == std::string_view::npos && sp != std::string_view::npos && sp + 2 < rest.size() && is_digit(rest[sp + 2])) return std::string(number) + '.' + std::string(number_in(rest.substr(sp)));
  return major_minor_of(number);
}

// ":enterprise_linux:8::baseos", ":rhel_eus:8.4::appstream": other streams than that of the major release are realms of their own.
std::string redhat_stream(std::string_view rest) {
  if (!rest.starts_with(':')) return {};
  rest.remove_prefix(1);
  const std::string_view product = rest.substr(0, rest.find(':'));
  if (product.empty() || is_digit(product.front()) || product == "enterprise_linux") return {};
  rest.remove_prefix(std::min(product.size() + 1, rest.size()));
  const std::string_view release = rest.substr(0, rest.find(':'));
  return "redhat-" + std::string(product) + (release.empty() ? "" : ':' + std::string(release));
}

const Known* longest_match(std::string_view text, std::size_t& end) {
  const Known* best = nullptr;
  const std::size_t first = text.find_first_of("abcdefghijklmnopqrstuvwxyz0123456789");
  if (first == std::string_view::npos) return best;
  for (const Known& k : known) {
    if (k.word.front() != text[first]) continue;
    const std::size_t at = end_of_word(text, k.word);
    if (at == std::string_view::npos || (best != nullptr && k.word.size() <= best->word.size())) continue;
    best = &k;
    end = at;
  }
  return best;
}

std::string with_release(std::string_view id, std::string_view release) { return release.empty() ? std::string(id) : std::string(id) + ':' + std::string(release); }

std::string alpine_release(std::string_view rest) {
  if (rest.find("edge") != std::string_view::npos) return "edge";
  const std::string number = major_minor_of(number_in(rest));
  return number.empty() ? number : 'v' + number;
}

// The digits behind `mark`: "8" of "2.el8_6" by "el". The mark must not be the end of a word.
std::string_view digits_behind(std::string_view text, std::string_view mark) {
  for (std::size_t at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + 1)) {
    if (at > 0 && is_letter(text[at - 1])) continue;
    const std::size_t from = at + mark.size();
    std::size_t to = from;
    while (to < text.size() && is_digit(text[to])) ++to;
    if (to > from) return text.substr(from, to - from);
  }
  return {};
}

// "oe2203sp3" is 22.03-LTS-SP3; "oe1" is 20.03-LTS without its service pack and tells nothing.
std::string openeuler_of(std::string_view version) {
  const std::string_view digits = digits_behind(version, "oe");
  if (digits.size() != 4) return "openeuler";
  const std::string_view rest = version.substr(static_cast<std::size_t>(digits.data() - version.data()) + 4);
  std::string out = "openeuler:" + std::string(digits.substr(0, 2)) + '.' + std::string(digits.substr(2));
  // Every even year's March release is one with long support.
  if (digits.substr(2) == "03" && (digits[1] - '0') % 2 == 0) out += "-lts";
  if (rest.starts_with("sp")) out += "-sp" + std::string(number_in(rest));
  return out;
}

// "1ubuntu0.18.04.2", "1ubuntu1~20.04": updates of several releases carry theirs.
std::string ubuntu_of(std::string_view version) {
  for (std::size_t at = version.find("ubuntu"); at < version.size(); ++at) {
    const std::string_view rest = version.substr(at);
    if ((rest[0] != '.' && rest[0] != '~') || rest.size() < 6 || !is_digit(rest[1]) || !is_digit(rest[2])) continue;
    if (rest.substr(3, 3) != ".04" && rest.substr(3, 3) != ".10") continue;
    if (rest.size() == 6 || !is_digit(rest[6])) return "ubuntu:" + std::string(rest.substr(1, 5));
  }
  return "ubuntu";
}

std::string from_version(std::string_view id, std::string_view version) {
  if (id == "openeuler") return openeuler_of(version);
  if (id == "ubuntu") return ubuntu_of(version);
  struct Tag { std::string_view id, mark; };
  constexpr auto tags = std::to_array<Tag>({{"debian", "deb"}, {"redhat", "el"}, {"centos", "el"}, {"almalinux", "el"}, {"rockylinux", "el"}, {"oraclelinux", "el"}, {"fedora", "fc"}, {"amazon", "amzn"}, {"anolis", "an"}});
  const auto tag = std::ranges::find(tags, id, &Tag::id);
  return tag == tags.end() ? std::string(id) : with_release(id, digits_behind(version, tag->mark));
}

bool is_system_package(std::string_view type) { return type == "deb" || type == "rpm" || type == "apk" || type == "alpm"; }

}  // namespace

std::string fold_distribution(std::string_view text) {
  const std::string lower = to_lower_ascii(trim(text));
  std::size_t end = 0;
  const Known* found = longest_match(lower, end);
  if (found == nullptr) return {};
  const std::string_view rest = std::string_view(lower).substr(end);
  if (found->id == "redhat")
    if (std::string stream = redhat_stream(rest); !stream.empty()) return stream;
  if (found->id == "ubuntu" && rest.find("fips") != std::string_view::npos) return with_release("ubuntu-fips", major_minor_of(number_in(rest)));
  switch (found->release) {
    case Release::none: return std::string(found->id);
    case Release::alpine: return with_release(found->id, alpine_release(rest));
    case Release::openeuler: return with_release(found->id, openeuler_release(rest));
    case Release::major_minor: break;
    case Release::major: {
      const std::string major = major_of(number_in(rest));
      if (!major.empty()) return with_release(found->id, major);
      const std::string named = by_code_name(found->id, rest);
      return named.empty() ? std::string(found->id) : named;
    }
  }
  const std::string release = found->id == "sles" ? suse_release(rest) : major_minor_of(number_in(rest));
  if (!release.empty()) return with_release(found->id, release);
  const std::string named = by_code_name(found->id, rest);
  return named.empty() ? std::string(found->id) : named;
}

std::string distribution_of(const Purl& purl) {
  if (!is_system_package(purl.type)) return {};
  const std::string id = fold_distribution(purl.ns.empty() ? (purl.type == "apk" ? "alpine" : "") : purl.ns);
  std::string stated;
  if (const auto distro = purl.qualifiers.find("distro"); distro != purl.qualifiers.end()) {
    stated = fold_distribution(distro->second);
    // "distro=3.16.2" and "distro=bookworm": the release alone.
    if (stated.empty() && !id.empty()) stated = fold_distribution(id + ' ' + distro->second);
  }
  // A package of another distribution than that of the host keeps its own: pkg:rpm/fedora/… on a RHEL host.
  if (!stated.empty() && !id.empty() && stated.substr(0, stated.find(':')) != id.substr(0, id.find(':'))) stated.clear();
  if (has_release(stated) && !(stated.starts_with("openeuler") && stated.find("-sp") == std::string::npos)) return stated;
  const std::string& base = stated.empty() ? id : stated;
  if (base.empty()) return {};
  const std::string refined = from_version(base.substr(0, base.find(':')), purl.version);
  return has_release(refined) ? refined : base;
}

bool has_release(std::string_view distribution) {
  if (distribution.find(':') != std::string_view::npos) return true;
  return std::ranges::any_of(known, [&](const Known& k) { return k.id == distribution && k.release == Release::none; });
}

std::string parent_distribution(std::string_view distribution) {
  constexpr std::string_view centos = "centos:";
  return distribution.starts_with(centos) ? "redhat:" + std::string(distribution.substr(centos.size())) : std::string();
}

SourcePackage source_package_of_rpm(std::string_view file) {
  if (file.ends_with(".rpm")) file.remove_suffix(4);
  if (file.ends_with(".src")) file.remove_suffix(4);
  else if (file.ends_with(".nosrc")) file.remove_suffix(6);
  const std::size_t release = file.rfind('-');
  const std::size_t version = release == std::string_view::npos || release == 0 ? std::string_view::npos : file.rfind('-', release - 1);
  if (version == std::string_view::npos || version == 0) return {std::string(file), {}};
  return {std::string(file.substr(0, version)), std::string(file.substr(version + 1))};
}

SourcePackage source_package_of(const Purl& purl) {
  if (!is_system_package(purl.type)) return {};
  const auto upstream = purl.qualifiers.find("upstream");
  if (upstream == purl.qualifiers.end()) return {};
  const std::string_view text = upstream->second;
  if (purl.type == "rpm") return source_package_of_rpm(text);
  const std::size_t at = text.find('@');
  return {std::string(text.substr(0, at)), at == std::string_view::npos ? std::string() : std::string(text.substr(at + 1))};
}

}  // namespace lp::match
