#include "store/verify_files.h"

#include <set>

#include "store/blobs.h"

namespace lp::store {
namespace {

using Names = std::vector<std::pair<std::string, std::string>>;  // kind, field

Result<Names> json_fields(db::Connection& db) {
  Names out;
  LP_CHECK_OK(db.query("SELECT kind, field FROM kind_field WHERE shape = 'opaque' ORDER BY kind, field", {}, [&](const db::Row& row) {
    out.emplace_back(row.string(0), row.string(1));
    return true;
  }));
  return out;
}

// File values wherever they are: a field, a list of files, a cell of rows.
void collect_hashes(const json::value& v, std::set<std::string>& out) {
  if (const auto* a = v.if_array()) {
    for (const auto& x : *a) collect_hashes(x, out);
  } else if (const auto* o = v.if_object()) {
    if (const std::string hash = get_string(*o, "hash"); hash.size() == 64) out.insert(hash);
    for (const auto& m : *o) {
      if (m.value().is_structured()) collect_hashes(m.value(), out);
    }
  }
}

}  // namespace

Status prove_files(db::Connection& db, const std::filesystem::path& folder, VerifyReport& report) {
  std::set<std::string> hashes;
  LP_TRY(const Names fields, json_fields(db));
  for (const auto& [kind, field] : fields) {
    LP_CHECK_OK(db.query("SELECT f_" + field + " FROM r_" + kind + " WHERE f_" + field + " IS NOT NULL", {}, [&](const db::Row& row) {
      if (const auto v = parse_json(row.text(0))) collect_hashes(*v, hashes);
      return true;
    }));
  }
  std::error_code ec;
  if (!std::filesystem::is_directory(folder, ec)) {
    report.files_unchecked = static_cast<std::int64_t>(hashes.size());
    return {};
  }
  const auto blobs = make_blobs(folder, true);
  for (const std::string& hash : hashes) {
    const auto bytes = blobs->get(hash);
    if (bytes) {
      ++report.files;
      continue;
    }
    report.problem = "file " + hash + ": " + bytes.error().message;
    return {};
  }
  return {};
}

}  // namespace lp::store
