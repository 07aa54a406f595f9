// Wire names of the small sets in kind.h and plan.h.
#include "model/kind.h"
#include "model/names.h"
#include "model/plan.h"

namespace lp::model {
namespace {

constexpr NameTable<Tone, 5> tones{{{Tone::neutral, "neutral"}, {Tone::info, "info"}, {Tone::success, "success"},
                                    {Tone::warning, "warning"}, {Tone::danger, "danger"}}};
constexpr NameTable<Reach, 5> reaches{{{Reach::none, "none"}, {Reach::own, "own"}, {Reach::assigned, "assigned"},
                                       {Reach::region, "region"}, {Reach::all, "all"}}};
constexpr NameTable<Force, 3> forces{
    {{Force::must, "must"}, {Force::encouraged, "encouraged"}, {Force::regulator_must, "regulator_must"}}};

}  // namespace

std::string_view to_string(Tone t) { return name_in(tones, t); }
std::optional<Tone> parse_tone(std::string_view name) { return value_in(tones, name); }
std::string_view to_string(Reach r) { return name_in(reaches, r); }
std::optional<Reach> parse_reach(std::string_view name) { return value_in(reaches, name); }
std::string_view to_string(Force f) { return name_in(forces, f); }
std::optional<Force> parse_force(std::string_view name) { return value_in(forces, name); }

}  // namespace lp::model
