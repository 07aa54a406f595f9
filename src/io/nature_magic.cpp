#include <array>

#include "io/nature_parts.h"

namespace lp::io {
namespace {

using namespace std::string_view_literals;

struct Magic {
  Nature nature;
  std::size_t at;
  std::string_view bytes;
  std::size_t at2 = 0;            // a second place that must hold too
  std::string_view bytes2 = {};
};

// Enough bytes that no text begins with them by chance.
constexpr Magic sure[] = {
    {Nature::gzip, 0, "\x1F\x8B\x08"}, {Nature::bzip2, 0, "BZh", 4, "1AY&SY"}, {Nature::bzip2, 0, "BZh", 4, "\x17\x72\x45\x38\x50\x90"},
    {Nature::xz, 0, "\xFD" "7zXZ\0"sv}, {Nature::zstd, 0, "\x28\xB5\x2F\xFD"}, {Nature::zstd, 1, "\x2A\x4D\x18"}, {Nature::lz4, 0, "\x04\x22\x4D\x18"},
    {Nature::lz4, 0, "\x02\x21\x4C\x18"}, {Nature::lzma, 0, "LZIP\x01"}, {Nature::lzma, 0, "\x5D\0\0"sv, 8, "\0\0\0\0\0"sv}, {Nature::lzma, 0, "\x5D\0\0"sv, 5, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"},
    {Nature::compress, 0, "\x1F\x9D"}, {Nature::seven_zip, 0, "7z\xBC\xAF\x27\x1C"}, {Nature::rar, 0, "Rar!\x1A\x07"}, {Nature::cab, 0, "MSCF\0\0\0\0"sv},
    {Nature::cpio, 0, "070701"}, {Nature::cpio, 0, "070702"}, {Nature::cpio, 0, "070707"}, {Nature::cpio, 0, "\xC7\x71"}, {Nature::cpio, 0, "\x71\xC7", 6, "\0"sv},
    {Nature::ar, 0, "!<arch>\n"}, {Nature::iso, 32769, "CD001"}, {Nature::sqlite, 0, "SQLite format 3\0"sv}, {Nature::parquet, 0, "PAR1"}, {Nature::parquet, 0, "PARE"},
    {Nature::ole_office, 0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"}, {Nature::pdf, 0, "%PDF-"},
    {Nature::image, 0, "\x89PNG\r\n\x1A\n"}, {Nature::image, 0, "\xFF\xD8\xFF"}, {Nature::image, 0, "GIF87a"}, {Nature::image, 0, "GIF89a"}, {Nature::image, 0, "II*\0"sv},
    {Nature::image, 0, "MM\0*"sv}, {Nature::image, 0, "RIFF", 8, "WEBP"}, {Nature::image, 0, "8BPS\0"sv}, {Nature::image, 0, "\0\0\x01\0\x01\0"sv}, {Nature::image, 0, "\0\0\x01\0"sv, 9, "\0"sv},
    {Nature::image, 4, "ftypheic"}, {Nature::image, 4, "ftypheix"}, {Nature::image, 4, "ftypmif1"}, {Nature::image, 4, "ftypavif"}, {Nature::image, 0, "\0\0\0\x0CjP  "sv},
    {Nature::image, 0, "\xFF\x4F\xFF\x51"}, {Nature::image, 0, "AT&TFORM"}, {Nature::image, 0, "\xD7\xCD\xC6\x9A"}, {Nature::image, 40, " EMF\0\0"sv}, {Nature::image, 0, "gimp xcf "},
    {Nature::image, 0, "\0\0\0\x0CJXL "sv}, {Nature::image, 0, "\x97JB2\r\n"},
    {Nature::executable, 0, "\x7F" "ELF"}, {Nature::executable, 0, "\xCA\xFE\xBA\xBE"}, {Nature::executable, 0, "\xFE\xED\xFA\xCE"}, {Nature::executable, 0, "\xFE\xED\xFA\xCF"},
    {Nature::executable, 0, "\xCE\xFA\xED\xFE"}, {Nature::executable, 0, "\xCF\xFA\xED\xFE"}, {Nature::executable, 0, "\0asm"sv}, {Nature::executable, 0, "dex\n03"},
    {Nature::media, 0, "ID3", 6, "\0"sv}, {Nature::media, 0, "OggS\0"sv}, {Nature::media, 0, "fLaC"}, {Nature::media, 0, "RIFF", 8, "WAVE"}, {Nature::media, 0, "RIFF", 8, "AVI "},
    {Nature::media, 4, "ftyp"}, {Nature::media, 4, "moov"}, {Nature::media, 0, "\x1A\x45\xDF\xA3"}, {Nature::media, 0, "MThd\0"sv}, {Nature::media, 0, "\x30\x26\xB2\x75\x8E\x66\xCF\x11"},
    {Nature::media, 0, "FLV\x01"}, {Nature::media, 0, "FORM", 8, "AIF"}, {Nature::media, 0, "#!AMR"}, {Nature::media, 0, "\0\0\x01\xBA"sv}, {Nature::media, 0, "\0\0\x01\xB3"sv},
    {Nature::media, 0, "\0\x01\0\0\0"sv, 5, ""}, {Nature::media, 0, "OTTO\0"sv}, {Nature::media, 0, "wOFF"}, {Nature::media, 0, "wOF2"}, {Nature::media, 0, "ttcf\0"sv},
};

// Only where the head is no text.
constexpr Magic likely[] = {
    {Nature::executable, 0, "MZ"}, {Nature::image, 0, "BM"}, {Nature::media, 0, "\xFF\xFB"}, {Nature::media, 0, "\xFF\xF3"}, {Nature::media, 0, "\xFF\xF2"}, {Nature::media, 0, "\xFF\xFA"},
    {Nature::media, 0, "\xFF\xF1"}, {Nature::media, 0, "\xFF\xF9"}, {Nature::media, 0, "ID3"}, {Nature::media, 0, "\x47", 188, "\x47"},
};

bool holds(std::string_view head, std::size_t at, std::string_view bytes) { return head.size() >= at + bytes.size() && head.substr(at, bytes.size()) == bytes; }

template <std::size_t n>
std::optional<Nature> look_up(const Magic (&table)[n], std::string_view head) {
  for (const Magic& m : table) {
    if (holds(head, m.at, m.bytes) && holds(head, m.at2, m.bytes2)) return m.nature;
  }
  return std::nullopt;
}

// The header's checksum counts its own eight bytes as blanks.
bool is_tar(std::string_view head) {
  if (head.size() < 512) return false;
  long stated = 0;
  bool digits = false;
  for (std::size_t i = 148; i < 156; ++i) {
    if (head[i] >= '0' && head[i] <= '7') {
      stated = stated * 8 + (head[i] - '0');
      digits = true;
    } else if (digits || head[i] != ' ') {
      break;
    }
  }
  long sum = 0, signed_sum = 0;
  for (std::size_t i = 0; i < 512; ++i) {
    const char c = i >= 148 && i < 156 ? ' ' : head[i];
    sum += static_cast<unsigned char>(c);
    signed_sum += static_cast<signed char>(c);  // some old writers
  }
  return digits && head[0] != '\0' && (stated == sum || stated == signed_sum);
}

}  // namespace

std::optional<Nature> nature_by_magic(std::string_view head, bool is_text) {
  if (is_tar(head)) return Nature::tar;
  if (const auto found = look_up(sure, head)) return found;
  return is_text ? std::nullopt : look_up(likely, head);
}

}  // namespace lp::io
