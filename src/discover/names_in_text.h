#pragma once
// Names of persons in running text: after a label (联系人：张三), after a phrase (我叫张三), before a title (张三先生). Never
// without one of them: 高兴 and 张家口 are spelled like names. A surname alone (王女士) is no name. Pure functions over UTF-8.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "discover/secrets/shape.h"
#include "model/identifier.h"

namespace lp::discover {

enum class NameCue : std::uint8_t { label, phrase, title };

class NameFinder {
 public:
  explicit NameFinder(const model::RunningText& words);
  // The name that a cue word at `word` points to, where it stands in `block`.
  std::optional<Span> find(NameCue cue, Span word, std::string_view block) const;

 private:
  std::optional<Span> after(std::string_view block, std::size_t at) const;
  std::optional<Span> before(std::string_view block, std::size_t at) const;
  bool is_name(std::string_view candidate) const;
  bool goes_on(std::string_view rest) const;

  std::vector<std::string> not_names_;   // sorted
  std::vector<std::string> followers_;   // what may be glued to the end of a name
};

}  // namespace lp::discover
