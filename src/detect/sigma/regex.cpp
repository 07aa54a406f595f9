#define PCRE2_CODE_UNIT_WIDTH 8
#include "detect/sigma/regex.h"

#include <pcre2.h>

#include "base/check.h"

namespace lp::detect::sigma {
namespace {

constexpr std::uint32_t step_limit = 200'000;   // about 2 ms
constexpr std::size_t max_pattern_bytes = 20'000;
constexpr std::size_t max_text_bytes = 1u << 20;

pcre2_code* code_of(void* p) { return static_cast<pcre2_code*>(p); }

std::string message_of(int error) {
  PCRE2_UCHAR buffer[160];
  pcre2_get_error_message(error, buffer, sizeof buffer);
  return reinterpret_cast<const char*>(buffer);
}

}  // namespace

Regex::Scratch::Scratch() : data_(pcre2_match_data_create(1, nullptr)), context_(pcre2_match_context_create(nullptr)) {
  LP_CHECK(data_ != nullptr && context_ != nullptr);
  pcre2_set_match_limit(static_cast<pcre2_match_context*>(context_), step_limit);
  pcre2_set_depth_limit(static_cast<pcre2_match_context*>(context_), 10'000);
  pcre2_set_heap_limit(static_cast<pcre2_match_context*>(context_), 4096);  // KiB
}

Regex::Scratch::~Scratch() {
  pcre2_match_data_free(static_cast<pcre2_match_data*>(data_));
  pcre2_match_context_free(static_cast<pcre2_match_context*>(context_));
}

Result<std::shared_ptr<const Regex>> Regex::compile(std::string_view pattern, RegexOptions options) {
  if (pattern.size() > max_pattern_bytes) return make_error(Errc::too_large, "the expression is longer than 20000 bytes");
  std::uint32_t flags = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_NO_AUTO_CAPTURE;
  if (options.ignore_case) flags |= PCRE2_CASELESS;
  if (options.multi_line) flags |= PCRE2_MULTILINE;
  if (options.dot_all) flags |= PCRE2_DOTALL;
  if (!options.multi_line) flags |= PCRE2_DOLLAR_ENDONLY;
  int error = 0;
  PCRE2_SIZE at = 0;
  pcre2_code* code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), flags, &error, &at, nullptr);
  if (code == nullptr && error == PCRE2_ERROR_INVALID_SUBPATTERN_NAME) return make_error(Errc::invalid, message_of(error));
  if (code == nullptr) {
    // Expressions may refer back to groups; only then the groups have to be kept.
    code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), flags & ~PCRE2_NO_AUTO_CAPTURE, &error, &at, nullptr);
  }
  if (code == nullptr) return make_error(Errc::invalid, message_of(error) + ", at character " + std::to_string(at));
  pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);  // slower without, but the same
  return std::shared_ptr<const Regex>(new Regex(code, std::string(pattern)));
}

Regex::~Regex() { pcre2_code_free(code_of(code_)); }

bool Regex::matches(std::string_view text, Scratch& scratch) const {
  if (text.size() > max_text_bytes) {
    text = text.substr(0, max_text_bytes);
    ++scratch.gave_up;
  }
  const char* subject = text.data() == nullptr ? "" : text.data();
  const int found = pcre2_match(code_of(code_), reinterpret_cast<PCRE2_SPTR>(subject), text.size(), 0, 0,
                                static_cast<pcre2_match_data*>(scratch.data_), static_cast<pcre2_match_context*>(scratch.context_));
  if (found == PCRE2_ERROR_MATCHLIMIT || found == PCRE2_ERROR_DEPTHLIMIT || found == PCRE2_ERROR_HEAPLIMIT || found == PCRE2_ERROR_JIT_STACKLIMIT) ++scratch.gave_up;
  return found >= 0;
}

}  // namespace lp::detect::sigma
