#pragma once
// What two texts must have in common to be "the same" for a rule: letter case does not count (Unicode simple case
// folding, one character to one character), and with `windash` neither does the kind of dash.
//
// Bytes that are no UTF-8 stay as they are. Any thread may call; no state.

#include <cstdint>
#include <string>
#include <string_view>

namespace lp::detect::sigma {

char32_t fold(char32_t c);

// How a text is brought into the form a pattern is compared in.
enum class Form : std::uint8_t { folded = 0, cased = 1, folded_dash = 2, cased_dash = 3 };
inline constexpr int forms = 4;
constexpr Form form_of(bool cased, bool dash) { return static_cast<Form>((cased ? 1 : 0) | (dash ? 2 : 0)); }

// `text` in form `form`. The view is into `text` when nothing had to change, else into `room`, which may be longer.
std::string_view in_form(std::string_view text, Form form, std::string& room);
std::string in_form(std::string_view text, Form form);

// One character of `text` at `at`, which moves behind it; a byte that is no UTF-8 is one character of its own.
char32_t next_character(std::string_view text, std::size_t& at);

}  // namespace lp::detect::sigma
