#pragma once
// How the bytes of a feed become records. For feed_format.cpp and feed_path.cpp.

#include <string>
#include <string_view>

#include <simdjson.h>

#include "match/feeds/feed_format.h"

namespace lp::match {

inline constexpr std::size_t sniffed_bytes = 64 * 1024;

const FeedFormat* feed_format_of(std::string_view head, std::string_view id);   // `id` empty: by content; nullptr: none
Error no_feed(const std::string& file);
void add_to(FeedStatistics& sum, const FeedStatistics& more);

// Whether `head`, the start of a text, is one JSON object a line: an object begins the second line too. A broken first line does
// not make a document of it.
bool is_json_lines(std::string_view head);

// Gives the records of JSON texts to a format. The parser's memory is used again for every record.
class JsonRecords {
 public:
  JsonRecords(const FeedFormat& format, FeedSink& sink) : format_(format), sink_(sink) {}
  ~JsonRecords();
  JsonRecords(const JsonRecords&) = delete;
  JsonRecords& operator=(const JsonRecords&) = delete;

  void read(std::string_view bytes);             // a whole text: lines, an array or a document
  // Lines from `bytes`, all whole; `readable` bytes behind them may be read (whatever they are) without fault.
  void read_lines(std::string_view bytes, std::size_t readable);

 private:
  bool parse(std::string_view json, std::size_t readable, simdjson::dom::element& root);
  void read_document(std::string_view bytes);
  void read_elements(simdjson::dom::array elements, std::string_view pointer);
  void read_record(simdjson::dom::element record);

  const FeedFormat& format_;
  FeedSink& sink_;
  simdjson::dom::parser parser_;
  std::string padded_;
  int line_ = 0;
  std::uint64_t records_ = 0;
};

}  // namespace lp::match
