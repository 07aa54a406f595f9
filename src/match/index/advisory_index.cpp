#include "match/index/advisory_index.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstddef>
#include <cstring>

#include "base/check.h"
#include "io/files.h"
#include "match/index/index_tables.h"
#include "match/index/index_writer.h"
#include "match/index/record_codec.h"

namespace lp::match {
namespace {

Error broken(std::string why) { return make_error(Errc::corrupt, "no good file of advisories: " + std::move(why), "import the advisories again"); }

Status read_header(std::string_view bytes, IndexHeader& header) {
  if (bytes.size() < sizeof header) return broken("too short");
  std::memcpy(&header, bytes.data(), sizeof header);
  if (std::memcmp(header.magic, index_magic, sizeof header.magic) != 0) return broken("it begins with something else");
  if (header.version != index_version)
    return make_error(Errc::unsupported, "a file of advisories of version " + std::to_string(header.version), "import the advisories again");
  if (header.header_bytes != sizeof header || index_checksum(bytes.substr(0, offsetof(IndexHeader, header_checksum))) != header.header_checksum)
    return broken("its header's checksum does not fit");
  if (header.file_bytes != bytes.size()) return broken("it was cut short");
  for (const auto& s : header.sections)
    if (s.offset % 64 != 0 || s.offset < sizeof header || s.offset > bytes.size() || s.bytes > bytes.size() - s.offset) return broken("a section lies outside");
  return ok_status();
}

template <class T>
bool take(std::string_view bytes, const IndexHeader& header, IndexSection which, std::span<const T>& out) {
  const auto& s = header.sections[which];
  if (s.bytes % sizeof(T) != 0) return false;
  out = {reinterpret_cast<const T*>(bytes.data() + s.offset), s.bytes / sizeof(T)};
  return true;
}

std::string_view take(std::string_view bytes, const IndexHeader& header, IndexSection which) {
  return bytes.substr(header.sections[which].offset, header.sections[which].bytes);
}

bool is_within(TextPlace place, std::string_view strings) { return place.offset <= strings.size() && place.bytes <= strings.size() - place.offset; }

// What lookups rely on without looking again. Records are checked when they are read.
bool packages_are_sound(const IndexTables& t) {
  if (t.packages.empty() || t.package_index.size() < 3 || !std::has_single_bit(t.package_index.size() - 1)) return false;
  if (t.package_index.front() != 0 || t.package_index.back() != t.packages.size() - 1 || !std::ranges::is_sorted(t.package_index)) return false;
  for (std::size_t p = 0; p + 1 < t.packages.size(); ++p) {
    const IndexPackage &a = t.packages[p], &b = t.packages[p + 1];
    if (!is_within(a.key, t.strings) || a.first_table > b.first_table || a.first_statement > b.first_statement) return false;
  }
  return t.packages.front().first_table == 0 && t.packages.front().first_statement == 0 && t.packages.back().first_table == t.tables.size() &&
         t.packages.back().first_statement == t.statements.size();
}

bool tables_are_sound(const IndexTables& t) {
  if (t.key_places.empty() || t.key_places.back() != t.keys.size() || !std::ranges::is_sorted(t.key_places)) return false;
  if (!std::ranges::is_sorted(t.centres) || (!t.centres.empty() && t.centres.back() > t.by_low.size()) || t.by_low.size() != t.by_high.size()) return false;
  for (const IndexTable& table : t.tables) {
    if (table.scheme >= t.schemes.size() || table.keys > (1u << 30)) return false;
    if (table.first_key > t.key_places.size() - 1 || table.keys > t.key_places.size() - 1 - table.first_key) return false;
    if (table.first_centre > t.centres.size() || std::size_t{table.last_place()} + 1 > t.centres.size() - table.first_centre) return false;
  }
  const auto known = [&](const IndexBound& b) { return b.statement < t.statements.size(); };
  return std::ranges::all_of(t.by_low, known) && std::ranges::all_of(t.by_high, known);
}

bool statements_are_sound(const IndexTables& t) {
  if (t.advisories.empty() || t.advisories.back().record != t.records.size() || t.advisories.front().record != 0) return false;
  if (t.advisories.front().first_statement != 0 || t.advisories.back().first_statement != t.statements.size() || t.advisory_statements.size() != t.statements.size()) return false;
  for (std::size_t i = 0; i + 1 < t.advisories.size(); ++i)
    if (t.advisories[i].record > t.advisories[i + 1].record || t.advisories[i].first_statement > t.advisories[i + 1].first_statement) return false;
  for (const IndexStatement& s : t.statements)
    if (s.advisory + 1 >= t.advisories.size() || s.package + 1 >= t.packages.size() || s.constraint > t.constraints.size() || s.tier >= tiers ||
        s.status > static_cast<unsigned>(AffectedStatus::under_investigation))
      return false;
  for (const std::uint32_t s : t.advisory_statements)
    if (s >= t.statements.size()) return false;
  for (const IndexConstraint& c : t.constraints)
    for (const TextPlace& value : c.values)
      if (!is_within(value, t.strings)) return false;
  for (const IndexName& n : t.names)
    if (n.advisory + 1 >= t.advisories.size()) return false;
  for (const IndexProduct& p : t.products)
    if (p.package + 1 >= t.packages.size()) return false;
  if (t.advisories.back().first_name != t.advisory_names.size()) return false;
  for (std::size_t i = 0; i + 1 < t.advisories.size(); ++i)
    if (t.advisories[i].first_name > t.advisories[i + 1].first_name) return false;
  return std::ranges::all_of(t.schemes, [&](TextPlace p) { return is_within(p, t.strings); }) &&
         std::ranges::all_of(t.realms, [&](TextPlace p) { return is_within(p, t.strings); });
}

}  // namespace

AdvisoryIndex::AdvisoryIndex() : tables_(std::make_unique<IndexTables>()) {}

AdvisoryIndex::~AdvisoryIndex() {
  if (map_ != nullptr) ::munmap(map_, bytes_.size());
}

Result<std::shared_ptr<const AdvisoryIndex>> AdvisoryIndex::open(const std::filesystem::path& path, Verify verify) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return io::os_error(errno, "opening", path);
  struct stat about {};
  if (::fstat(fd, &about) != 0 || about.st_size < static_cast<off_t>(sizeof(IndexHeader))) {
    ::close(fd);
    return broken("too short").within(path.string());
  }
  const auto size = static_cast<std::size_t>(about.st_size);
  void* const map = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, fd, 0);
  const int number = errno;
  ::close(fd);
  if (map == MAP_FAILED) return io::os_error(number, "mapping", path);
  std::shared_ptr<AdvisoryIndex> index(new AdvisoryIndex);
  index->map_ = map;
  index->bytes_ = {static_cast<const char*>(map), size};
  if (auto status = index->attach(verify); !status) return std::move(status).error().within(path.string());
  return std::shared_ptr<const AdvisoryIndex>(std::move(index));
}

Result<std::shared_ptr<const AdvisoryIndex>> AdvisoryIndex::from_bytes(std::string bytes, Verify verify) {
  std::shared_ptr<AdvisoryIndex> index(new AdvisoryIndex);
  index->owned_ = std::move(bytes);
  index->bytes_ = index->owned_;
  LP_CHECK_OK(index->attach(verify));
  return std::shared_ptr<const AdvisoryIndex>(std::move(index));
}

Status AdvisoryIndex::attach(Verify verify) {
  IndexHeader header;
  LP_CHECK_OK(read_header(bytes_, header));
  if (verify == Verify::digest && index_checksum(bytes_.substr(sizeof header)) != header.checksum) return broken("its checksum does not fit");
  IndexTables& t = *tables_;
  t.strings = take(bytes_, header, section_strings);
  t.keys = take(bytes_, header, section_keys);
  t.records = take(bytes_, header, section_records);
  t.statistics = header.statistics;
  const bool whole = take(bytes_, header, section_schemes, t.schemes) && take(bytes_, header, section_packages, t.packages) &&
                     take(bytes_, header, section_package_index, t.package_index) && take(bytes_, header, section_tables, t.tables) &&
                     take(bytes_, header, section_key_places, t.key_places) && take(bytes_, header, section_centres, t.centres) &&
                     take(bytes_, header, section_by_low, t.by_low) && take(bytes_, header, section_by_high, t.by_high) &&
                     take(bytes_, header, section_statements, t.statements) && take(bytes_, header, section_constraints, t.constraints) &&
                     take(bytes_, header, section_advisory_statements, t.advisory_statements) && take(bytes_, header, section_advisories, t.advisories) &&
                     take(bytes_, header, section_names, t.names) && take(bytes_, header, section_realms, t.realms) &&
                     take(bytes_, header, section_advisory_names, t.advisory_names) &&
                     take(bytes_, header, section_products, t.products);
  if (!whole || t.advisories.size() > (1u << 28)) return broken("a section has an impossible size");
  if (!packages_are_sound(t) || !tables_are_sound(t) || !statements_are_sound(t)) return broken("its parts do not fit together");
  for (const TextPlace& id : t.schemes) {
    t.scheme_of.push_back(find_scheme(t.text(id)));
    if (t.scheme_of.back() == nullptr)
      return make_error(Errc::unsupported, "a file of advisories with an order of versions this program does not know", "import the advisories again");
  }
  for (const IndexConstraint& c : t.constraints) {
    const auto weak = [&](TextPlace v) { return t.text(v) != "*" && t.text(v) != "-" && v.bytes > 0; };
    t.constraint_asks.push_back(std::ranges::any_of(c.values, weak));
  }
  t.package_shift = 64 - (static_cast<int>(std::bit_width(t.package_index.size() - 1)) - 1);
  return ok_status();
}

Status AdvisoryIndex::save(const std::filesystem::path& path) const { return io::write_file_atomic(path, bytes_); }

std::uint32_t AdvisoryIndex::size() const { return static_cast<std::uint32_t>(tables_->advisories.size() - 1); }

Advisory AdvisoryIndex::advisory(std::uint32_t number) const {
  Advisory advisory;
  decode_record(tables_->record(number), advisory);
  return advisory;
}

AdvisoryName AdvisoryIndex::name(std::uint32_t number) const {
  AdvisoryName name;
  decode_record_name(tables_->record(number), name.source, name.id);
  return name;
}

const IndexStatistics& AdvisoryIndex::statistics() const { return tables_->statistics; }

bool AdvisoryIndex::has_realm(std::string_view distribution) const {
  const auto text = [this](TextPlace p) { return tables_->text(p); };
  return std::ranges::binary_search(tables_->realms, distribution, {}, text);
}

std::optional<std::uint32_t> AdvisoryIndex::find(const AdvisoryName& wanted) const {
  std::string text;
  append_name_text(wanted, text);
  const std::uint64_t hash = index_hash(text);
  const auto rows = tables_->advisories.first(size());
  for (auto at = std::ranges::lower_bound(rows, hash, {}, &IndexAdvisory::hash); at != rows.end() && at->hash == hash; ++at) {
    const auto number = static_cast<std::uint32_t>(at - rows.begin());
    if (name(number) == wanted) return number;
  }
  return std::nullopt;
}

std::vector<std::uint32_t> AdvisoryIndex::find(std::string_view id) const {
  std::vector<std::uint32_t> out;
  for (const IndexName& n : std::ranges::equal_range(tables_->names, name_hash(id), {}, &IndexName::hash))
    if (n.kind == name_id && name(n.advisory).id == id) out.push_back(n.advisory);
  return out;
}

std::vector<std::uint32_t> AdvisoryIndex::find_with_aliases(std::string_view id) const {
  std::vector<std::uint32_t> out;
  for (const IndexName& n : std::ranges::equal_range(tables_->names, name_hash(id), {}, &IndexName::hash)) {
    if (n.kind == name_related || (!out.empty() && out.back() == n.advisory)) continue;
    const Advisory whole = advisory(n.advisory);
    if (whole.id == id || std::ranges::find(whole.aliases, id) != whole.aliases.end()) out.push_back(n.advisory);
  }
  return out;
}

std::size_t AdvisoryIndex::lookup_bytes() const {
  const IndexTables& t = *tables_;
  return t.packages.size_bytes() + t.package_index.size_bytes() + t.tables.size_bytes() + t.key_places.size_bytes() + t.keys.size() + t.centres.size_bytes() +
         t.by_low.size_bytes() + t.by_high.size_bytes() + t.statements.size_bytes() + t.constraints.size_bytes();
}

AdvisoryIndexBuilder::AdvisoryIndexBuilder() : writer_(std::make_unique<IndexWriter>()) {}
AdvisoryIndexBuilder::~AdvisoryIndexBuilder() = default;
AdvisoryIndexBuilder::AdvisoryIndexBuilder(AdvisoryIndexBuilder&&) noexcept = default;
AdvisoryIndexBuilder& AdvisoryIndexBuilder::operator=(AdvisoryIndexBuilder&&) noexcept = default;

void AdvisoryIndexBuilder::add(const Advisory& advisory) { writer_->add(advisory); }
std::size_t AdvisoryIndexBuilder::size() const { return writer_->size(); }

std::shared_ptr<const AdvisoryIndex> AdvisoryIndexBuilder::build() {
  std::string bytes = writer_->image();
  writer_ = std::make_unique<IndexWriter>();
  auto index = AdvisoryIndex::from_bytes(std::move(bytes));
  LP_CHECK(index.has_value(), "an index that was just made does not open");
  return *index;
}

}  // namespace lp::match
