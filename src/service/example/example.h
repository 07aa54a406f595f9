#pragma once
// An invented province: enterprises of every type in the 13 cities of Jiangsu with units,
// filings in every state, reports, accounts and duties met, late and missing. Everything is
// synthetic; names are put together from word lists. Equal options and specs give equal content.
//
// Writes in large batches (Store::write_bulk), then computes the ledger. Errors: those of the
// store; conflict when the store already holds records. One thread.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/catalogue.h"
#include "store/store.h"

namespace lp::service {

struct ExampleOptions {
  int orgs = 386;
  std::int64_t assets = 18'000;       // network units, platforms, vehicle platforms and apps together
  std::int64_t records = 0;           // > 0: assets and reports are scaled to about this many records
  std::uint64_t seed = 1;
  Date today;                         // the demo opens in mid-July 2024
  std::string plan = "longpan2024";
  std::string password;               // of every example account
  bool compute_ledger = true;
};
struct ExampleAccount {
  std::string login, title;           // title: "enterprise officer of …"
  model::Role role = model::Role::enterprise_officer;
};
struct ExampleReport {
  std::int64_t organisations = 0, records = 0, accounts = 0, duties = 0;
  std::vector<ExampleAccount> sign_in;  // one per role, to try
};
using HashPassword = std::function<Result<std::string>(std::string_view password)>;
using ExampleProgress = std::function<void(std::string_view what, std::int64_t done, std::int64_t total)>;

Result<ExampleReport> make_example(store::Store& store, const model::Catalogue& catalogue, const ExampleOptions& options,
                                   const HashPassword& hash, const ExampleProgress& progress = {});

}  // namespace lp::service
