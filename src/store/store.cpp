#include "store/store.h"

#include "base/check.h"
#include "store/blobs.h"
#include "store/db/sqlite.h"
#include "store/notifier.h"
#include "store/reader_pool.h"
#include "store/schema.h"
#include "store/tx.h"
#include "store/writer.h"

namespace lp::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view database_name = "longpan.db";

class StoreOnFolder final : public Store {
 public:
  StoreOnFolder(const StoreOptions& options, const model::Catalogue& catalogue, const Clock& clock, KindTables tables)
      : folder_(options.folder), catalogue_(catalogue), clock_(clock), tables_(std::move(tables)),
        blobs_(make_blobs(options.folder / "files", options.read_only)),
        readers_([file = options.folder / database_name] { return db::open_sqlite({.file = file, .access = db::Access::read}); },
                 options.readers) {}
  ~StoreOnFolder() override {
    notifier_.stop();  // listeners may still write
    writer_.reset();
  }

  void start_writing(std::unique_ptr<db::Connection> db) {
    writer_ = std::make_unique<Writer>(std::move(db), tables_, catalogue_, clock_, counts_,
                                       [this](std::vector<Change> changes) { notifier_.post(std::move(changes)); });
  }

  Status read(const std::function<Status(ReadTx&)>& work) override {
    return readers_.with([&](db::Connection& db) {
      Context ctx{db, tables_, catalogue_, clock_, counts_, nullptr};
      Tx tx(ctx);
      return work(tx);
    });
  }
  Status write(const std::function<Status(WriteTx&)>& work) override { return submit(work, false); }
  Status write_bulk(const std::function<Status(WriteTx&)>& work) override { return submit(work, true); }
  Blobs& blobs() override { return *blobs_; }
  const model::Catalogue& catalogue() const override { return catalogue_; }
  const Clock& clock() const override { return clock_; }
  Status backup_to(const fs::path& file) override {
    LP_TRY(auto db, db::open_sqlite({.file = folder_ / database_name, .access = db::Access::read}));
    return db->backup_to(file.string());
  }
  void on_commit(std::function<void(const std::vector<Change>&)> listener) override { notifier_.add(std::move(listener)); }

 private:
  Status submit(const std::function<Status(WriteTx&)>& work, bool alone) {
    if (writer_) return writer_->run(work, alone);
    Error e = make_error(Errc::unavailable, "the store was opened read-only", "open it for writing");
    e.message_zh = "数据以只读方式打开，不能修改。";
    return e;
  }

  fs::path folder_;
  const model::Catalogue& catalogue_;
  const Clock& clock_;
  KindTables tables_;
  CountCache counts_;
  std::unique_ptr<Blobs> blobs_;
  ReaderPool readers_;
  Notifier notifier_;
  std::unique_ptr<Writer> writer_;
};

Status ensure_folder(const fs::path& folder) {
  std::error_code ec;
  for (const fs::path& f : {folder, folder / "files", folder / "backups"}) {
    fs::create_directories(f, ec);
    if (!ec) continue;
    Error e = make_error(Errc::unavailable, "cannot create folder " + f.string() + ": " + ec.message(),
                         "make the data folder writable for the account Longpan runs as");
    e.message_zh = "无法创建数据目录，请检查目录权限。";
    return e;
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<Store>> Store::open(const StoreOptions& options, const model::Catalogue& catalogue, const Clock& clock) {
  LP_TRY(KindTables tables, describe_kinds(catalogue));
  const fs::path file = options.folder / database_name;
  if (options.read_only) {
    LP_TRY(auto db, db::open_sqlite({.file = file, .access = db::Access::read}));
    LP_CHECK_OK(inspect_kinds(*db, tables));
    return std::unique_ptr<Store>(std::make_unique<StoreOnFolder>(options, catalogue, clock, std::move(tables)));
  }
  LP_CHECK_OK(ensure_folder(options.folder));
  LP_TRY(auto db, db::open_sqlite({.file = file, .access = db::Access::write, .cache_kib = 65'536}));
  LP_CHECK_OK(migrate(*db, options.folder / "backups", clock.now().micros()));
  LP_CHECK_OK(ensure_kinds(*db, tables));
  auto store = std::make_unique<StoreOnFolder>(options, catalogue, clock, std::move(tables));
  store->start_writing(std::move(db));
  return std::unique_ptr<Store>(std::move(store));
}

}  // namespace lp::store
