#include "model/identifier.h"

#include <gmock/gmock.h>

namespace lp::model {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Identifier colliding(std::string id, std::vector<std::string> with) {
  Identifier made;
  made.id = std::move(id);
  made.collisions = std::move(with);
  return made;
}

TEST(Identifier, CollisionsBecomeMutualAndStaySorted) {
  Identifiers all;
  for (Identifier& i : std::vector<Identifier>{colliding("a", {"c"}), colliding("b", {"a", "c"}), colliding("c", {"a"}), colliding("d", {})}) all[i.id] = i;
  make_collisions_mutual(all);
  EXPECT_THAT(all["a"].collisions, ElementsAre("b", "c"));
  EXPECT_THAT(all["b"].collisions, ElementsAre("a", "c"));
  EXPECT_THAT(all["c"].collisions, ElementsAre("a", "b"));
  EXPECT_THAT(all["d"].collisions, IsEmpty());
}

TEST(Identifier, UnknownAndOwnNamesAreLeftForTheLint) {
  Identifiers all;
  all["a"] = colliding("a", {"a", "nobody"});
  make_collisions_mutual(all);
  EXPECT_THAT(all["a"].collisions, ElementsAre("a", "nobody"));
  EXPECT_EQ(all.size(), 1u);
}

TEST(Identifier, NamesGoBothWays) {
  for (const std::string& name : group_names()) EXPECT_EQ(to_string(*parse_group(name)), name);
  for (const std::string& name : sensitivity_names()) EXPECT_EQ(to_string(*parse_sensitivity(name)), name);
  EXPECT_EQ(group_names().size(), 9u);
  EXPECT_EQ(sensitivity_names().size(), 3u);
  EXPECT_FALSE(parse_group("persons"));
}

}  // namespace
}  // namespace lp::model
