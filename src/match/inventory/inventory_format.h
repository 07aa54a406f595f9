#pragma once
// Inventories and how they are read. One format is one file under match/inventory/formats/, collected by lp_builtins
// (`InventoryFormat inventory_<name>()`) and recognised by content. One bad component never loses the rest: it is refused with its
// place, counted, and the file goes on.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"
#include "match/component.h"

namespace lp::match {

struct InventoryOptions {
  std::string file{};          // name in diagnostics
  std::string format{};        // id; empty = by content
  std::string asset{};         // for components whose file names no asset
  std::string distribution{};  // "debian:12" for package lists, which do not say it
  std::filesystem::path mapping{};  // generic CSV/XLSX: which column is what; empty = by the header's words
};

struct InventoryStatistics {
  std::string format;
  std::string subject{};       // what the inventory is of, when it says so
  std::uint64_t taken = 0;
  std::uint64_t refused = 0;   // each a diagnostic
  std::uint64_t parts = 0;     // broken parts of components that are left aside; each a diagnostic
  std::map<std::string, std::uint64_t> left_out{};  // reason → how many
};

class InventorySink {
 public:
  using Take = std::function<void(Component&&)>;
  InventorySink(const InventoryOptions& options, Take take, Diagnostics& out);
  const InventoryOptions& options() const { return options_; }
  // Completes asset, distribution and scheme from the options and the purl, and passes it on.
  void take(Component&& component);
  // `place` is a JSON pointer, "line 12" or "Sheet1!B7".
  void refuse(std::string_view place, std::string code, std::string what, std::string hint = {});
  // The component at `place` is taken, but not this part of it.
  void drop_part(std::string_view place, std::string code, std::string what);
  // Something about the whole file that loses no component.
  void remark(std::string_view place, std::string code, std::string what, std::string why);
  void leave_out(const std::string& reason) { ++statistics_.left_out[reason]; }
  void fail(std::string what) { failure_ = std::move(what); }  // the whole file is not what it seemed
  const std::string& failure() const { return failure_; }
  InventoryStatistics& statistics() { return statistics_; }

 private:
  void warn(std::string_view place, std::string code, std::string what, std::string why, std::string hint);
  InventoryOptions options_;
  Take take_;
  Diagnostics& out_;
  InventoryStatistics statistics_;
  std::string failure_;
};

// `read` gets UTF-8 without byte order mark where the bytes are text.
struct InventoryFormat {
  std::string_view id;
  std::string_view zh, en;
  int (*sniff)(std::string_view head);                       // 0 = not this one … 100 = certainly; the first 64 KiB
  void (*read)(std::string_view bytes, InventorySink& sink);
};

const std::vector<InventoryFormat>& builtin_inventorys();    // generated
const InventoryFormat* sniff_inventory(std::string_view head);

// invalid: not recognised, or not what it seemed; what was taken before stays. Files may be compressed or archives.
Result<InventoryStatistics> read_inventory(std::string_view bytes, const InventoryOptions& options, const InventorySink::Take& take, Diagnostics& out);
// The file is mapped: it must not shrink meanwhile.
Result<InventoryStatistics> read_inventory_file(const std::filesystem::path& path, InventoryOptions options, const InventorySink::Take& take,
                                                Diagnostics& out);

}  // namespace lp::match
