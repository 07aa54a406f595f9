#include "detect/net/public_suffix.h"

#include "base/text.h"
#include "detect/net/domain_name.h"
#include "io/files.h"

namespace lp::detect {
namespace {

constexpr std::string_view system_copy = "/usr/share/publicsuffix/public_suffix_list.dat";
constexpr std::uint64_t most_bytes = 16 << 20;

// The registry's own second levels, by the published rules of CNNIC and its peers.
constexpr std::string_view minimum_list = R"(
ac.cn ah.cn bj.cn com.cn cq.cn edu.cn fj.cn gd.cn gov.cn gs.cn gx.cn gz.cn ha.cn hb.cn he.cn hi.cn hk.cn hl.cn hn.cn jl.cn js.cn jx.cn
ln.cn mil.cn mo.cn net.cn nm.cn nx.cn org.cn qh.cn sc.cn sd.cn sh.cn sn.cn sx.cn tj.cn tw.cn xj.cn xz.cn yn.cn zj.cn
公司.cn 網絡.cn 网络.cn
com.hk edu.hk gov.hk idv.hk net.hk org.hk com.mo edu.mo gov.mo net.mo org.mo com.tw edu.tw gov.tw idv.tw net.tw org.tw
co.jp ac.jp go.jp ne.jp or.jp co.kr go.kr or.kr com.sg edu.sg gov.sg net.sg org.sg com.my gov.my net.my org.my com.vn gov.vn net.vn
co.uk ac.uk gov.uk org.uk com.au edu.au gov.au net.au org.au com.br gov.br net.br org.br co.in gov.in net.in org.in com.ru
)";

}  // namespace

void PublicSuffixes::add(std::string_view line, bool& good) {
  Rule kind = plain;
  if (line.starts_with('!')) {
    kind = exception;
    line.remove_prefix(1);
  } else if (line.starts_with("*.")) {
    kind = wildcard;
    line.remove_prefix(2);
  }
  std::string name;
  good = normalise_domain(line, name);  // refuses "*" within a rule: no list has ever had one
  if (good) rules_[name] |= kind;
}

PublicSuffixes PublicSuffixes::parse(std::string_view list, std::string_view file, Diagnostics& out) {
  PublicSuffixes suffixes;
  int number = 0;
  for (const std::string_view raw : split(list, '\n')) {
    ++number;
    const std::string_view line = trim(raw);
    if (line.empty() || line.starts_with("//")) continue;
    bool good = false;
    suffixes.add(line.substr(0, line.find_first_of(" \t")), good);
    if (!good) out.warning({std::string(file), number, 0}, "no_suffix_rule", "a line is no rule of the public suffix list", "it is left out");
  }
  return suffixes;
}

Result<PublicSuffixes> PublicSuffixes::load(const std::filesystem::path& path, Diagnostics& out) {
  const std::filesystem::path from = path.empty() ? std::filesystem::path(system_copy) : path;
  auto text = io::read_file(from, most_bytes);
  if (!text && path.empty()) {
    out.warning({std::string(system_copy), 0, 0}, "no_public_suffix_list", "the system has no public suffix list; the built-in minimum is used",
                "names below shared suffixes such as github.io count as one owner", "install the package publicsuffix or name a file");
    return minimum();
  }
  if (!text) return std::move(text).error().within("the public suffix list");
  PublicSuffixes suffixes = parse(*text, from.string(), out);
  if (suffixes.rules_.empty()) return make_error(Errc::invalid, "no rule in the public suffix list " + from.string(), "give the file from https://publicsuffix.org/list/");
  return suffixes;
}

PublicSuffixes PublicSuffixes::minimum() {
  PublicSuffixes suffixes;
  bool good = false;
  for (const std::string_view line : split(minimum_list, '\n'))
    for (const std::string_view word : split(line, ' '))
      if (!word.empty()) suffixes.add(word, good);
  return suffixes;
}

void PublicSuffixes::each_rule(const std::function<void(std::string_view name, Rule rule)>& take) const {
  for (const auto& [name, rules] : rules_)
    for (const Rule rule : {plain, wildcard, exception})
      if ((rules & rule) != 0) take(name, rule);
}

std::string_view PublicSuffixes::suffix_of(std::string_view name) const {
  const std::size_t last_dot = name.rfind('.');
  std::string_view best = last_dot == std::string_view::npos ? name : name.substr(last_dot + 1);
  std::string_view child = {};  // one label more than `part`
  // From the whole name to the right: the first that a rule names is the longest.
  for (std::string_view part = name;;) {
    if (const auto found = rules_.find(part); found != rules_.end()) {
      const std::size_t dot = part.find('.');
      if ((found->second & exception) != 0) return dot == std::string_view::npos ? part : part.substr(dot + 1);
      if ((found->second & wildcard) != 0 && !child.empty()) {
        // An exception one label longer would have been met before.
        return child;
      }
      if ((found->second & plain) != 0) return part;
    }
    child = part;
    const std::size_t dot = part.find('.');
    if (dot == std::string_view::npos) return best;
    part.remove_prefix(dot + 1);
  }
}

std::string_view PublicSuffixes::registrable_of(std::string_view name) const {
  const std::string_view suffix = suffix_of(name);
  if (suffix.size() == name.size()) return {};
  const std::size_t before = name.rfind('.', name.size() - suffix.size() - 2);
  return before == std::string_view::npos ? name : name.substr(before + 1);
}

}  // namespace lp::detect
