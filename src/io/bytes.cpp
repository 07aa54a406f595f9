#include "io/bytes.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "io/files.h"

namespace lp::io {
namespace {

struct CloseFile {
  void operator()(std::FILE* f) const { std::fclose(f); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

class FileSource final : public ByteSource {
 public:
  FileSource(File file, std::filesystem::path path) : file_(std::move(file)), path_(std::move(path)) {}
  Result<std::size_t> read(char* out, std::size_t size) override {
    const std::size_t n = std::fread(out, 1, size, file_.get());
    if (n == 0 && std::ferror(file_.get()) != 0) return os_error(errno, "reading", path_);
    return n;
  }

 private:
  File file_;
  std::filesystem::path path_;
};

class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::string_view bytes) : bytes_(bytes) {}
  Result<std::size_t> read(char* out, std::size_t size) override {
    const std::size_t n = std::min(size, bytes_.size());
    std::memcpy(out, bytes_.data(), n);
    bytes_.remove_prefix(n);
    return n;
  }

 private:
  std::string_view bytes_;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> open_file_source(const std::filesystem::path& path) {
  File file(std::fopen(path.c_str(), "rbe"));
  if (!file) return os_error(errno, "opening", path);
  return std::unique_ptr<ByteSource>(std::make_unique<FileSource>(std::move(file), path));
}

std::unique_ptr<ByteSource> make_memory_source(std::string_view bytes) { return std::make_unique<MemorySource>(bytes); }

Result<ByteSink> open_file_sink(const std::filesystem::path& path) {
  std::FILE* raw = std::fopen(path.c_str(), "wbe");
  if (raw == nullptr) return os_error(errno, "creating", path);
  // shared: std::function must be copyable
  std::shared_ptr<std::FILE> file(raw, CloseFile{});
  return ByteSink([file, path](std::string_view bytes) -> Status {
    const bool ok = std::fwrite(bytes.data(), 1, bytes.size(), file.get()) == bytes.size() && std::fflush(file.get()) == 0;
    if (!ok) return os_error(errno, "writing", path);
    return ok_status();
  });
}

}  // namespace lp::io
