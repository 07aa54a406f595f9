#include "io/mail_header.h"
#include "io/opener.h"
#include "io/transfer_source.h"

namespace lp::io {
namespace {

// One mail: its header as a leaf, then each part, multiparts in multiparts.
class Mail {
 public:
  Mail(Unpacking& run, std::string path, ByteSource& bytes) : run_(run), path_(std::move(path)), lines_(bytes) {}

  Status open(const OpenedPart& part) {
    LP_TRY(const MailHeader header, read_mail_header(lines_));
    const auto text = make_memory_source(header.text);
    LP_CHECK_OK(run_.leaf({.path = join_path(path_, "header"), .nature = part.nature, .bytes = {}, .mime = part.part.mime, .encoding = Encoding::utf8}, *text));
    LP_TRY(const auto end, body(header, "body"));
    (void)end;
    return ok_status();
  }

 private:
  using End = std::optional<BodySource::End>;

  // Returns which boundary ended it.
  Result<End> body(const MailHeader& header, const std::string& name) {
    const std::string_view type = header.value("content-type");
    const std::string boundary = mail_parameter(type, "boundary");
    if (mail_token(type).starts_with("multipart/") && !boundary.empty()) return multipart(boundary, name);
    BodySource raw(lines_, boundaries_);
    const auto decoded = make_transfer_source(raw, mail_token(header.value("content-transfer-encoding")));
    LP_CHECK_OK(run_.open({.path = join_path(path_, name), .bytes = decoded ? *decoded : raw, .mime = mail_token(type), .charset = mail_parameter(type, "charset")}));
    LP_CHECK_OK(raw.drain());
    return raw.end();
  }

  Result<End> multipart(const std::string& boundary, const std::string& name) {
    if (boundaries_.size() + static_cast<std::size_t>(run_.depth()) >= static_cast<std::size_t>(run_.limits().depth)) return too_deep(name);
    const std::size_t level = boundaries_.size();
    boundaries_.push_back(boundary);
    LP_TRY(End end, aside("preamble"));
    while (end && end->level == level && !end->closes) {
      LP_TRY(const MailHeader header, read_mail_header(lines_));
      LP_TRY(end, body(header, name_of(header)));
    }
    boundaries_.pop_back();
    if (!end || end->level < level) return end;
    return aside("epilogue");
  }

  Result<End> too_deep(const std::string& name) {
    run_.skip(join_path(path_, name), SkipReason::depth, "too many multiparts in one another");
    BodySource rest(lines_, boundaries_);
    LP_CHECK_OK(rest.drain());
    return rest.end();
  }

  // Text around the parts, which mail programs do not show.
  Result<End> aside(std::string_view name) {
    BodySource raw(lines_, boundaries_);
    PeekedSource text(raw);
    LP_TRY(const std::string_view start, text.peek(1024));
    const bool blank = start.find_first_not_of(" \t\r\n") == std::string_view::npos;
    const bool usual = start.starts_with("This is a multi-part message in MIME format");
    if (!blank && !usual) LP_CHECK_OK(run_.open({.path = join_path(path_, name), .bytes = text}));
    LP_CHECK_OK(raw.drain());
    return raw.end();
  }

  std::string name_of(const MailHeader& header) {
    std::string name = mail_parameter(header.value("content-disposition"), "filename");
    if (name.empty()) name = mail_parameter(header.value("content-type"), "name");
    ++parts_;
    return name.empty() ? "part" + std::to_string(parts_) : name;
  }

  Unpacking& run_;
  std::string path_;
  MailLines lines_;
  Boundaries boundaries_;
  int parts_ = 0;
};

}  // namespace

Opener opener_mail() {
  return {{Nature::eml}, [](Unpacking& run, OpenedPart& part) { return Mail(run, part.part.path, part.bytes).open(part); }};
}

}  // namespace lp::io
