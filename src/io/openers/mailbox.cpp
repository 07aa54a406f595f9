#include <algorithm>
#include <cstring>

#include "io/mail_lines.h"
#include "io/opener.h"

namespace lp::io {
namespace {

// One mail of a mailbox: up to a line that begins with "From " after an empty one.
class MailboxEntry final : public ByteSource {
 public:
  explicit MailboxEntry(MailLines& lines) : lines_(lines) {}
  Result<std::size_t> read(char* out, std::size_t size) override {
    while (at_ == ready_.size() && !ended_) LP_CHECK_OK(fill());
    const std::size_t n = std::min(size, ready_.size() - at_);
    std::memcpy(out, ready_.data() + at_, n);
    at_ += n;
    return n;
  }
  Status drain() {
    while (!ended_) LP_CHECK_OK(fill());
    return ok_status();
  }
  bool is_last() const { return last_; }

 private:
  Status fill() {
    ready_.clear();
    at_ = 0;
    LP_TRY(const auto piece, lines_.next());
    last_ = !piece;
    ended_ = last_ || (!first_ && after_empty_ && piece->starts_line && piece->text.starts_with("From "));
    if (ended_ && piece) lines_.put_back();
    if (ended_) return ok_status();
    first_ = false;
    after_empty_ = piece->starts_line && (piece->text == "\n" || piece->text == "\r\n");
    ready_ = piece->text;
    return ok_status();
  }

  MailLines& lines_;
  std::string ready_;
  std::size_t at_ = 0;
  bool ended_ = false, last_ = false, first_ = true, after_empty_ = true;
};

OpenFn mail_opener() {
  for (const Opener& o : builtin_openers()) {
    if (std::find(o.natures.begin(), o.natures.end(), Nature::eml) != o.natures.end()) return o.open;
  }
  return nullptr;
}

Status open_mailbox(Unpacking& run, OpenedPart& part) {
  MailLines lines(part.bytes);
  for (std::uint64_t number = 1;; ++number) {
    MailboxEntry mail(lines);
    LP_CHECK_OK(run.open({.path = join_path(part.part.path, std::to_string(number)), .bytes = mail}, mail_opener()));
    LP_CHECK_OK(mail.drain());
    if (mail.is_last()) return ok_status();
  }
}

}  // namespace

Opener opener_mailbox() { return {{Nature::mbox}, open_mailbox}; }

}  // namespace lp::io
