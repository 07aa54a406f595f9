#pragma once
// What "data:...;base64," URLs in a text hold, collected while the text is read. Internal to unpacking.

#include <string>
#include <vector>

#include "io/transfer_source.h"
#include "io/unpacking.h"

namespace lp::io {

// Passes a text on and keeps the decoded data of its URLs in one temporary file.
class DataUrlSource final : public ByteSource {
 public:
  DataUrlSource(Unpacking& run, std::string path, ByteSource& text) : run_(run), path_(std::move(path)), text_(text) {}
  ~DataUrlSource() override;
  Result<std::size_t> read(char* out, std::size_t size) override;
  // Opens what was found, after the text was read.
  Status open_found();

 private:
  struct Found {
    std::uint64_t from, size;
    std::string mime;
  };
  Status scan(std::string_view piece);
  std::size_t find_start(std::string_view piece);
  std::size_t read_head(std::string_view piece);
  Result<std::size_t> read_data(std::string_view piece);
  Status end_data();

  Unpacking& run_;
  std::string path_;
  ByteSource& text_;
  enum class State : std::uint8_t { outside, head, data } state_ = State::outside;
  std::size_t matched_ = 0;  // of "data:", at the end of the last piece
  std::string head_, decoded_;
  Base64Decoder decoder_;
  std::filesystem::path file_;
  ByteSink sink_;
  std::uint64_t written_ = 0, started_ = 0;
  bool full_ = false;
  std::vector<Found> found_;
};

}  // namespace lp::io
