#pragma once
// XML in, text out, while it is read. Internal to the readers of documents.

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include "io/xml_stream.h"

namespace lp::io {

// Appends text to `out`, which is taken after each piece of XML.
class XmlTextHandler : public XmlHandler {
 public:
  std::string out;
};

template <class Handler>
class XmlTextSource final : public ByteSource {
 public:
  template <class... Arguments>
  XmlTextSource(ByteSource& xml, std::string_view name, Arguments&&... arguments) : xml_(xml), handler_(std::forward<Arguments>(arguments)...), stream_(handler_, name) {}

  // Text before a place where the XML is broken is given before the error.
  Result<std::size_t> read(char* out, std::size_t size) override {
    while (given_ == text_.size() && !ended_ && failed_) LP_CHECK_OK(parse_more());
    if (given_ == text_.size() && !failed_) return failed_.error();
    const std::size_t n = std::min(size, text_.size() - given_);
    std::memcpy(out, text_.data() + given_, n);
    given_ += n;
    return n;
  }

 private:
  Status parse_more() {
    std::array<char, 16384> chunk;
    LP_TRY(const std::size_t n, xml_.read(chunk.data(), chunk.size()));
    ended_ = n == 0;
    failed_ = stream_.feed({chunk.data(), n}, ended_);
    text_ = std::exchange(handler_.out, {});
    given_ = 0;
    return ok_status();
  }

  ByteSource& xml_;
  Handler handler_;
  XmlStream stream_;
  std::string text_;
  std::size_t given_ = 0;
  bool ended_ = false;
  Status failed_;
};

}  // namespace lp::io
