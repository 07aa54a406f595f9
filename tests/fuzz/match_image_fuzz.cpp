// A good image of advisories with bytes changed (the input: places and values), its checksum made to fit so that what lies behind is
// reached: refused, or every answer stays within its bytes.
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "io/files.h"
#include "match/index/index_tables.h"
#include "match/index/matcher.h"

namespace {

using namespace lp::match;

Affected entry(std::string name, std::string from, std::string to) {
  Affected a;
  a.package = {NameSpace::ecosystem, "npm", std::move(name)};
  a.scheme = "npm";
  a.tier = Tier::ecosystem;
  a.intervals = {{std::move(from), std::move(to), true, false}};
  return a;
}

std::string good_image() {
  AdvisoryIndexBuilder builder;
  for (int i = 0; i < 12; ++i) {
    Advisory a;
    a.id = "A-" + std::to_string(i);
    a.source = "osv";
    a.aliases = {"CVE-2024-" + std::to_string(i % 5)};
    a.affected = {entry("p" + std::to_string(i % 3), "1." + std::to_string(i) + ".0", "2.0.0"), entry("q", "x", "y")};
    a.affected[0].cpe = *parse_cpe("cpe:2.3:a:v:p:*:sp1:*:*:*:*:*:*");
    if (i % 4 == 0) a.affected[0].status = AffectedStatus::not_affected;
    builder.add(a);
  }
  const auto folder = lp::io::TempDir::create("image_fuzz");
  (void)builder.build()->save(folder->path() / "image");
  return *lp::io::read_file(folder->path() / "image", 1u << 24);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string good = good_image();
  std::string bytes = good;
  for (std::size_t i = 0; i + 3 <= size; i += 3) bytes[(data[i] | data[i + 1] << 8) % bytes.size()] = static_cast<char>(data[i + 2]);
  if (size % 3 != 0) bytes.resize(bytes.size() - data[size - 1]);
  const std::uint64_t sum = index_checksum(std::string_view(bytes).substr(0, offsetof(IndexHeader, header_checksum)));
  std::memcpy(bytes.data() + offsetof(IndexHeader, header_checksum), &sum, sizeof sum);
  const auto index = AdvisoryIndex::from_bytes(std::move(bytes));
  if (!index) return 0;
  const Matcher matcher{AdvisoryLayers(*index)};
  std::vector<Component> components(3);
  components[0].purl = *parse_purl("pkg:npm/p1@1.5.0");
  components[1].purl = *parse_purl("pkg:npm/p0@x-y");
  components[2].purl = *parse_purl("pkg:npm/q");
  for (Component& c : components) c.version = c.purl->version;
  for (const Match& m : matcher.match(components)) (void)matcher.text(components[m.component], m);
  for (std::uint32_t i = 0; i < (*index)->size() && i < 3; ++i) (void)matcher.explain(components[0], (*index)->name(i).id);
  return 0;
}
