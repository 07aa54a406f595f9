#include "io/parquet_database.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "io/database_testing.h"
#include "io/duckdb_library.h"
#include "io/files.h"

namespace lp::io {
namespace {

using ::testing::ElementsAre;
using testing::read_back;

// Where ./test.sh has put the library; else where the loader finds it.
ParquetOptions with_library() {
  const char* named = std::getenv("LONGPAN_DUCKDB_LIBRARY");
  return {.library = named ? named : ""};
}

class ParquetTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto library = DuckdbLibrary::load(with_library().library);
    if (library) return;
    ASSERT_EQ(std::getenv("LONGPAN_DUCKDB_LIBRARY"), nullptr) << library.error().message;
    GTEST_SKIP() << "libduckdb.so is not there (LONGPAN_DUCKDB_LIBRARY)";
  }
  // A real file, written by DuckDB itself.
  std::filesystem::path write(const std::string& name, const std::string& select) {
    const DuckdbLibrary d = DuckdbLibrary::load(with_library().library).value();
    void *database = nullptr, *connection = nullptr;
    EXPECT_EQ(d.open_ext(nullptr, &database, nullptr, nullptr), 0);
    EXPECT_EQ(d.connect(database, &connection), 0);
    DuckdbResult result{};
    const auto path = dir_.path() / name;
    const std::string sql = "COPY (" + select + ") TO '" + path.string() + "' (FORMAT parquet)";
    EXPECT_EQ(d.query(connection, sql.c_str(), &result), 0) << d.result_error(&result);
    d.destroy_result(&result);
    d.disconnect(&connection);
    d.close(&database);
    return path;
  }
  std::unique_ptr<ForeignDatabase> open(const std::filesystem::path& path) {
    auto db = open_parquet_database(path, with_library());
    EXPECT_TRUE(db) << db.error().message;
    return db ? *std::move(db) : nullptr;
  }
  TempDir dir_ = std::move(*TempDir::create("parquet-database"));
};

TEST_F(ParquetTest, ReadsCellsOfEveryKind) {
  const auto file = write("odd [1]*.parquet", "SELECT * FROM (VALUES (1::BIGINT, '张三', 12.50::DECIMAL(12,2), '\\x00\\xFF'::BLOB, DATE '2024-07-31', ['a', 'b']), (2, NULL, NULL, NULL, NULL, NULL), "
                                              "(3, 'longer than twelve bytes', 0, ''::BLOB, NULL, [])) t(id, \"na\"\"me\", amount, raw, day, list)");
  auto db = open(file);
  const auto tables = db->tables();
  ASSERT_TRUE(tables) << tables.error().message;
  ASSERT_EQ(tables->size(), 1u);
  const ForeignTable& table = tables->front();
  EXPECT_EQ(table.name, "odd [1]*");
  EXPECT_EQ(table.rows_estimate, 3);
  EXPECT_EQ(table.columns.at(1), (ForeignColumn{"na\"me", "VARCHAR"}));
  EXPECT_EQ(table.columns.at(2).type, "DECIMAL(12,2)");
  const auto back = read_back(*db, table);
  ASSERT_TRUE(back.status) << back.status.error().message;
  EXPECT_THAT(back.lines(), ElementsAre("1|张三|12.50|" + std::string("\0\xff", 2) + "|2024-07-31|[a, b]", "2|NULL|NULL|NULL|NULL|NULL", "3|longer than twelve bytes|0.00||NULL|[]"));
  EXPECT_THAT(read_back(*db, table, {.columns = {"id"}, .limit = 2}).lines(), ElementsAre("1", "2"));
}

TEST_F(ParquetTest, SamplesAndStops) {
  auto db = open(write("many.parquet", "SELECT range AS i FROM range(100000)"));
  const ForeignTable table = db->tables().value().front();
  const auto once = read_back(*db, table, {.sample_rows = 1000, .seed = 3}).lines();
  EXPECT_NEAR(static_cast<double>(once.size()), 1000, 200);
  EXPECT_NEAR(static_cast<double>(std::count_if(once.begin(), once.end(), [](const std::string& s) { return std::stoi(s) > 50000; })), 500, 150);
  EXPECT_EQ(read_back(*db, table, {.sample_rows = 1000, .seed = 3}).lines(), once);
  int seen = 0;
  ASSERT_TRUE(db->read(table, {}, [&](auto, NullMask) { return ++seen < 3000; }));
  EXPECT_EQ(seen, 3000);
  EXPECT_EQ(read_back(*db, table).rows.size(), 100000u);
}

TEST_F(ParquetTest, ABrokenPageIsAnErrorAndNothingElse) {
  const auto file = write("broken.parquet", "SELECT range AS i, md5(range::VARCHAR) AS m FROM range(50000)");
  std::fstream(file, std::ios::in | std::ios::out | std::ios::binary).seekp(1000) << std::string(20000, '\x5a');
  auto db = open(file);
  const auto back = read_back(*db, db->tables().value().front());
  ASSERT_FALSE(back.status);
  EXPECT_FALSE(back.status.error().message_zh.empty());
}

TEST_F(ParquetTest, RefusesWhatIsNone) {
  std::ofstream(dir_.path() / "text") << "hello, world";
  EXPECT_EQ(open_parquet_database(dir_.path() / "text", with_library()).error().code, Errc::invalid);
  EXPECT_EQ(open_parquet_database(dir_.path() / "none", with_library()).error().code, Errc::not_found);
  EXPECT_EQ(open_parquet_database(dir_.path(), with_library()).error().code, Errc::invalid);
  std::ofstream(dir_.path() / "cut") << "PAR1 and no footer";
  const auto cut = open_parquet_database(dir_.path() / "cut", with_library());
  EXPECT_FALSE(cut && (*cut)->tables());
}

TEST(Parquet, WithoutTheLibraryTellsWhatIsMissing) {
  const auto db = open_parquet_database("/dev/null", {.library = "/nowhere/libduckdb.so"});
  ASSERT_FALSE(db);
  EXPECT_EQ(db.error().code, Errc::unsupported);
  EXPECT_NE(db.error().hint.find("libduckdb.so"), std::string::npos);
}

}  // namespace
}  // namespace lp::io
