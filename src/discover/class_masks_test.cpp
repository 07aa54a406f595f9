#include "discover/class_masks.h"

#include <gtest/gtest.h>
#include <hwy/targets.h>

#include <cctype>
#include <memory>
#include <random>
#include <string>

#include "discover/candidates.h"

namespace lp::discover {
namespace {

std::string sample(std::size_t size, unsigned seed) {
  static constexpr std::string_view mix = "0123456789012345678901234567aAzZ..::--@@  \n_+%\xe8\x8b\x8f\xff,\"/";
  std::mt19937 random(seed);
  std::string out;
  for (std::size_t i = 0; i < size; ++i) out += mix[random() % mix.size()];
  return out;
}

bool bit(const ClassMasks::Lane& lane, std::size_t at) { return (bits_from(lane, at) & 1) != 0; }

template <class Run>
void on_every_target(Run run) {
  const std::int64_t all = hwy::SupportedTargets();
  for (std::int64_t left = all; left != 0; left &= left - 1) {
    hwy::SetSupportedTargetsForTest(left & (~left + 1));
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    run(simd_target());
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

TEST(ClassMasks, EveryTargetSaysWhatAPlainLoopSays) {
  on_every_target([](const char* target) {
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{63}, std::size_t{64}, std::size_t{65}, std::size_t{1000}, ClassMasks::bytes}) {
      const std::string text = sample(size, 7);
      const auto masks = std::make_unique<ClassMasks>();
      for (ClassMasks::Lane* lane : {&masks->digit, &masks->alpha}) std::fill(lane->begin() + 1, lane->end(), ~0ULL);   // what an earlier window left
      classify(text.data(), size, *masks);
      for (std::size_t i = 0; i < size + 100 && i < ClassMasks::bytes; ++i) {
        const char c = i < size ? text[i] : '\0';
        ASSERT_EQ(bit(masks->digit, i), c >= '0' && c <= '9') << target << ' ' << i;
        ASSERT_EQ(bit(masks->alpha, i), (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) << target << ' ' << i;
        ASSERT_EQ(bit(masks->high, i), static_cast<unsigned char>(c) >= 0x80) << target << ' ' << i;
        ASSERT_EQ(bit(masks->dot, i), c == '.') << target << ' ' << i;
        ASSERT_EQ(bit(masks->at, i), c == '@') << target << ' ' << i;
        ASSERT_EQ(bit(masks->newline, i), c == '\n') << target << ' ' << i;
        ASSERT_EQ(bit(masks->mail, i), c == '_' || c == '+' || c == '%') << target << ' ' << i;
      }
    }
  });
}

TEST(ClassMasks, BitsBeforeAPlaceEndWithTheByteBeforeIt) {
  const std::string text = sample(500, 3);
  const auto masks = std::make_unique<ClassMasks>();
  classify(text.data(), text.size(), *masks);
  for (std::size_t at = 0; at < 400; ++at) {
    for (std::size_t back = 1; back <= 64; ++back) {
      const bool want = at >= back && text[at - back] >= '0' && text[at - back] <= '9';
      ASSERT_EQ((bits_before(masks->digit, at) >> (64 - back) & 1) != 0, want) << at << ' ' << back;
    }
  }
}

TEST(ClassMasks, BitsNearAPlaceAreThoseFromItOn) {
  const std::string text = sample(500, 3);
  const auto masks = std::make_unique<ClassMasks>();
  classify(text.data(), text.size(), *masks);
  for (std::size_t at = 0; at < 400; ++at) {
    constexpr std::uint64_t known = (1ULL << 57) - 1;
    ASSERT_EQ(near_bits_from(masks->digit, at) & known, bits_from(masks->digit, at) & known) << at;
  }
}

TEST(ClassMasks, SecondBytesOfGb18030AreNoLetters) {
  // 镕 is E9 46 in GBK: its second byte reads as F. 81 30 81 30 is a character of four bytes.
  const std::string text = "a\xe9\x46" "8\xb0\xa1" "9\x81\x30\x81\x30" "7";
  const auto masks = std::make_unique<ClassMasks>();
  classify(text.data(), text.size(), *masks);
  join_gb18030(text.size(), false, *masks);
  std::string seen;
  for (std::size_t i = 0; i < text.size(); ++i) seen += bit(masks->high, i) ? 'h' : bit(masks->digit, i) ? 'd' : bit(masks->alpha, i) ? 'a' : '?';
  EXPECT_EQ(seen, "ahhdhhdhhhhd");
}

TEST(ClassMasks, EscapesAreNoLetters) {
  const std::string text = R"(a\u624b1\n2\\\\n3\u61x\)";
  const auto masks = std::make_unique<ClassMasks>();
  classify(text.data(), text.size(), *masks);
  EXPECT_TRUE(clear_escapes(text.data(), text.size(), *masks));
  std::string seen;
  for (std::size_t i = 0; i < text.size(); ++i) seen += bit(masks->digit, i) ? 'd' : bit(masks->alpha, i) ? 'a' : '.';
  EXPECT_EQ(seen, "a......d..d....ad....a.") << text;
  EXPECT_FALSE(clear_escapes("abc", 3, *masks));
}

// What each lane promises, told the slow way.
TEST(Candidates, EveryTargetFindsWhatTheHeaderSays) {
  on_every_target([](const char* target) {
    const std::string text = sample(5000, 11);
    const auto masks = std::make_unique<ClassMasks>();
    const auto found = std::make_unique<Candidates>();
    classify(text.data(), text.size(), *masks);
    find_candidates(*masks, 0, 70, *found);
    const auto is = [&](std::size_t i, int (*of)(int)) { return i < text.size() && static_cast<unsigned char>(text[i]) < 0x80 && of(static_cast<unsigned char>(text[i])) != 0; };
    const auto run = [&](std::size_t i, std::size_t n, int (*of)(int)) {
      for (std::size_t k = 0; k < n; ++k) {
        if (!is(i + k, of)) return false;
      }
      return true;
    };
    const auto digits_in = [&](std::size_t i, std::size_t n) {
      for (std::size_t k = 0; k < n; ++k) {
        if (is(i + k, std::isdigit)) return true;
      }
      return false;
    };
    for (std::size_t i = 0; i < 70 * 64; ++i) {
      const auto has = [&](const Candidates::Lane& lane) { return (lane[i / 64] >> (i % 64) & 1) != 0; };
      const bool begins = is(i, std::isalnum) && (i == 0 || !is(i - 1, std::isalnum));
      const bool after_high = begins && i > 0 && static_cast<unsigned char>(text[i - 1]) >= 0x80;
      const bool eight = run(i, 8, std::isalnum);
      ASSERT_EQ(has(found->word), begins && eight && (digits_in(i, 8) || (run(i, 16, std::isalnum) && digits_in(i, 16)))) << target << ' ' << i;
      ASSERT_EQ(has(found->cjk_word), after_high && run(i, 5, std::isalnum) && !eight) << target << ' ' << i;
      ASSERT_EQ(has(found->cjk_digits), after_high && is(i, std::isdigit)) << target << ' ' << i;
      const bool number_before = i > 0 && is(i - 1, std::isdigit);
      ASSERT_EQ(has(found->decimal), text[i] == '.' && number_before && run(i + 1, 4, std::isdigit)) << target << ' ' << i;
      const auto five = [&](char c) { return text[i] == c && text[i + 3] == c && text[i + 6] == c && text[i + 9] == c && text[i + 12] == c; };
      ASSERT_EQ(has(found->pairs), five(':') || five('-')) << target << ' ' << i;
      ASSERT_TRUE(has(found->others) || !(has(found->cjk_word) || has(found->decimal) || text[i] == '@')) << target << ' ' << i;
    }
  });
}

}  // namespace
}  // namespace lp::discover
