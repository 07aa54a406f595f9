#include "detect/format.h"

#include <gtest/gtest.h>

#include <set>

#include "detect/decoder_testing.h"
#include "detect/format_samples.h"
#include "detect/json_sniff.h"

namespace lp::detect {
namespace {

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text = end == text.npos ? std::string_view{} : text.substr(end + 1);
  }
  return lines;
}

TEST(Formats, EachHasAMappingTitlesAndASample) {
  std::set<std::string_view> sampled;
  for (const FormatSample& sample : format_samples()) sampled.insert(sample.format);
  for (const Format& format : builtin_formats()) {
    EXPECT_TRUE(real_mappings().contains(format.id)) << format.id;
    EXPECT_TRUE(sampled.contains(format.id)) << format.id;
    EXPECT_FALSE(format.zh.empty() || format.en.empty()) << format.id;
    EXPECT_EQ(find_format(format.id), &format);
  }
  EXPECT_EQ(real_mappings().size(), builtin_formats().size());
  EXPECT_EQ(find_format("no_such"), nullptr);
}

TEST(Formats, EverySampleSniffsAsItself) {
  for (const FormatSample& sample : format_samples()) {
    const Format* found = sniff_format(sample.text);
    ASSERT_NE(found, nullptr) << sample.text;
    EXPECT_EQ(found->id, sample.format) << sample.text;
  }
}

TEST(Formats, WhatIsNoLogSniffsAsNothing) {
  for (const char* text : {"", "\n\n", "hello world\n", "\x7f" "ELF\x02\x01", "<html><body>x</body></html>\n", "[1,2,3]\n", "%PDF-1.7\n"})
    EXPECT_EQ(sniff_format(text), nullptr) << text;
}

TEST(Formats, EveryLineOfTheSamplesIsAnEventOrControl) {
  constexpr std::int64_t reference = 1719500000LL * 1'000'000;
  for (const FormatSample& sample : format_samples()) {
    DecoderUnderTest decoder(sample.format, {"source.ip", "Image"}, 0, reference);
    std::size_t events = 0;
    for (const std::string& line : lines_of(sample.text)) {
      const Decoded done = decoder.decode(line);
      EXPECT_NE(done, Decoded::rejected) << sample.format << ": " << decoder.decoder().reason() << ": " << line;
      if (done != Decoded::event) continue;
      ++events;
      EXPECT_EQ(decoder.event().raw, line);
      if (line.find("<165>1 - ") == line.npos) {
        EXPECT_NE(decoder.event().time, no_time) << line;
        EXPECT_NEAR(static_cast<double>(decoder.event().time), static_cast<double>(reference), 3e6) << line;
      }
    }
    EXPECT_GT(events, 0u) << sample.format;
  }
}

// A decoder that begins in the middle of a file gets the control lines first: events are the same.
TEST(Formats, ControlLinesAloneSetADecoderUp) {
  for (const FormatSample& sample : format_samples()) {
    const Format* format = find_format(sample.format);
    DecoderUnderTest whole(sample.format, {"source.ip"}), late(sample.format, {"source.ip"});
    const std::vector<std::string> lines = lines_of(sample.text);
    for (std::size_t i = 0; i < lines.size(); ++i)
      if (format->is_control && format->is_control(lines[i], i == 0)) {
        EXPECT_EQ(late.decode(lines[i]), Decoded::control) << lines[i];
      }
    for (const std::string& line : lines) {
      if (whole.decode(line) != Decoded::event) continue;
      EXPECT_EQ(late.decode(line), Decoded::event) << line;
      EXPECT_EQ(late.all("source.ip"), whole.all("source.ip")) << line;
    }
  }
}

// Lines of every format through every decoder: whatever comes out, nothing crashes and every line is accounted for.
TEST(Formats, MixedLinesAreAccountedFor) {
  for (const Format& format : builtin_formats()) {
    DecoderUnderTest decoder(format.id, {"source.ip", "query"});
    std::size_t counts[3] = {}, lines = 0;
    for (const FormatSample& sample : format_samples())
      for (std::string line : lines_of(sample.text))
        for (const std::size_t cut : {line.size(), line.size() / 2, std::size_t{3}}) {
          ++counts[static_cast<std::size_t>(decoder.decode(line.substr(0, cut)))];
          ++lines;
          if (decoder.decode("\xff\xfe" + line) == Decoded::rejected) {
            EXPECT_FALSE(decoder.decoder().reason().empty());
          }
        }
    EXPECT_EQ(counts[0] + counts[1] + counts[2], lines);
    EXPECT_GT(counts[0] + counts[1], 0u) << format.id;
  }
}

TEST(Formats, LongLinesAreReadOrRejectedInTime) {
  for (const FormatSample& sample : format_samples()) {
    DecoderUnderTest decoder(sample.format, {"source.ip", "message", "CommandLine", "url.path"});
    for (const std::string& line : lines_of(sample.text)) {
      decoder.decode(line);
      for (const std::size_t size : {std::size_t{64} << 10, std::size_t{1} << 20}) {
        decoder.decode(line + std::string(size, 'x'));
        decoder.decode(line + std::string(size, '"'));
        decoder.decode(line + std::string(size, '='));
        std::string words;
        while (words.size() < size) words += " a=b, [c";
        decoder.decode(line + words);
        if (decoder.decode(line) == Decoded::rejected) ADD_FAILURE() << sample.format << ": " << line;
      }
    }
  }
}

TEST(Formats, BytesThatAreNoUtf8AreMendedAndCounted) {
  for (const FormatSample& sample : format_samples()) {
    DecoderUnderTest decoder(sample.format, {"source.ip"});
    std::uint64_t events = 0;
    for (std::string line : lines_of(sample.text)) {
      if (decoder.decode(line) != Decoded::event) continue;
      const std::size_t quote = line.rfind('"');
      line.insert(quote == line.npos ? line.size() : quote, "\xff");
      if (decoder.decode(line) == Decoded::event) {
        EXPECT_EQ(decoder.decoder().mended(), ++events) << line;
      }
    }
    EXPECT_GT(events, 0u) << sample.format;
  }
}

}  // namespace
}  // namespace lp::detect
