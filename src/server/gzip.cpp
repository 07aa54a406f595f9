#include "server/gzip.h"

#include <zlib.h>

#include "base/check.h"
#include "base/text.h"

namespace lp::server {

std::string gzip(std::string_view bytes, int level) {
  z_stream stream{};
  constexpr int gzip_window = 15 + 16;
  LP_CHECK(deflateInit2(&stream, level, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) == Z_OK, "zlib does not start");
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // zlib's interface predates const
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  LP_CHECK(result == Z_STREAM_END, "zlib did not finish");
  return out;
}

std::optional<std::string> gunzip(std::string_view bytes, std::size_t limit) {
  z_stream stream{};
  constexpr int gzip_window = 15 + 16;
  LP_CHECK(inflateInit2(&stream, gzip_window) == Z_OK, "zlib does not start");
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string out;
  int result = Z_OK;
  while (result == Z_OK && out.size() <= limit) {
    const std::size_t before = out.size();
    out.resize(before + 256 * 1024);
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + before);
    stream.avail_out = static_cast<uInt>(out.size() - before);
    result = inflate(&stream, Z_NO_FLUSH);
    out.resize(out.size() - stream.avail_out);
    if (result == Z_OK && out.size() == before) result = Z_BUF_ERROR;   // cut short
  }
  inflateEnd(&stream);
  if (result != Z_STREAM_END || out.size() > limit) return std::nullopt;
  return out;
}

bool accepts_gzip(std::string_view accept_encoding) {
  for (std::string_view part : split(accept_encoding, ',')) {
    const std::size_t semicolon = part.find(';');
    const std::string name = to_lower_ascii(trim(part.substr(0, semicolon)));
    if (name != "gzip" && name != "*") continue;
    if (semicolon == std::string_view::npos) return true;
    const std::string quality = replace_all(to_lower_ascii(part.substr(semicolon + 1)), " ", "");
    return quality != "q=0" && quality.find_first_not_of("0.", 2) != std::string::npos;
  }
  return false;
}

bool is_compressible(std::string_view content_type) {
  const std::string type = to_lower_ascii(trim(content_type.substr(0, content_type.find(';'))));
  return (starts_with(type, "text/") && type != "text/event-stream") || type == "application/json" ||
         type == "application/javascript" || type == "image/svg+xml" || type == "application/manifest+json";
}

}  // namespace lp::server
