// A book of findings on disk: one program at a time, replaced whole.
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "cli/match/match_commands.h"
#include "io/files.h"

namespace lp::cli {

Result<match::FindingBook> open_book(const std::filesystem::path& path, bool may_be_new) {
  const auto text = io::read_file(path, std::uint64_t{8} << 30);
  if (!text && text.error().code == Errc::not_found && may_be_new) return match::FindingBook();
  if (!text) return text.error();
  auto book = match::FindingBook::from_jsonl(*text);
  if (!book) return std::move(book).error().within(path.string());
  return book;
}

Result<BookLock> BookLock::take(const std::filesystem::path& book) {
  std::filesystem::path path = book;
  path += ".lock";
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) return io::os_error(errno, "open", path);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    ::close(descriptor);
    Error error = make_error(Errc::conflict, "another program is writing " + book.string(), "wait for it to end and run this again");
    error.message_zh = "另一个程序正在写入 " + book.string() + "，待其结束后重试";
    return error;
  }
  return BookLock(descriptor);
}

BookLock::BookLock(BookLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

BookLock::~BookLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Status save_book(const match::FindingBook& book, const std::filesystem::path& path) { return io::write_file_atomic(path, book.to_jsonl()); }

}  // namespace lp::cli
