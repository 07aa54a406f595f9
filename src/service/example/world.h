#pragma once
// What every part of the example shares: the options, the random source, the file all
// attachments point to, and the one way records are written.

#include <string>
#include <utility>
#include <vector>

#include "service/example/example.h"
#include "service/example/names.h"
#include "service/example/random.h"

namespace lp::service::example {

// The states a record went through, with the day of each; the last is its state.
using Path = std::vector<std::pair<std::string, Date>>;

struct Organisation {
  OrgId id;
  std::string name, region, uscc, short_name;
  std::vector<std::string> types;
  json::object data;
  std::int64_t assets = 0;
  bool has(std::string_view type) const;
  bool is_enterprise() const { return assets >= 0 && !types.empty(); }
};

struct World {
  const model::Catalogue& catalogue;
  const ExampleOptions& options;
  Random random;
  store::FileInfo file;
  std::int64_t records = 0;

  Date today() const { return options.today; }
  json::value file_value() const;
  // Writes one record in the last state of its path; fields that are computed are computed.
  Result<model::Record> put(store::WriteTx& tx, std::string_view kind, OrgId org, json::object data, const Path& path);
};

json::array to_array(const std::vector<std::string>& items);

}  // namespace lp::service::example
