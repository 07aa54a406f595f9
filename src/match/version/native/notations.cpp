#include "match/version/native/notations.h"

#include <array>

namespace lp::match {
namespace {

struct Entry {
  std::string_view scheme;
  Notation notation;
};
constexpr std::array<Entry, 10> entries = {{{"npm", parse_npm},
                                            {"cargo", parse_cargo},
                                            {"pypi", parse_pypi},
                                            {"gem", parse_gem},
                                            {"composer", parse_composer},
                                            {"conan", parse_conan},
                                            {"maven", parse_maven},
                                            {"nuget", parse_nuget},
                                            {"nginx", parse_nginx},
                                            {"openssl", parse_openssl}}};

}  // namespace

Notation notation_of(std::string_view scheme_id) {
  for (const Entry& entry : entries) {
    if (entry.scheme == scheme_id) return entry.notation;
  }
  return parse_comparisons;
}

}  // namespace lp::match
