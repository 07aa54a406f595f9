#include "probe/fingerprints.h"

#include <algorithm>
#include <fstream>
#include <tuple>

#include "base/text.h"
#include "probe/fingerprint_pattern.h"
#include "probe/fingerprints_reader.h"

namespace lp::probe {
namespace {

namespace fs = std::filesystem;
using Groups = FingerprintPattern::Groups;

constexpr std::size_t file_limit = 1u << 20;
constexpr int cpe_parts = 13;
constexpr int last_resort = 9;  // ranks up to this: "what it calls itself"

// Calls `each` with the name inside every {…} of a template.
template <class Each>
void each_name(std::string_view text, const Each& each) {
  for (std::size_t open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1)) {
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos) return;
    each(text.substr(open + 1, close - open - 1));
  }
}

// Fills {name}; `change` makes a group's text fit.
template <class Change>
std::string fill(std::string_view text, const Groups& groups, const Change& change) {
  std::string out;
  while (!text.empty()) {
    const std::size_t close = text.front() == '{' ? text.find('}') : std::string_view::npos;
    const auto group = close == std::string_view::npos ? groups.end() : groups.find(text.substr(1, close - 1));
    if (group == groups.end()) {
      out += text.front();
      text.remove_prefix(1);
    } else {
      out += change(group->second);
      text.remove_prefix(close + 1);
    }
  }
  return out;
}

std::string as_it_is(const std::string& text) { return text; }

// A value in a CPE 2.3 string: lower case, everything unusual behind a backslash, "*" for nothing.
std::string cpe_value(const std::string& text) {
  if (text.empty()) return "*";
  std::string out;
  for (const char c : to_lower_ascii(text)) {
    const bool usual = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
    if (!usual) out += '\\';
    out += c;
  }
  return out;
}

// "cpe:2.3:a:vendor:product:1.0" → all thirteen parts.
std::string whole_cpe(std::string cpe) {
  if (cpe.empty()) return cpe;
  int parts = 1;
  for (std::size_t i = 0; i < cpe.size(); ++i) {
    if (cpe[i] == '\\') ++i;
    else if (cpe[i] == ':') ++parts;
  }
  for (; parts < cpe_parts; ++parts) cpe += ":*";
  return cpe;
}

// "" while a group that the template needs took no part: half a package version is none.
std::string package_of(const std::string& text, const Groups& groups) {
  bool complete = true;
  each_name(text, [&](std::string_view name) {
    const auto group = groups.find(name);
    complete = complete && group != groups.end() && !group->second.empty();
  });
  return complete ? fill(text, groups, as_it_is) : std::string();
}

Identification identification(const Fingerprint& print, const std::string& fact, const Groups& groups) {
  return {print.id, fact, print.part, print.rank, fill(print.vendor, groups, as_it_is), fill(print.product, groups, as_it_is),
          std::string(trim(fill(print.version, groups, as_it_is))), whole_cpe(fill(print.cpe, groups, cpe_value)),
          package_of(print.package, groups)};
}

bool before(const Identification& a, const Identification& b) {
  return std::tuple(-a.rank, a.version.empty(), a.part, std::string_view(a.fingerprint)) <
         std::tuple(-b.rank, b.version.empty(), b.part, std::string_view(b.fingerprint));
}

}  // namespace

struct Fingerprints::Compiled {
  std::vector<Fingerprint> prints;
  std::vector<FingerprintPattern> patterns;                                    // as prints
  std::map<std::string, std::vector<std::size_t>, std::less<>> by_fact;

  void add(Fingerprint print, Diagnostics& out) {
    const bool twice = std::any_of(prints.begin(), prints.end(), [&](const Fingerprint& p) { return p.id == print.id; });
    if (twice) return out.error(print.where, "duplicate_name", "fingerprint \"" + print.id + "\" stands twice");
    auto pattern = FingerprintPattern::compile(print.pattern);
    if (!pattern) return out.error(print.where, "bad_pattern", print.id + ": " + pattern.error().message, "the fingerprint cannot be used");
    if (print.version.empty() && pattern->has_group("version")) print.version = "{version}";
    bool good = true;
    for (const std::string* text : {&print.vendor, &print.product, &print.version, &print.cpe, &print.package}) {
      each_name(*text, [&](std::string_view name) {
        if (pattern->has_group(name)) return;
        out.error(print.where, "unknown_group", print.id + ": no group \"" + std::string(name) + "\" in the pattern", "the template could not be filled");
        good = false;
      });
    }
    if (!good) return;
    for (const std::string& fact : print.matches) by_fact[fact].push_back(prints.size());
    prints.push_back(std::move(print));
    patterns.push_back(*std::move(pattern));
  }
};

Fingerprints::Fingerprints() : compiled_(std::make_unique<Compiled>()) {}
Fingerprints::~Fingerprints() = default;
Fingerprints::Fingerprints(Fingerprints&&) noexcept = default;
Fingerprints& Fingerprints::operator=(Fingerprints&&) noexcept = default;

const std::vector<Fingerprint>& Fingerprints::all() const { return compiled_->prints; }

void Fingerprints::read(std::string_view file, std::string_view text, Diagnostics& out) {
  for (Fingerprint& print : read_fingerprints(file, text, out)) compiled_->add(std::move(print), out);
}

Result<Fingerprints> Fingerprints::load(const fs::path& specs, Diagnostics& out) {
  const fs::path folder = specs / "fingerprints";
  std::error_code error;
  if (!fs::is_directory(folder, error)) return make_error(Errc::not_found, "no folder \"" + folder.string() + "\"", "name the folder that holds fingerprints/");
  std::vector<fs::path> files;
  for (auto entry = fs::directory_iterator(folder, error); !error && entry != fs::directory_iterator(); entry.increment(error)) {
    if (entry->path().extension() == ".yaml") files.push_back(entry->path());
  }
  if (error) return make_error(Errc::io, "cannot list \"" + folder.string() + "\": " + error.message());
  std::sort(files.begin(), files.end());
  Fingerprints loaded;
  for (const fs::path& path : files) {
    const std::string name = "fingerprints/" + path.filename().string();
    std::ifstream in(path, std::ios::binary);
    std::string text(file_limit + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!in.eof() && in.fail()) {
      out.error({name}, "unreadable", "the file cannot be read", {}, "check its permissions");
      continue;
    }
    text.resize(static_cast<std::size_t>(in.gcount()));
    loaded.read(name, text, out);
  }
  return loaded;
}

std::optional<Identification> Fingerprints::try_one(std::size_t index, std::string_view text) const {
  const auto groups = compiled_->patterns[index].match(text);
  if (!groups) return std::nullopt;
  const Fingerprint& print = compiled_->prints[index];
  return identification(print, print.matches.front(), *groups);
}

std::vector<Identification> Fingerprints::identify(const std::map<std::string, std::string>& facts) const {
  std::vector<Identification> found;
  for (const auto& [fact, value] : facts) {
    const auto readers = compiled_->by_fact.find(fact);
    if (readers == compiled_->by_fact.end()) continue;
    const std::string folded = to_lower_ascii(value);
    for (const std::size_t index : readers->second) {
      const FingerprintPattern& pattern = compiled_->patterns[index];
      if (!contains(folded, pattern.literal())) continue;
      if (const auto groups = pattern.match(value)) found.push_back(identification(compiled_->prints[index], fact, *groups));
    }
  }
  std::sort(found.begin(), found.end(), before);
  // A last resort counts only where nothing better was said from the same fact.
  std::erase_if(found, [&](const Identification& one) {
    return one.rank <= last_resort && std::any_of(found.begin(), found.end(), [&](const Identification& other) {
      return other.rank > last_resort && other.part == one.part && other.fact == one.fact;
    });
  });
  // Of one product the first that tells a version, at the place of the first.
  std::vector<Identification> kept;
  for (Identification& one : found) {
    const auto same = std::find_if(kept.begin(), kept.end(), [&](const Identification& k) {
      return k.part == one.part && k.vendor == one.vendor && k.product == one.product;
    });
    if (same == kept.end()) kept.push_back(std::move(one));
    else if (same->version.empty() && !one.version.empty()) *same = std::move(one);
  }
  return kept;
}

void Fingerprints::apply(Observation& observation) const {
  const std::vector<Identification> found = identify(observation.facts);
  const Identification* main = nullptr;
  for (const FingerprintPart part : {FingerprintPart::application, FingerprintPart::hardware, FingerprintPart::os}) {
    const auto first = std::find_if(found.begin(), found.end(), [&](const Identification& i) { return i.part == part; });
    if (main == nullptr && first != found.end()) main = &*first;
  }
  if (main == nullptr) return;
  observation.vendor = main->vendor;
  observation.product = main->product;
  observation.version = main->version;
  observation.cpe = main->cpe;
  observation.fingerprint = main->fingerprint;
  const auto fact = [&](const char* name, const std::string& value) {
    if (!value.empty()) observation.facts[name] = value;
  };
  std::string also;
  bool os_told = false;
  for (const Identification& one : found) {
    if (one.part == FingerprintPart::os && !std::exchange(os_told, true)) {
      fact("os.vendor", one.vendor);
      fact("os.product", one.product);
      fact("os.version", one.version);
      fact("os.cpe", one.cpe);
    }
    if (&one == main) fact("package", one.package);
    else also += (also.empty() ? "" : "; ") + one.product + (one.version.empty() ? "" : " " + one.version);
  }
  fact("also", also);
}

void lint_fingerprints(const Fingerprints& fingerprints, Diagnostics& out) {
  for (std::size_t i = 0; i < fingerprints.all().size(); ++i) {
    const Fingerprint& print = fingerprints.all()[i];
    const auto differs = [&](const FingerprintExample& example, const std::string& what) {
      out.error(example.where, "example_differs", print.id + ": " + what, "the fingerprint does not do what its examples promise");
    };
    for (const FingerprintExample& example : print.examples) {
      const auto got = fingerprints.try_one(i, example.text);
      if (!got) differs(example, "the pattern does not match \"" + truncate(example.text, 80) + "\"");
      else if (got->version != example.version) differs(example, "version \"" + example.version + "\" expected, got \"" + got->version + "\"");
      else if (!example.cpe.empty() && got->cpe != example.cpe) differs(example, "cpe \"" + example.cpe + "\" expected, got \"" + got->cpe + "\"");
      else if (got->package != example.package && !example.package.empty()) differs(example, "package \"" + example.package + "\" expected, got \"" + got->package + "\"");
    }
    for (const FingerprintExample& near : print.near_misses) {
      if (!fingerprints.try_one(i, near.text)) continue;
      out.error(near.where, "near_miss_matches", print.id + ": the pattern matches \"" + truncate(near.text, 80) + "\"", "the fingerprint is too wide");
    }
  }
}

}  // namespace lp::probe
