#include "service/example/example.h"

#include <algorithm>

#include "campaign/ledger.h"
#include "service/example/parts.h"

namespace lp::service {
namespace {

using example::Organisation;
using example::World;

constexpr std::int64_t records_per_transaction = 20'000;
// What an organisation brings beside its assets, about: itself, contacts, reports, assessments.
constexpr std::int64_t records_per_org = 26;

class Province {
 public:
  Province(store::Store& store, const model::Catalogue& catalogue, const ExampleOptions& options, const ExampleProgress& progress)
      : store_(store), catalogue_(catalogue), options_(scaled(options)), progress_(progress),
        world_{.catalogue = catalogue, .options = options_, .random = example::Random(options.seed), .file = {}} {}

  Result<ExampleReport> make(const HashPassword& hash) {
    LP_CHECK_OK(check_empty());
    LP_TRY(const std::string password, hash(options_.password));
    LP_TRY(world_.file, store_.blobs().put("示例附件：本文件由示例数据生成，不含真实信息。\n", "示例附件.txt", "text/plain"));
    orgs_ = plan_organisations(world_);
    while (next_ < orgs_.size()) {
      LP_CHECK_OK(store_.write_bulk([this](store::WriteTx& tx) { return write_some(tx); }));
      tell("records", static_cast<std::int64_t>(next_), static_cast<std::int64_t>(orgs_.size()));
    }
    LP_CHECK_OK(store_.write_bulk([&](store::WriteTx& tx) -> Status {
      LP_TRY(report_.sign_in, put_accounts(world_, tx, orgs_, password, report_.accounts));
      return {};
    }));
    if (options_.compute_ledger) LP_CHECK_OK(compute_ledger());
    report_.organisations = static_cast<std::int64_t>(orgs_.size());
    report_.records = world_.records;
    return report_;
  }

 private:
  // --records: fewer assets than records, the rest reports of threats handled.
  static ExampleOptions scaled(ExampleOptions o) {
    if (o.records > 0) o.assets = std::max<std::int64_t>(o.orgs, o.records * 3 / 10);
    return o;
  }

  Status check_empty() {
    return store_.read([](store::ReadTx& tx) -> Status {
      store::RecordQuery query;
      query.kind = "organisation";
      LP_TRY(const std::int64_t there, tx.count(model::Viewer::system("example"), query));
      if (there == 0) return {};
      return make_error(Errc::conflict, "the store already holds " + std::to_string(there) + " organisations", "use an empty data folder");
    });
  }

  std::int64_t more_reports() const {
    if (options_.records <= 0 || options_.orgs <= 0) return 0;
    const std::int64_t assets = options_.assets * 122 / 100;  // with the assessments of units
    return std::max<std::int64_t>(0, (options_.records - assets) / options_.orgs - records_per_org);
  }

  Status write_some(store::WriteTx& tx) {
    const std::int64_t until = world_.records + records_per_transaction;
    for (; next_ < orgs_.size() && world_.records < until; ++next_) LP_CHECK_OK(write_org(tx, orgs_[next_]));
    return {};
  }

  Status write_org(store::WriteTx& tx, Organisation& org) {
    LP_CHECK_OK(put_organisation(world_, tx, org));
    LP_CHECK_OK(put_contacts(world_, tx, org));
    if (org.is_enterprise()) LP_CHECK_OK(write_assets(tx, org));
    LP_CHECK_OK(put_reports(world_, tx, org, org.is_enterprise() ? more_reports() : 0));
    if (get_bool(org.data, "important_data") && world_.random.chance(50)) {
      LP_CHECK_OK(put_assessments(world_, tx, org, "", {}, org.name + "数据安全"));
    }
    return {};
  }

  Status write_assets(store::WriteTx& tx, const Organisation& org) {
    const bool telecom = org.has("basic_telecom"), internet = org.has("internet");
    const std::int64_t vehicles = org.has("vehicle_platform") ? std::min<std::int64_t>(org.assets, 6) : 0;
    const std::int64_t units = telecom ? org.assets * 9 / 10 : internet ? org.assets / 2 : 0;
    LP_CHECK_OK(put_industrial(world_, tx, org));
    // Drawn from numbers of its own: the rest of the province stays as it was before there was a catalogue.
    const example::Random kept = world_.random;
    LP_CHECK_OK(put_catalogue(world_, tx, org));
    world_.random = kept;
    LP_CHECK_OK(put_vehicles(world_, tx, org, vehicles));
    LP_CHECK_OK(put_units(world_, tx, org, units));
    return put_apps(world_, tx, org, org.assets - units - vehicles);
  }

  Status compute_ledger() {
    campaign::Ledger ledger(store_, catalogue_);
    LP_TRY(const campaign::LedgerChange change,
           ledger.recompute_all(options_.plan, options_.today, [this](std::int64_t done, std::int64_t total) { tell("ledger", done, total); }));
    report_.duties = change.duties;
    return store_.write_bulk([&](store::WriteTx& tx) { return put_notifications(world_, tx, orgs_); });
  }

  void tell(std::string_view what, std::int64_t done, std::int64_t total) const {
    if (progress_) progress_(what, done, total);
  }

  store::Store& store_;
  const model::Catalogue& catalogue_;
  const ExampleOptions options_;
  const ExampleProgress& progress_;
  World world_;
  std::vector<Organisation> orgs_;
  std::size_t next_ = 0;
  ExampleReport report_;
};

}  // namespace

Result<ExampleReport> make_example(store::Store& store, const model::Catalogue& catalogue, const ExampleOptions& options,
                                   const HashPassword& hash, const ExampleProgress& progress) {
  return Province(store, catalogue, options, progress).make(hash);
}

}  // namespace lp::service
