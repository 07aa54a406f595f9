#define PCRE2_CODE_UNIT_WIDTH 8
#include "probe/fingerprint_pattern.h"

#include <pcre2.h>

#include <algorithm>

#include "base/check.h"
#include "base/text.h"

namespace lp::probe {
namespace {

constexpr std::uint32_t step_limit = 100'000;
constexpr std::size_t pattern_limit = 1000;
constexpr std::size_t text_limit = 4096;

std::string message_of(int error) {
  PCRE2_UCHAR buffer[160];
  pcre2_get_error_message(error, buffer, sizeof buffer);
  return reinterpret_cast<const char*>(buffer);
}

struct MatchFree {
  void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
};

// Skips a group or class from its bracket; the place behind it.
std::size_t skip_group(std::string_view pattern, std::size_t i) {
  int depth = 0;
  bool in_class = false;
  for (; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\') ++i;
    else if (in_class) in_class = c != ']';
    else if (c == '[') in_class = true;
    else if (c == '(') ++depth;
    else if (c == ')') --depth;
    if (depth == 0 && !in_class) return std::min(i + 1, pattern.size());
  }
  return pattern.size();
}

bool is_special_escape(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

}  // namespace

struct FingerprintPattern::Code {
  pcre2_code* code = nullptr;
  pcre2_match_context* context = nullptr;
  ~Code() {
    pcre2_match_context_free(context);
    pcre2_code_free(code);
  }
};

std::string certain_literal(std::string_view pattern) {
  if (pattern.starts_with("(?x") || contains(pattern, "\\Q")) return {};
  std::string best, run;
  const auto end_run = [&] {
    if (run.size() > best.size()) best = run;
    run.clear();
  };
  for (std::size_t i = 0; i < pattern.size();) {
    const char c = pattern[i];
    if (c == '|') return {};  // a choice of the whole: nothing is certain
    if (c == '?' || c == '*' || c == '{') {  // the character before may be missing, or the run breaks after it
      if (!run.empty()) run.pop_back();
      end_run();
      i = c == '{' ? std::min(pattern.find('}', i), pattern.size() - 1) + 1 : i + 1;
    } else if (c == '+') {
      end_run();
      ++i;
    } else if (c == '(' || c == '[') {
      end_run();
      i = skip_group(pattern, i);
    } else if (c == '\\') {
      if (i + 1 >= pattern.size()) break;
      if (is_special_escape(pattern[i + 1])) {
        if (pattern[i + 1] == 'x' || pattern[i + 1] == 'o' || pattern[i + 1] == 'p' || pattern[i + 1] == 'g' || pattern[i + 1] == 'k') return {};
        end_run();
      } else {
        run += pattern[i + 1];
      }
      i += 2;
    } else if (c == '.' || c == '^' || c == '$') {
      end_run();
      ++i;
    } else {
      run += c;
      ++i;
    }
  }
  end_run();
  // Only ASCII letters are folded, by PCRE as by us.
  const bool ascii = std::all_of(best.begin(), best.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  return ascii ? to_lower_ascii(best) : std::string();
}

Result<FingerprintPattern> FingerprintPattern::compile(std::string_view pattern) {
  if (pattern.empty() || pattern.size() > pattern_limit) return make_error(Errc::invalid, "a pattern has 1 to 1000 bytes");
  // No UTF mode: Chinese titles are compared byte by byte, and case folding stays ASCII, as in certain_literal.
  const std::uint32_t flags = PCRE2_CASELESS | PCRE2_NEVER_BACKSLASH_C | PCRE2_NO_AUTO_CAPTURE | PCRE2_DOLLAR_ENDONLY;
  int error = 0;
  PCRE2_SIZE at = 0;
  auto code = std::make_unique<Code>();
  code->code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), flags, &error, &at, nullptr);
  if (code->code == nullptr) return make_error(Errc::invalid, message_of(error) + ", at character " + std::to_string(at));
  pcre2_jit_compile(code->code, PCRE2_JIT_COMPLETE);
  code->context = pcre2_match_context_create(nullptr);
  LP_CHECK(code->context != nullptr);
  pcre2_set_match_limit(code->context, step_limit);
  pcre2_set_depth_limit(code->context, 1000);
  pcre2_set_heap_limit(code->context, 1024);

  std::uint32_t count = 0, entry_size = 0;
  PCRE2_SPTR table = nullptr;
  pcre2_pattern_info(code->code, PCRE2_INFO_NAMECOUNT, &count);
  pcre2_pattern_info(code->code, PCRE2_INFO_NAMEENTRYSIZE, &entry_size);
  pcre2_pattern_info(code->code, PCRE2_INFO_NAMETABLE, &table);
  FingerprintPattern made(std::move(code));
  for (std::uint32_t i = 0; i < count; ++i) {
    const PCRE2_SPTR entry = table + i * entry_size;
    made.groups_.emplace_back(reinterpret_cast<const char*>(entry + 2), static_cast<std::uint32_t>(entry[0]) << 8 | entry[1]);
  }
  made.literal_ = certain_literal(pattern);
  return made;
}

FingerprintPattern::FingerprintPattern(std::unique_ptr<Code> code) : code_(std::move(code)) {}
FingerprintPattern::~FingerprintPattern() = default;
FingerprintPattern::FingerprintPattern(FingerprintPattern&&) noexcept = default;
FingerprintPattern& FingerprintPattern::operator=(FingerprintPattern&&) noexcept = default;

std::optional<FingerprintPattern::Groups> FingerprintPattern::match(std::string_view text) const {
  text = text.substr(0, text_limit);
  const std::unique_ptr<pcre2_match_data, MatchFree> data(pcre2_match_data_create_from_pattern(code_->code, nullptr));
  LP_CHECK(data != nullptr);
  const char* subject = text.data() == nullptr ? "" : text.data();
  const int found = pcre2_match(code_->code, reinterpret_cast<PCRE2_SPTR>(subject), text.size(), 0, 0, data.get(), code_->context);
  if (found < 0) return std::nullopt;
  const PCRE2_SIZE* places = pcre2_get_ovector_pointer(data.get());
  Groups groups;
  for (const auto& [name, number] : groups_) {
    const bool took_part = static_cast<int>(number) < found && places[2 * number] != PCRE2_UNSET && places[2 * number] <= places[2 * number + 1];
    groups[name] = took_part ? std::string(text.substr(places[2 * number], places[2 * number + 1] - places[2 * number])) : std::string();
  }
  return groups;
}

bool FingerprintPattern::has_group(std::string_view name) const {
  return std::any_of(groups_.begin(), groups_.end(), [&](const auto& g) { return g.first == name; });
}

}  // namespace lp::probe
