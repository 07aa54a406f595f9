#pragma once
// What a rule of specs/secrets/*.yaml says. Aggregates of values; how the files are written: specs/secrets/README.md.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/local_text.h"
#include "discover/names_in_text.h"
#include "discover/secrets/shape.h"
#include "discover/validator.h"

namespace lp::discover {

enum class SecretSeverity { low, medium, high, critical };

// Values that look like a secret and are none. Compared without letter case.
struct Placeholders {
  std::vector<std::string> contains;  // anywhere in the value: "changeme"
  std::vector<std::string> equals;    // the whole value: "null"
  std::vector<std::string> starts;    // its beginning: "${"
};

// How open a value may be: a password may be any word a person types, a token is random.
enum class SecretTaste { password, token };

// A rule over `key = value` in whatever syntax. Keys are compared without case and without _ - . and blanks.
struct KeyedValue {
  std::vector<std::string> keys;        // endings of the key: "accesskeysecret"
  std::vector<std::string> other_words; // a key with one of these is something else: "policy"
  SecretTaste taste = SecretTaste::token;
  std::optional<Shape> value;           // the whole value has this shape
};

// Not a secret: a name of a person that one of the literals points to. Told as the identifier `kind`.
struct PersonRule {
  std::string kind;
  NameCue cue = NameCue::label;
  std::shared_ptr<const NameFinder> finder;
};

struct SecretRule {
  std::string id;
  LocalText title;
  std::vector<std::string> literals;    // one must be present; >= 3 bytes each
  std::optional<char> mark;             // looked for in place of the literals: a byte that is rarer than they are
  LetterCase letters = LetterCase::exact;
  std::vector<Shape> shapes;            // any of them; empty when `keyed` is set
  std::optional<KeyedValue> keyed;
  std::optional<PersonRule> person;
  std::vector<std::string> near;        // one must stand within near_window bytes of the literal; lower case
  double min_entropy = 0;               // Shannon, bits per byte of the value
  const Validator* validator = nullptr; // of discover/validators, over the value; nullptr = none
  Placeholders placeholders;
  SecretSeverity severity = SecretSeverity::high;
  int confidence = 90;                  // 0..100, of a hit nothing speaks against
  bool verified = false;                // the format was seen in the issuer's own documents
  std::vector<std::string> examples;    // «» around the value
  std::vector<std::string> near_misses;
  SourceRef where;
};
constexpr std::size_t near_window = 256;

}  // namespace lp::discover
