#pragma once
// A kind of value data discovery looks for, as data (specs/identifiers/*.yaml): a resident number, a mobile number, a
// religion, a password. How its values are checked is code (discover/validators), named by `validator`.
// See docs/extending/identifiers.md for the YAML. Values; safe to share between threads once built.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/local_text.h"
#include "base/source_map.h"
#include "model/plan.h"

namespace lp::model {

// What a value names or tells about.
enum class Group { person, organisation, device, vehicle, network, location, account, credential, reference };
std::string_view to_string(Group g);
std::optional<Group> parse_group(std::string_view name);
const std::vector<std::string>& group_names();

// none: no personal information by itself; sensitive: sensitive personal information (GB/T 45574).
enum class Sensitivity { none, personal, sensitive };
std::string_view to_string(Sensitivity s);
std::optional<Sensitivity> parse_sensitivity(std::string_view name);
const std::vector<std::string>& sensitivity_names();

// Words that point to values in running text, where no column or key says what they are.
struct RunningText {
  std::vector<std::string> labels, phrases;       // before a value: 联系人：…, 我叫…
  std::vector<std::string> titles;                // behind one: …先生
  std::vector<std::string> followers;             // may be glued to the end of a value
  std::vector<std::string> not_values;            // words spelled like a value
};

struct Identifier {
  std::string id;                                 // the file's name
  LocalText title;
  Group group = Group::reference;
  Sensitivity sensitivity = Sensitivity::none;
  bool links_person = false;                      // a value names one natural person: persons are counted by it
  std::map<std::string, std::string> categories;  // tree → code of taxonomy data_classes_<tree>
  std::string validator;                          // empty: found by column name or words only
  std::vector<std::string> headers;               // whole column names, as normalise_for_match (base/text.h) leaves them
  std::vector<std::string> context;               // words beside a value; ASCII in lower case
  std::vector<std::string> dictionary;            // words that are the value; ASCII in lower case
  RunningText running_text;
  std::vector<std::string> collisions;            // ids, sorted; mutual once loaded, written at one side or both
  int mask_first = 0, mask_last = 0;              // characters a masked value still shows
  std::vector<Basis> basis;
  bool verified = true;
  std::vector<std::string> examples;              // invented values the validator accepts
  std::vector<std::string> near_misses;           // values it refuses
  SourceRef where;
  SourceMap places;                               // of its keys, for checks
};

using Identifiers = std::map<std::string, Identifier, std::less<>>;

// Adds the other direction of every collision; names of no identifier stay as they are.
void make_collisions_mutual(Identifiers& identifiers);

}  // namespace lp::model
