#include "probe/evidence_lines.h"

#include <unistd.h>

#include <array>
#include <cerrno>

#include "base/hash.h"
#include "io/error.h"
#include "io/files.h"

namespace lp::probe {
namespace {

constexpr std::size_t most_line = 8u << 20;

class ChainReader {
 public:
  explicit ChainReader(const std::function<bool(const ChainLine&)>& fn) : fn_(fn) {}

  bool take(std::string_view text) {
    ChainLine line{.line = ++lines_};
    line.problem = judge(text, line.entry);
    end_.entries += 1;
    end_.good_bytes += text.size() + 1;
    end_.hash = get_string(line.entry, "hash", no_previous);
    expected_ = get_count(line.entry, "n") + 1;
    return fn_(line);
  }
  ChainEnd& end() { return end_; }

 private:
  std::string judge(std::string_view text, json::object& entry) const {
    auto value = parse_json(text);
    if (!value || !value->is_object()) return "not_json";
    entry = std::move(value->as_object());
    if (get_string(entry, "hash") != link_hash(entry)) return "hash";
    if (to_canonical_text(entry) != text) return "form";
    if (get_string(entry, "previous") != end_.hash) return "previous";
    return get_int(entry, "n", -1) != static_cast<std::int64_t>(expected_) ? "number" : "";
  }

  const std::function<bool(const ChainLine&)>& fn_;
  ChainEnd end_{};
  std::uint64_t lines_ = 0, expected_ = 0;
};

}  // namespace

std::string link_hash(const json::object& entry) {
  json::object rest = entry;
  rest.erase("hash");
  return to_hex(sha256(to_canonical_text(rest)));
}

std::string chain_line(json::object entry, std::uint64_t number, std::string_view previous, std::string& hash) {
  entry["n"] = static_cast<std::int64_t>(number);
  entry["previous"] = previous;
  entry.erase("hash");
  hash = to_hex(sha256(to_canonical_text(entry)));
  entry["hash"] = hash;
  return to_canonical_text(entry) + "\n";
}

Result<ChainEnd> read_chain(int descriptor, const std::filesystem::path& path, const std::function<bool(const ChainLine&)>& fn) {
  ChainReader reader(fn);
  std::string held;
  std::array<char, 65'536> buffer;
  off_t offset = 0;
  for (;;) {
    const ssize_t n = ::pread(descriptor, buffer.data(), buffer.size(), offset);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return io::os_error(errno, "reading", path);
    if (n == 0) break;
    offset += n;
    const std::size_t searched = held.size();
    held.append(buffer.data(), static_cast<std::size_t>(n));
    std::size_t from = 0;
    for (std::size_t end = held.find('\n', searched); end != std::string::npos; end = held.find('\n', from)) {
      if (!reader.take(std::string_view(held).substr(from, end - from))) return reader.end();
      from = end + 1;
    }
    held.erase(0, from);
    if (held.size() > most_line) return io::fail(Errc::corrupt, path.string() + " holds a line of more than 8 MiB", "证据文件中有超过8 MiB的行");
  }
  reader.end().torn_bytes = held.size();
  return reader.end();
}

}  // namespace lp::probe
