#include "cli/context.h"

#include <fmt/format.h>

#include <cstdlib>
#include <ostream>

#include "base/text.h"
#include "cli/diagnostics_text.h"
#include "spec/lint.h"
#include "spec/load.h"

namespace lp::cli {

namespace fs = std::filesystem;

Context::Context(std::ostream& out_stream, std::ostream& err_stream) : out(out_stream), err(err_stream) {}
Context::~Context() = default;

Result<const Clock*> Context::clock() {
  if (!clock_ && today.empty()) clock_ = std::make_unique<SystemClock>();
  if (!clock_) {
    LP_TRY(const Date date, parse_date(today));
    clock_ = std::make_unique<OffsetClock>(start_of_day_in_china(date).plus_seconds(9 * 3600));
  }
  return clock_.get();
}

Result<const model::Catalogue*> Context::catalogue() {
  if (catalogue_) return catalogue_.get();
  if (specs.empty()) {
    LP_TRY(specs, find_specs(program));
  }
  Diagnostics found;
  LP_TRY(model::Catalogue loaded, spec::load(specs, found));
  spec::lint(loaded, found);
  if (found.errors() > 0) {
    print_diagnostics(*this, found, Severity::error);
    return make_error(Errc::invalid, fmt::format("{} holds {} errors", specs.string(), found.errors()),
                      "mend them; `longpan lint` shows them with hints");
  }
  catalogue_ = std::make_unique<model::Catalogue>(std::move(loaded));
  return catalogue_.get();
}

Result<store::Store*> Context::store(Create create) {
  if (store_) return store_.get();
  std::error_code ignored;
  if (create == Create::no && !fs::exists(data / "longpan.db", ignored)) {
    Error e = make_error(Errc::not_found, fmt::format("no Longpan data in \"{}\"", data.string()),
                         "name the folder with --data, or make one: longpan --data DIR example");
    e.message_zh = fmt::format("目录“{}”中没有龙磐数据", data.string());
    return e;
  }
  LP_TRY(const model::Catalogue* rules, catalogue());
  LP_TRY(const Clock* now, clock());
  store::StoreOptions options;
  options.folder = data;
  LP_TRY(store_, store::Store::open(options, *rules, *now));
  return store_.get();
}

Result<fs::path> find_specs(const fs::path& program) {
  std::vector<fs::path> places;
  if (const char* named = std::getenv("LONGPAN_SPECS"); named != nullptr && *named != '\0') places.emplace_back(named);
  places.emplace_back("specs");
  std::error_code ignored;
  const fs::path self = fs::read_symlink("/proc/self/exe", ignored);
  const fs::path folder = (self.empty() ? program : self).parent_path();
  for (const char* beside : {"specs", "../share/longpan/specs", "../../../specs"}) places.push_back(folder / beside);
  std::vector<std::string> names;
  for (const fs::path& place : places) {
    if (fs::is_directory(place / "plans", ignored)) return place.lexically_normal();
    names.push_back(place.lexically_normal().string());
  }
  return make_error(Errc::not_found, "no specs folder in " + join(names, ", "), "name it with --specs DIR or LONGPAN_SPECS");
}

}  // namespace lp::cli
