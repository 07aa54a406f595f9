#pragma once
// Bytes that arrive in pieces, and where pieces go.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>

#include "base/result.h"

namespace lp::io {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // At most `size` bytes; 0 = end.
  virtual Result<std::size_t> read(char* out, std::size_t size) = 0;
};

Result<std::unique_ptr<ByteSource>> open_file_source(const std::filesystem::path& path);
// `bytes` must outlive the source.
std::unique_ptr<ByteSource> make_memory_source(std::string_view bytes);

// Takes the next piece; an error stops the writer.
using ByteSink = std::function<Status(std::string_view)>;

// A new file (truncated when present) as a sink; not atomic, not fsynced: for temporary output.
// The sink keeps the file open until destroyed.
Result<ByteSink> open_file_sink(const std::filesystem::path& path);

}  // namespace lp::io
