#include "service/catalogue/scan_summary.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/hash.h"
#include "base/text.h"
#include "service/catalogue/dataset_group.h"

namespace lp::service {
namespace {

constexpr std::size_t most_documents = 1'000'000;
constexpr std::size_t longest_identity = 500, longest_name = 50;   // as the form has them
constexpr std::int64_t most = 1'000'000'000'000'000;               // of anything counted

constexpr std::array<std::pair<DatasetUnit, std::string_view>, 4> units{{{DatasetUnit::automatic, "auto"},
                                                                         {DatasetUnit::document, "document"},
                                                                         {DatasetUnit::folder, "folder"},
                                                                         {DatasetUnit::root, "root"}}};
constexpr std::array<std::string_view, 3> levels{"general", "important", "core"};

int rank_of(std::string_view level) {
  return static_cast<int>(std::find(levels.begin(), levels.end(), level) - levels.begin());
}

Error wrong(std::string place, const std::string& en, const std::string& zh) {
  Error error = make_error(Errc::invalid, place + ": " + en);
  error.message_zh = zh;
  error.fields.push_back({std::move(place), "type", zh, en});
  return error;
}

// Counts come as JSON integers; those beyond 2^63 as unsigned.
std::int64_t count_of(const json::object& o, std::string_view key) {
  const json::value* v = find(o, key);
  if (v == nullptr) return 0;
  if (v->is_int64()) return std::clamp<std::int64_t>(v->get_int64(), 0, most);
  return v->is_uint64() ? most : 0;
}

std::int64_t add(std::int64_t a, std::int64_t b) { return std::min(most, a + b); }

Timestamp time_of(const json::object& o, std::string_view key) {
  const json::value* v = find(o, key);
  if (v != nullptr && v->is_int64()) return Timestamp(v->get_int64());
  if (v == nullptr || !v->is_string()) return {};
  return parse_timestamp(std::string_view(v->get_string())).value_or(Timestamp{});
}

// "postgresql://user:secret@host/db" without the secret, for a place is written into records. Rather too much is
// cut off than too little: query parameters and "key=value" texts may hold a secret, and a secret may hold anything.
std::string without_credentials(std::string_view root) {
  std::string out(root);
  if (const auto scheme = out.find("://"); scheme != std::string::npos) {
    out.erase(std::min(out.find('?'), out.size()));
    if (const auto at = out.rfind('@'); at != std::string::npos && at > scheme) out.erase(scheme + 3, at - scheme - 2);
  }
  const std::string lower = to_lower_ascii(out);
  for (const char* name : {"password=", "passwd=", "pwd="}) out.erase(std::min(lower.find(name), out.size()));
  return std::string(trim(out));
}

std::string shortened(const std::string& text, std::size_t longest) {
  if (count_codepoints(text) <= longest) return text;
  constexpr std::size_t mark = 16;
  return truncate(text, longest - mark - 2) + "#" + to_hex(sm3(text)).substr(0, mark);
}

std::string leaf_of(std::string_view path) {
  while (!path.empty() && path.back() == '/') path.remove_suffix(1);
  const auto slash = path.rfind('/');
  return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

// Minor versions add members; a reader passes over those it does not know.
bool is_readable(std::string_view format) { return format == scan_format || starts_with(format, std::string(scan_format) + "."); }

class Reader {
 public:
  Reader(const json::object& result, DatasetUnit unit, std::string_view system) : result_(result), unit_(unit), system_(trim(system)) {}

  Result<ScanSummary> read() {
    LP_CHECK_OK(read_head());
    const json::array* documents = find_array(result_, "documents");
    if (documents == nullptr) return wrong("documents", "must be an array", "扫描结果缺少 documents");
    if (documents->size() > most_documents) return make_error(Errc::too_large, fmt::format("more than {} documents in one result", most_documents));
    for (std::size_t i = 0; i < documents->size(); ++i) {
      const std::string place = fmt::format("documents[{}]", i);
      if (!(*documents)[i].is_object()) return wrong(place, "must be an object", "应为 JSON 对象");
      LP_CHECK_OK(add_document((*documents)[i].get_object(), place));
    }
    mark_skipped();
    for (auto& [identity, dataset] : datasets_) summary_.datasets.push_back(finished(std::move(dataset)));
    return std::move(summary_);
  }

 private:
  struct Growing {
    Dataset dataset;
    std::map<std::string, FoundKind> kinds;
  };

  Status read_head() {
    const std::string format = get_string(result_, "format");
    if (!is_readable(format)) {
      Error error = make_error(Errc::unsupported, fmt::format("not a scan result this version reads: format \"{}\"", format.substr(0, 60)),
                               fmt::format("hand in a result of format {}", scan_format));
      error.message_zh = fmt::format("不是可读取的扫描结果，需要 {} 格式", scan_format);
      return error;
    }
    LP_CHECK_OK(refuse_samples(result_));
    summary_.digest = to_hex(sm3(to_canonical_text(result_)));
    summary_.source = get_string(result_, "source");
    summary_.rules_digest = get_string(result_, "rules_digest");
    summary_.program = get_string(result_, "program");
    summary_.sampling = get_string(result_, "sampling");
    summary_.started = time_of(result_, "started");
    summary_.finished = time_of(result_, "finished");
    summary_.interrupted = get_bool(result_, "interrupted");
    root_ = without_credentials(get_string(result_, "root"));
    summary_.place = fmt::format("{}:{}", summary_.source, system_.empty() ? root_ : system_);
    if (const json::object* coverage = find_object(result_, "coverage")) read_coverage(*coverage);
    const bool all = count_of(summary_.coverage, "bytes_skipped") == 0 && skipped_.empty();
    summary_.complete = all && !summary_.interrupted && summary_.sampling.empty();
    return ok_status();
  }

  void read_coverage(const json::object& coverage) {
    for (const char* name : {"files", "documents", "bytes_found", "bytes_scanned", "bytes_skipped", "bytes_unpacked"}) {
      summary_.coverage[name] = count_of(coverage, name);
    }
    json::object reasons;
    if (const json::object* given = find_object(coverage, "skipped_by_reason")) {
      for (const auto& member : *given) reasons[member.key()] = count_of(*given, member.key());
    }
    summary_.coverage["skipped_by_reason"] = std::move(reasons);
    const json::array* skips = find_array(coverage, "skips");
    if (skips == nullptr) return;
    for (const json::value& skip : *skips) {
      if (skip.is_object()) skipped_.push_back(get_string(skip.get_object(), "path"));
    }
  }

  std::string group(std::string_view path) const {
    const std::string& source = summary_.source;
    return group_of(path, unit_, source == "sqlite" || source == "postgresql" || source == "mysql");
  }

  Growing& growing(const std::string& group) {
    Growing& g = datasets_[group];
    if (!g.dataset.identity.empty()) return g;
    g.dataset.identity = shortened(fmt::format("{}:{}", summary_.place, group), longest_identity);
    const std::string leaf = group.empty() ? leaf_of(root_) : leaf_of(group);
    const std::string name = system_.empty() ? leaf : group.empty() ? system_ : fmt::format("{} {}", system_, leaf);
    g.dataset.name = fitted(name.empty() ? "数据集" : replace_all(name, "#", "*"), longest_name);
    g.dataset.seen_whole = !summary_.interrupted && summary_.sampling.empty();
    return g;
  }

  Status add_document(const json::object& document, const std::string& place) {
    const std::string path = get_string(document, "path");
    if (path.empty() || !is_valid_utf8(path)) return wrong(place + ".path", "must be a text", "缺少文件路径或表名");
    const std::string level = get_string(document, "level", "general");
    if (rank_of(level) == static_cast<int>(levels.size())) return wrong(place + ".level", "must be general, important or core", "级别只能是 general、important 或 core");
    Growing& g = growing(group(path));
    Dataset& d = g.dataset;
    ++d.documents;
    d.bytes = add(d.bytes, count_of(document, "bytes"));
    d.records = add(d.records, count_of(document, "rows"));
    d.persons = add(d.persons, count_of(document, "persons"));
    d.persons_exact = d.documents == 1 && get_bool(document, "persons_exact", true);
    d.seen_whole = d.seen_whole && !get_bool(document, "sampled");
    if (d.documents == 1 || rank_of(level) > rank_of(d.level)) {
      d.level = level;
      d.level_rule = fitted(get_string(document, "level_rule"), 100);
    }
    if (const json::array* findings = find_array(document, "findings")) {
      for (const json::value& finding : *findings) {
        if (finding.is_object()) add_finding(g, finding.get_object());
      }
    }
    return ok_status();
  }

  static void add_finding(Growing& g, const json::object& finding) {
    const std::string kind = fitted(get_string(finding, "kind"), 100);
    if (kind.empty()) return;
    FoundKind& found = g.kinds[kind];
    found.kind = kind;
    const std::string sensitivity = get_string(finding, "sensitivity", "none");
    found.sensitivity = sensitivity == "personal" || sensitivity == "sensitive" ? sensitivity : "none";
    found.fields = add(found.fields, 1);
    found.hits = add(found.hits, count_of(finding, "hits"));
    g.dataset.has_sensitive |= found.sensitivity == "sensitive";
    g.dataset.has_personal |= found.sensitivity != "none";
    const json::object* categories = find_object(finding, "categories");
    if (categories == nullptr) return;
    for (const auto& member : *categories) {
      if (member.value().is_string()) g.dataset.classes[std::string(member.key())].insert(std::string(member.value().get_string()));
    }
  }

  // A file that could not be read lies in some dataset: that one was not seen whole.
  void mark_skipped() {
    for (const std::string& path : skipped_) {
      const auto found = datasets_.find(group(path));
      if (found != datasets_.end()) found->second.dataset.seen_whole = false;
    }
  }

  static Dataset finished(Growing g) {
    for (auto& [kind, found] : g.kinds) g.dataset.kinds.push_back(std::move(found));
    return std::move(g.dataset);
  }

  const json::object& result_;
  const DatasetUnit unit_;
  const std::string system_;
  std::string root_;
  std::vector<std::string> skipped_;
  std::map<std::string, Growing> datasets_;
  ScanSummary summary_;
};

}  // namespace

std::string_view to_string(DatasetUnit unit) {
  for (const auto& [value, name] : units) {
    if (value == unit) return name;
  }
  return {};
}

std::optional<DatasetUnit> parse_dataset_unit(std::string_view name) {
  for (const auto& [value, text] : units) {
    if (text == name) return value;
  }
  return std::nullopt;
}

std::string fitted(std::string_view text, std::size_t max) {
  return count_codepoints(text) <= max ? std::string(text) : truncate(text, max - 1);
}

Result<ScanSummary> read_scan(const json::object& result, DatasetUnit unit, std::string_view system) {
  return Reader(result, unit, system).read();
}

}  // namespace lp::service
