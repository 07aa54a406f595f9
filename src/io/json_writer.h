#pragma once
#include "io/bytes.h"
#include "io/table.h"

namespace lp::io {

// One JSON array of objects, members named by Column::name, empty cells left out. Numbers and
// booleans stay such; dates are "YYYY-MM-DD".
class JsonSink final : public RowSink {
 public:
  explicit JsonSink(ByteSink out) : out_(std::move(out)) {}
  Status begin(std::string_view sheet, std::span<const Column> columns) override;
  Status write(std::span<const Cell> cells) override;
  Status finish() override;

 private:
  ByteSink out_;
  std::vector<std::string> keys_;  // `"name":`, escaped once
  std::string buffer_;
  bool first_ = true;
};

}  // namespace lp::io
