#include "detect/sigma/text_index.h"

#include <unordered_map>

namespace lp::detect::sigma {

TextIndex::TextIndex(std::vector<Literal> literals) : literals_(std::move(literals)) {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> equal;
  for (std::uint32_t k = 0; k < literals_.size(); ++k) {
    const Literal& l = literals_[k];
    if (l.op == Op::equals) equal.emplace_back(hash_bytes(l.text.data(), l.text.size()), k);
    else if (l.text.empty()) always_.push_back(k);
  }
  equal_ = KeyTable(std::move(equal));
  build_affixes(Op::starts, front_);
  build_affixes(Op::ends, back_);
  build_contains();
  std::vector<std::string_view> inside;
  for (const Literal& l : literals_) {
    if (l.op == Op::contains) inside.push_back(l.text);
  }
  if (inside.size() == literals_.size()) quick_ = QuickFilter(inside);
  quick_alone_ = quick_.is_on();
}

std::size_t TextIndex::length_of(std::size_t size) {
  std::size_t i = lengths.size() - 1;
  while (lengths[i] > size) --i;
  return i;
}

void TextIndex::build_affixes(Op op, Affixes& out) const {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> entries;
  for (std::uint32_t k = 0; k < literals_.size(); ++k) {
    const std::string_view text = literals_[k].text;
    if (literals_[k].op != op || text.empty()) continue;
    const std::size_t i = length_of(text.size()), n = lengths[i];
    out.used |= 1u << i;
    out.by_outermost[static_cast<unsigned char>(op == Op::ends ? text.back() : text.front())] |= static_cast<std::uint16_t>(1u << i);
    entries.emplace_back(affix_hash(op == Op::ends ? text.data() + text.size() - n : text.data(), n), k);
  }
  out.table = KeyTable(std::move(entries));
}

// The four characters fewest literals share: what many rules look for, many texts have.
std::uint32_t TextIndex::choose4(std::string_view text, const std::vector<std::uint8_t>& common) {
  std::uint32_t best = 0;
  int best_cost = 1 << 20;
  for (std::uint32_t i = 0; i + 4 <= text.size(); ++i) {
    const std::string_view gram = text.substr(i, 4);
    int cost = common[slot4(load4(gram.data()), large_shift)] * 4;
    for (const char c : gram) cost += (std::string_view("etaoinsr\\.cldm ").find(c) != std::string_view::npos) ? 1 : 0;
    if (gram == ".exe" || gram == "\\win" || gram == "indo" || gram == "dows" || gram == "syst" || gram == "tem3") cost += 1000;
    if (cost < best_cost) best = i, best_cost = cost;
  }
  return best;
}

void TextIndex::build_contains() {
  std::size_t count = 0;
  for (const Literal& l : literals_) count += (l.op == Op::contains && l.text.size() >= 4) ? 1 : 0;
  const int shift = count <= 40 ? small_shift : large_shift;
  std::vector<std::uint8_t> common(std::size_t{1} << (32 - large_shift));
  for (const Literal& l : literals_) {
    if (l.op != Op::contains) continue;
    for (std::size_t i = 0; i + 4 <= l.text.size(); ++i) {
      std::uint8_t& n = common[slot4(load4(l.text.data() + i), large_shift)];
      if (n < 255) ++n;
    }
  }
  if (count != 0) filter4_.assign(std::size_t{1} << (32 - shift), 0);
  std::vector<std::pair<std::uint64_t, std::uint32_t>> four, two;
  for (std::uint32_t k = 0; k < literals_.size(); ++k) {
    const std::string_view text = literals_[k].text;
    if (literals_[k].op != Op::contains || text.empty()) continue;
    const auto anchor = static_cast<std::uint32_t>(anchors_.size());
    if (text.size() >= 4) {
      const std::uint32_t at = choose4(text, common), gram = load4(text.data() + at);
      filter4_[slot4(gram, shift)] = 1;
      four.emplace_back(mix(gram), anchor);
      anchors_.push_back({k, at});
    } else if (text.size() >= 2) {
      if (filter2_.empty()) filter2_.assign(1024, 0);
      const std::uint32_t gram = load2(text.data());
      filter2_[slot2(gram)] = 1;
      two.emplace_back(mix(gram), anchor);
      anchors_.push_back({k, 0});
    } else {
      single_.push_back(k);
    }
  }
  table4_ = KeyTable(std::move(four));
  table2_ = KeyTable(std::move(two));
}

}  // namespace lp::detect::sigma
