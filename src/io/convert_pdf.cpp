#include "base/text.h"
#include "io/child_process.h"
#include "io/convert.h"
#include "io/error.h"
#include "io/files.h"

namespace lp::io {
namespace {

class PdfText final : public ByteSource {
 public:
  PdfText(std::unique_ptr<ChildProcess> child, std::string name) : child_(std::move(child)), name_(std::move(name)) {}
  Result<std::size_t> read(char* out, std::size_t size) override {
    auto n = child_->read(out, size);
    if (n || n.error().code != Errc::invalid) return n;
    const bool locked = contains(child_->end().messages, "password") || child_->end().exit_code == 3;  // 3: its rights forbid copying
    if (locked) return fail(Errc::unsupported, name_ + " is encrypted or forbids copying its text", "PDF 文件已加密或禁止复制：" + name_, "ask its owner for one without a password");
    return fail(Errc::invalid, name_ + " is broken: " + n.error().message, "PDF 文件已损坏：" + name_);
  }

 private:
  std::unique_ptr<ChildProcess> child_;
  std::string name_;
};

// The heading may stand after some other bytes.
Status check_heading(const std::filesystem::path& path) {
  LP_TRY(const auto file, open_file_source(path));
  char start[1024];
  LP_TRY(const std::size_t n, file->read(start, sizeof start));
  if (contains({start, n}, "%PDF-")) return ok_status();
  return fail(Errc::invalid, path.string() + " is no PDF file", path.filename().string() + " 不是 PDF 文件");
}

}  // namespace

Result<std::unique_ptr<ByteSource>> pdf_text(const std::filesystem::path& path) {
  const auto program = find_program("pdftotext");
  if (!program) return fail(Errc::unsupported, "pdftotext is not installed", "读取 PDF 需要安装 poppler-utils", "install the package poppler-utils");
  LP_CHECK_OK(check_heading(path));
  std::error_code error;
  const std::filesystem::path whole = std::filesystem::absolute(path, error);
  if (error) return os_error(error.value(), "finding", path);
  LP_TRY(auto child, ChildProcess::start({.program = *program, .arguments = {"-enc", "UTF-8", whole.string(), "-"}}));
  return std::unique_ptr<ByteSource>(std::make_unique<PdfText>(std::move(child), path.filename().string()));
}

}  // namespace lp::io
