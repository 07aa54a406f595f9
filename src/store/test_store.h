#pragma once
// Shared by this module's tests: a small invented catalogue, a folder that goes away, viewers.

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/hash.h"
#include "store/sample_catalogue.h"
#include "store/store.h"

namespace lp::store::testing {

namespace fs = std::filesystem;

class TempFolder {
 public:
  TempFolder() : path_(fs::temp_directory_path() / ("lp-store-" + to_hex(random_bytes(8)))) { fs::create_directories(path_); }
  ~TempFolder() {
    std::error_code ec;
    fs::permissions(path_, fs::perms::owner_all, ec);
    fs::remove_all(path_, ec);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

inline model::Viewer the_system() { return model::Viewer::system("test"); }
inline model::Viewer viewer(model::Role role, OrgId org = {}) {
  model::Viewer v;
  v.user = {77};
  v.role = role;
  v.org = org;
  v.name = "测试员";
  return v;
}

// How a kind of store is opened: what the conformance tests are given.
struct Driver {
  std::string name;
  std::function<Result<std::unique_ptr<Store>>(const StoreOptions&, const model::Catalogue&, const Clock&)> open;
};
inline const std::vector<Driver>& drivers() {
  static const std::vector<Driver> all{{"sqlite", &Store::open}};
  return all;
}

// A store in its own folder with the small catalogue and a fake clock in mid-July 2024.
class StoreTest : public ::testing::Test {
 protected:
  virtual const Driver& driver() const { return drivers().front(); }
  void SetUp() override { open(); }
  void open() {
    auto opened = driver().open({.folder = folder_.path()}, catalogue_, clock_);
    ASSERT_TRUE(opened) << opened.error().message;
    store_ = *std::move(opened);
  }
  void reopen() {
    store_.reset();
    open();
  }
  // Writes or fails the test.
  model::Record insert(model::Record r, const model::Viewer& v = the_system()) {
    model::Record out;
    const Status s = store_->write([&](WriteTx& tx) -> Status {
      LP_TRY(out, tx.insert(v, std::move(r), "create"));
      return {};
    });
    EXPECT_TRUE(s) << s.error().message;
    return out;
  }
  model::Record insert_org(std::string_view name, std::string_view region = "320100", json::array types = {"internet"}) {
    model::Record r;
    r.kind = "organisation";
    r.data = {{"name", name}, {"region", region}, {"types", std::move(types)}};
    return insert(std::move(r));
  }
  model::Record insert_unit(OrgId org, json::object data, const model::Viewer& v = the_system()) {
    model::Record r;
    r.kind = "network_unit";
    r.org = org;
    r.data = std::move(data);
    return insert(std::move(r), v);
  }
  template <class T, class Read>
  Result<T> read(const Read& read) {
    Result<T> out = make_error(Errc::internal, "not run");
    const Status s = store_->read([&](ReadTx& tx) -> Status {
      out = read(tx);
      return {};
    });
    if (!s) return s.error();
    return out;
  }
  Result<RecordPage> list(const model::Viewer& v, const RecordQuery& q) {
    return read<RecordPage>([&](ReadTx& tx) { return tx.list(v, q); });
  }

  TempFolder folder_;
  model::Catalogue catalogue_ = small_catalogue();
  FakeClock clock_{parse_timestamp("2024-07-15T09:00:00+08:00").value()};
  std::unique_ptr<Store> store_;
};

}  // namespace lp::store::testing
