#pragma once
// Walks the outermost levels of a JSON text without parsing what lies within: a document of a gigabyte is taken apart into its items,
// each then parsed alone in a buffer that is used again. Brackets outside strings are counted, 64 bytes at a time; whether an item is
// JSON its parser says.

#include <string_view>

namespace lp::match {

class JsonCursor {
 public:
  explicit JsonCursor(std::string_view text) : text_(text) {}
  // The next value must be an object (array); then members (items) until false. Every member's value must be taken by one of open_*()
  // with all that follows, or by value().
  bool open_object() { return open('{'); }
  bool open_array() { return open('['); }
  bool next_member(std::string_view& key);  // the key as it is written, escapes and all
  bool next_item(std::string_view& item);
  char peek();                              // first character of the next value; 0 = the text is over
  std::string_view value();                 // the whole next value
  bool at_end();                            // nothing but blanks is left
  bool failed() const { return failed_; }

 private:
  bool open(char bracket);
  bool more(char closing);
  void blanks();
  bool fail();
  std::string_view string();

  std::string_view text_;
  std::size_t at_ = 0;
  bool first_ = false, failed_ = false;  // first_: nothing of the innermost open object or array was taken yet
};

// Behind the bracket that closes the one at `from`; npos when there is none.
std::size_t end_of_container(std::string_view text, std::size_t from);

}  // namespace lp::match
