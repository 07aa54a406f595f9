#pragma once
// Reads the members of a JSON object, notes every problem with its JSON pointer, and refuses members nobody read: a member that is
// misspelt must not be passed over in a file that says what is allowed.

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "base/time.h"
#include "model/ip_range.h"

namespace lp::probe {

class MemberReader {
 public:
  MemberReader(const json::object& object, std::string pointer, std::vector<FieldProblem>& problems)
      : object_(object), pointer_(std::move(pointer)), problems_(problems) {}

  enum class Need { required, optional };
  std::string text(std::string_view key, Need need, std::size_t most_bytes = 200);
  double number(std::string_view key, double least, double most);   // required
  std::int64_t whole(std::string_view key, std::int64_t fallback, std::int64_t least, std::int64_t most);
  bool flag(std::string_view key, bool fallback);
  Timestamp time(std::string_view key);                             // required
  std::vector<std::string> texts(std::string_view key, Need need);  // whole numbers count as texts
  std::vector<model::IpRange> ranges(std::string_view key, Need need);
  const json::object* object(std::string_view key, Need need);
  std::vector<const json::object*> objects(std::string_view key);   // optional
  void finish();                                                    // reports what nobody read

  void problem(std::string_view member, std::string code, std::string zh, std::string en);
  const std::string& pointer() const { return pointer_; }

 private:
  const json::value* take(std::string_view key, Need need);

  const json::object& object_;
  std::string pointer_;
  std::vector<FieldProblem>& problems_;
  std::set<std::string, std::less<>> read_;
};

// A range as a file of authority must write it: no set host bits, no IPv4 inside of IPv6.
Result<model::IpRange> parse_strict_range(std::string_view text);

// ok, or `code` with all problems in `fields` and the first in the message.
Status status_of(const std::vector<FieldProblem>& problems, Errc code, std::string_view what_zh, std::string_view what_en, std::string hint);

}  // namespace lp::probe
