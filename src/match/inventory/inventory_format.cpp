#include "match/inventory/inventory_format.h"

#include <algorithm>

#include "io/encoding.h"
#include "io/nature.h"
#include "io/unpack.h"
#include "match/inventory/mapped_file.h"

namespace lp::match {
namespace {

constexpr std::uint64_t most_bytes = std::uint64_t{2} << 30;  // of one inventory, unpacked
constexpr std::size_t head_bytes = 64 * 1024;

const InventoryFormat* find_format(std::string_view id) {
  const auto found = std::ranges::find(builtin_inventorys(), id, &InventoryFormat::id);
  return found == builtin_inventorys().end() ? nullptr : &*found;
}

bool is_wide(io::Encoding e) { return e != io::Encoding::utf8 && e != io::Encoding::utf8_bom; }

Result<InventoryStatistics> read_as(const InventoryFormat& format, std::string_view bytes, const InventoryOptions& options, const InventorySink::Take& take, Diagnostics& out) {
  InventorySink sink(options, take, out);
  format.read(bytes, sink);
  if (!sink.failure().empty()) return make_error(Errc::invalid, options.file + ": " + sink.failure(), std::string(format.en) + " was expected");
  sink.statistics().format = format.id;
  return std::move(sink.statistics());
}

Error not_known(const InventoryOptions& options) {
  return make_error(Errc::invalid, options.file + " is no inventory that is known", "see docs/formats/inventories.md for what is read; a table needs a header line or a mapping file");
}

Result<InventoryStatistics> read_text(std::string_view bytes, const InventoryOptions& options, const InventorySink::Take& take, Diagnostics& out) {
  const io::Encoding encoding = io::detect_encoding(bytes.substr(0, head_bytes));
  std::string decoded;
  if (is_wide(encoding)) {
    decoded = io::to_utf8(bytes, encoding);
    bytes = decoded;
  }
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const InventoryFormat* format = options.format.empty() ? sniff_inventory(bytes.substr(0, head_bytes)) : find_format(options.format);
  // A mapping says what no header does.
  if (format == nullptr && options.format.empty() && !options.mapping.empty()) format = find_format("csv_table");
  if (format == nullptr) return not_known(options);
  return read_as(*format, bytes, options, take, out);
}

void add(InventoryStatistics& sum, InventoryStatistics&& part) {
  if (sum.format.empty()) sum.format = std::move(part.format);
  if (sum.subject.empty()) sum.subject = std::move(part.subject);
  sum.taken += part.taken;
  sum.refused += part.refused;
  sum.parts += part.parts;
  for (const auto& [reason, count] : part.left_out) sum.left_out[reason] += count;
}

// Every text of an archive that is an inventory.
class ArchiveReader final : public io::UnpackVisitor {
 public:
  ArchiveReader(const InventoryOptions& options, const InventorySink::Take& take, Diagnostics& out) : options_(options), take_(take), out_(out) {}
  Status leaf(const io::Leaf& leaf, io::ByteSource& bytes) override {
    LP_TRY(std::string text, contents(leaf, bytes));
    if (text.empty()) return ok_status();
    InventoryOptions options = options_;
    options.file = leaf.path;
    Result<InventoryStatistics> read = read_text(text, options, take_, out_);
    if (read) {
      ++inventories_;
      add(sum_, *std::move(read));
    } else {
      ++sum_.left_out["file_not_read"];
      out_.warning({std::string(leaf.path), 0, 0}, "file_not_read", read.error().message, "what it lists is not matched", read.error().hint);
    }
    return ok_status();
  }
  void skipped(const io::SkippedPart& part) override {
    ++sum_.left_out["file_not_read"];
    out_.warning({std::string(part.path), 0, 0}, "file_not_read", "not read: " + std::string(io::to_string(part.reason)), "what it lists is not matched");
  }
  Result<InventoryStatistics> finish() {
    if (inventories_ == 0) return not_known(options_);
    return std::move(sum_);
  }

 private:
  Result<std::string> contents(const io::Leaf& leaf, io::ByteSource& bytes) {
    std::string text;
    char block[65536];
    for (;;) {
      LP_TRY(const std::size_t n, bytes.read(block, sizeof block));
      if (n == 0) break;
      if (text.size() + n > most_bytes) {
        out_.warning({std::string(leaf.path), 0, 0}, "file_too_large", "a text of more than 2 GiB", "what it lists is not matched");
        ++sum_.left_out["file_not_read"];
        return std::string();
      }
      text.append(block, n);
    }
    return text;
  }

  const InventoryOptions& options_;
  const InventorySink::Take& take_;
  Diagnostics& out_;
  InventoryStatistics sum_;
  std::size_t inventories_ = 0;
};

Result<InventoryStatistics> read_known(std::string_view bytes, const InventoryOptions& options, const InventorySink::Take& take, Diagnostics& out) {
  const io::Nature nature = io::recognise(bytes.substr(0, io::recognise_head), bytes.substr(bytes.size() - std::min(bytes.size(), io::recognise_tail)));
  switch (nature) {
    case io::Nature::xlsx: return read_as(*find_format("xlsx_table"), bytes, options, take, out);
    case io::Nature::text: case io::Nature::html: case io::Nature::xml: case io::Nature::eml: return read_text(bytes, options, take, out);
    default: break;
  }
  ArchiveReader reader(options, take, out);
  io::UnpackLimits limits;
  limits.member_bytes = most_bytes;
  limits.total_bytes = 4 * most_bytes;
  limits.texts_as_stored = true;
  const auto source = io::make_memory_source(bytes);
  if (Result<io::UnpackReport> report = io::unpack(options.file, *source, limits, reader); !report) return std::move(report).error();
  return reader.finish();
}

}  // namespace

const InventoryFormat* sniff_inventory(std::string_view head) {
  const InventoryFormat* best = nullptr;
  int best_score = 0;
  for (const InventoryFormat& format : builtin_inventorys())
    if (const int score = format.sniff(head); score > best_score) {
      best = &format;
      best_score = score;
    }
  return best;
}

Result<InventoryStatistics> read_inventory(std::string_view bytes, const InventoryOptions& options, const InventorySink::Take& take, Diagnostics& out) {
  return read_known(bytes, options, take, out);
}

Result<InventoryStatistics> read_inventory_file(const std::filesystem::path& path, InventoryOptions options, const InventorySink::Take& take, Diagnostics& out) {
  LP_TRY(const MappedFile file, MappedFile::open(path, most_bytes));
  if (options.file.empty()) options.file = path.string();
  return read_known(file.bytes(), options, take, out);
}

}  // namespace lp::match
