#include "detect/indicators/indicator_image.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>

#include "base/check.h"
#include "detect/indicators/image_layout.h"
#include "io/files.h"

namespace lp::detect {
namespace {

constexpr std::size_t large_page = std::size_t{2} << 20;

Error broken(std::string why) {
  return make_error(Errc::corrupt, "no good file of indicators: " + std::move(why), "import the indicators again");
}

template <class T>
bool take(std::string_view bytes, const ImageHeader& header, Section which, std::span<const T>& out) {
  const auto& s = header.sections[which];
  if (s.bytes % sizeof(T) != 0) return false;
  out = {reinterpret_cast<const T*>(bytes.data() + s.offset), s.bytes / sizeof(T)};
  return true;
}

}  // namespace

Result<std::shared_ptr<const IndicatorImage>> IndicatorImage::open(const std::filesystem::path& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return io::os_error(errno, "opening", path);
  struct stat about {};
  if (::fstat(fd, &about) != 0 || about.st_size < static_cast<off_t>(sizeof(ImageHeader))) {
    ::close(fd);
    return broken("too short").within(path.string());
  }
  const auto size = static_cast<std::size_t>(about.st_size);
  void* const map = ::mmap(nullptr, size, PROT_READ, MAP_SHARED | MAP_POPULATE, fd, 0);
  const int number = errno;
  ::close(fd);
  if (map == MAP_FAILED) return io::os_error(number, "mapping", path);
  std::shared_ptr<IndicatorImage> image(new IndicatorImage);
  image->map_ = map;
  image->bytes_ = {static_cast<const char*>(map), size};
  if (auto status = image->attach(); !status) return std::move(status).error().within(path.string());
  // What only hits read goes back to the file until then.
  for (const std::string_view part : image->rarely_read()) {
    const auto from = (reinterpret_cast<std::uintptr_t>(part.data()) + 4095) & ~std::uintptr_t{4095};
    const auto to = reinterpret_cast<std::uintptr_t>(part.data() + part.size()) & ~std::uintptr_t{4095};
    if (from < to) ::madvise(reinterpret_cast<void*>(from), to - from, MADV_DONTNEED);
  }
  return std::shared_ptr<const IndicatorImage>(std::move(image));
}

Result<std::shared_ptr<const IndicatorImage>> IndicatorImage::from_bytes(std::string bytes) {
  std::shared_ptr<IndicatorImage> image(new IndicatorImage);
  image->owned_ = std::move(bytes);
  image->bytes_ = image->owned_;
  LP_CHECK_OK(image->attach());
  return std::shared_ptr<const IndicatorImage>(std::move(image));
}

IndicatorImage::~IndicatorImage() {
  if (map_ != nullptr) ::munmap(map_, bytes_.size());
  if (bloom_ != nullptr) ::munmap(bloom_, bloom_mapped_);
}

Status IndicatorImage::read_header(ImageHeader& header) const {
  if (bytes_.size() < sizeof header) return broken("too short");
  std::memcpy(&header, bytes_.data(), sizeof header);
  if (std::memcmp(header.magic, image_magic, sizeof header.magic) != 0) return broken("it begins with something else");
  if (header.version != image_version) return make_error(Errc::unsupported, "a file of indicators of version " + std::to_string(header.version), "import the indicators again");
  if (header.header_bytes != sizeof header || image_checksum(bytes_.substr(0, offsetof(ImageHeader, header_checksum))) != header.header_checksum)
    return broken("its header's checksum does not fit");
  if (header.file_bytes != bytes_.size()) return broken("it was cut short");
  for (const auto& s : header.sections)
    if (s.offset % 64 != 0 || s.offset < sizeof header || s.offset > bytes_.size() || s.bytes > bytes_.size() - s.offset) return broken("a section lies outside");
  return ok_status();
}

Status IndicatorImage::attach() {
  ImageHeader header;
  LP_CHECK_OK(read_header(header));
  if (image_checksum(bytes_.substr(sizeof header)) != header.checksum) return broken("its checksum does not fit");
  std::span<const std::uint64_t> bloom;
  std::span<const char> keys, contexts;
  const bool whole = take(bytes_, header, section_bloom, bloom) && take(bytes_, header, section_index, index_) &&
                     take(bytes_, header, section_fingerprints, fingerprints_) && take(bytes_, header, section_records, records_) &&
                     take(bytes_, header, section_keys, keys) && take(bytes_, header, section_lists, lists_) && take(bytes_, header, section_places, places_) &&
                     take(bytes_, header, section_contexts, contexts) && take(bytes_, header, section_steps4, prefixes_.steps4) &&
                     take(bytes_, header, section_steps6, prefixes_.steps6) && take(bytes_, header, section_index4, prefixes_.index4) &&
                     take(bytes_, header, section_index6, prefixes_.index6) && take(bytes_, header, section_parents, prefixes_.parents) &&
                     take(bytes_, header, section_prefix_records, prefix_records_) && take(bytes_, header, section_wildcards, wildcards_) &&
                     take(bytes_, header, section_exceptions, exceptions_);
  if (!whole || bloom.empty() || bloom.size() % 8 != 0 || bloom.size() / 8 > 0xFFFFFFFF) return broken("a section has an impossible size");
  keys_ = {keys.data(), keys.size()};
  contexts_ = {contexts.data(), contexts.size()};
  blocks_ = bloom.size() / 8;
  std::ranges::copy(header.kinds, counts_.begin());
  has_internal_ = header.has_internal != 0;
  if (index_.size() < 3 || !std::has_single_bit(index_.size() - 1)) return broken("its index has an impossible size");
  index_shift_ = 64 - (static_cast<int>(std::bit_width(index_.size() - 1)) - 1);
  if (!is_sound()) return broken("its parts do not fit together");
  copy_bloom(bloom);
  return ok_status();
}

// What lookups rely on without looking again. Keys, lists and contexts are checked when they are read.
bool IndicatorImage::is_sound() const {
  if (records_.size() != fingerprints_.size() || prefix_records_.size() != prefixes_.parents.size() || places_.empty()) return false;
  if (index_.front() != 0 || index_.back() != fingerprints_.size() || !std::ranges::is_sorted(index_)) return false;
  for (const std::uint32_t record : prefix_records_)
    if (record >= records_.size()) return false;
  return prefixes_.is_sound();
}

std::array<std::string_view, 4> IndicatorImage::rarely_read() const {
  const std::string_view records{reinterpret_cast<const char*>(records_.data()), records_.size_bytes()};
  return {keys_, contexts_, records, bytes_.substr(sizeof(ImageHeader), blocks_ * bloom_block_bytes)};  // the filter was copied
}

void IndicatorImage::copy_bloom(std::span<const std::uint64_t> bloom) {
  bloom_mapped_ = (bloom.size_bytes() + large_page - 1) / large_page * large_page;
  void* const map = ::mmap(nullptr, bloom_mapped_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  LP_CHECK(map != MAP_FAILED, "no memory for the filter of indicators");
  ::madvise(map, bloom_mapped_, MADV_HUGEPAGE);
  bloom_ = static_cast<std::uint64_t*>(map);
  std::memcpy(bloom_, bloom.data(), bloom.size_bytes());
}

bool IndicatorImage::may_contain(std::uint64_t hash) const {
  const std::uint64_t* const block = bloom_ + block_of(hash) * 8;
  const std::uint64_t mixed = bloom_mix(hash);
  bool all = true;
  for (int i = 0; i < 6; ++i) {
    const std::uint64_t bit = bloom_bit(mixed, i);
    all &= (block[bit / 64] >> bit % 64 & 1) != 0;
  }
  return all;
}

std::uint32_t IndicatorImage::find(IndicatorKind wanted, std::string_view text, std::uint64_t hash) const {
  if (!may_contain(hash)) return 0;
  const std::size_t stretch = hash >> index_shift_;
  const std::uint32_t end = index_[stretch + 1];
  for (std::uint32_t r = index_[stretch]; r < end; ++r)
    if (fingerprints_[r] == hash && kind(r) == wanted && key(r) == text) return r + 1;
  return 0;
}

std::uint32_t IndicatorImage::find_hash(std::uint64_t hash) const {
  if (!may_contain(hash)) return 0;
  const std::size_t stretch = hash >> index_shift_;
  const std::uint32_t end = index_[stretch + 1];
  for (std::uint32_t r = index_[stretch]; r < end; ++r)
    if (fingerprints_[r] == hash) return r + 1;
  return 0;
}

void IndicatorImage::find_prefixes(const Ip& ip, std::vector<std::uint32_t>& out) const {
  int limit = 129;  // a /0 to a /128
  for (std::uint32_t entry = prefixes_.find(ip); entry != 0 && limit > 0; entry = prefixes_.parent(entry), --limit)
    out.push_back(prefix_records_[entry - 1] + 1);
}

IndicatorKind IndicatorImage::kind(std::uint32_t record) const {
  const std::uint64_t kind = records_[record].place >> 56;
  return static_cast<IndicatorKind>(std::min<std::uint64_t>(kind, indicator_kinds - 1));
}

std::string_view IndicatorImage::key(std::uint32_t record) const {
  const std::uint64_t place = records_[record].place;
  const std::uint64_t offset = place & ((std::uint64_t{1} << 40) - 1), length = place >> 40 & 0xFFFF;
  if (offset > keys_.size() || length > keys_.size() - offset) return {};
  return keys_.substr(offset, length);
}

bool IndicatorImage::exact_only(std::uint32_t record) const {
  if ((records_[record].flags & record_exact_only) != 0) return true;
  if (kind(record) != IndicatorKind::domain) return false;
  const std::string_view name = key(record);
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos) return true;
  return std::ranges::binary_search(wildcards_, hash_key(IndicatorKind::domain, name.substr(dot + 1))) && !std::ranges::binary_search(exceptions_, fingerprints_[record]);
}

std::vector<IndicatorContext> IndicatorImage::contexts(std::uint32_t record) const {
  std::vector<IndicatorContext> out;
  const auto add = [&](std::uint64_t id) {
    if (id + 1 >= places_.size() || places_[id] > places_[id + 1] || places_[id + 1] > contexts_.size()) return;
    IndicatorContext context;
    if (decode_context(contexts_.substr(places_[id], places_[id + 1] - places_[id]), context)) out.push_back(std::move(context));
  };
  const ImageRecord& r = records_[record];
  if ((r.flags & record_has_list) == 0) {
    add(r.context);
  } else if (r.context < lists_.size()) {
    const std::uint64_t count = std::min<std::uint64_t>(lists_[r.context], lists_.size() - r.context - 1);
    for (std::uint64_t i = 0; i < count; ++i) add(lists_[r.context + 1 + i]);
  }
  return out;
}

std::size_t IndicatorImage::lookup_bytes() const {
  return blocks_ * bloom_block_bytes + index_.size_bytes() + fingerprints_.size_bytes() + prefixes_.steps4.size_bytes() + prefixes_.steps6.size_bytes() +
         prefixes_.index4.size_bytes() + prefixes_.index6.size_bytes() + prefixes_.parents.size_bytes() + prefix_records_.size_bytes();
}

}  // namespace lp::detect
