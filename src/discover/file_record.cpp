#include "discover/file_record.h"

#include <algorithm>

#include <array>
#include <charconv>

#include "base/check.h"
#include "discover/report/result_json.h"

namespace lp::discover {
namespace {

// generation size modified rules scanned skipped unpacked documents
constexpr std::size_t head_fields = 8;

std::array<std::string_view, head_fields> head_of(std::string_view text) {
  std::array<std::string_view, head_fields> out{};
  std::string_view line = text.substr(0, text.find('\n'));
  for (std::string_view& field : out) {
    const std::size_t space = line.find(' ');
    field = line.substr(0, space);
    line.remove_prefix(space == std::string_view::npos ? line.size() : space + 1);
  }
  return out;
}
template <class Number>
Number number(std::string_view s) {
  Number n = 0;
  std::from_chars(s.data(), s.data() + s.size(), n);
  return n;
}

}  // namespace

std::string FileRecord::text() const {
  std::string out = generation + ' ' + std::to_string(size) + ' ' + std::to_string(modified) + ' ' + rules + ' ' + std::to_string(scanned) + ' ' +
                    std::to_string(skipped) + ' ' + std::to_string(bytes_unpacked) + ' ' + std::to_string(documents_seen) + '\n';
  if (documents.empty() && skips.empty()) return out;
  ScanResult held;
  held.documents = documents;
  held.coverage.skips = skips;
  const Status written = write_result_json(held, [&](std::string_view piece) {
    out += piece;
    return ok_status();
  });
  LP_CHECK(written.has_value(), "writing to a string");
  return out;
}

void FileRecord::settle_skips(const std::string& name) {
  std::uint64_t own = 0;
  Skip* last = nullptr;
  for (Skip& skip : skips) {
    if (skip.path != name) continue;
    // Several reasons for one file: no byte is counted twice.
    skip.bytes = std::min(skip.bytes, skipped - own);
    own += skip.bytes;
    last = &skip;
  }
  if (own == skipped) return;
  if (last != nullptr) {
    last->bytes += skipped - own;
    return;
  }
  const auto inside = std::ranges::max_element(skips, {}, &Skip::bytes);
  const bool known = inside != skips.end();
  skips.push_back({name, skipped, known ? inside->reason : "trailing", known ? inside->detail : std::string()});
}

Result<FileRecord> FileRecord::parse(std::string_view text) {
  const auto head = head_of(text);
  FileRecord record;
  record.generation = head[0];
  record.size = number<std::uint64_t>(head[1]);
  record.modified = number<std::int64_t>(head[2]);
  record.rules = head[3];
  record.scanned = number<std::uint64_t>(head[4]);
  record.skipped = number<std::uint64_t>(head[5]);
  record.bytes_unpacked = number<std::uint64_t>(head[6]);
  record.documents_seen = number<std::uint64_t>(head[7]);
  const std::size_t line = text.find('\n');
  if (line == std::string_view::npos) return make_error(Errc::corrupt, "an entry of the state file has no end");
  if (line + 1 == text.size()) return record;
  LP_TRY(ScanResult held, parse_result_json(text.substr(line + 1)));
  record.documents = std::move(held.documents);
  record.skips = std::move(held.coverage.skips);
  return record;
}

bool FileRecord::unchanged(std::string_view text, std::uint64_t size, std::int64_t modified, std::string_view rules) {
  const auto head = head_of(text);
  return modified != 0 && number<std::uint64_t>(head[1]) == size && number<std::int64_t>(head[2]) == modified && head[3] == rules;
}

bool FileRecord::same(std::string_view text, std::string_view other) {
  const auto behind_generation = [](std::string_view s) { return s.substr(std::min(s.find(' '), s.size())); };
  return behind_generation(text) == behind_generation(other);
}

}  // namespace lp::discover
