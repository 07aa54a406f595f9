#include "base/check.h"
#include "match/findings/priority.h"

namespace lp::match {
namespace {

template <class E>
std::optional<E> parse(std::string_view word, std::initializer_list<E> values) {
  for (const E value : values)
    if (to_string(value) == word) return value;
  return std::nullopt;
}

}  // namespace

std::string_view to_string(PriorityLevel level) {
  switch (level) {
    case PriorityLevel::low: return "low";
    case PriorityLevel::medium: return "medium";
    case PriorityLevel::high: return "high";
    case PriorityLevel::urgent: return "urgent";
  }
  LP_CHECK(false);
  return {};
}

std::string_view to_string(Exposure exposure) {
  switch (exposure) {
    case Exposure::unknown: return "unknown";
    case Exposure::internal: return "internal";
    case Exposure::internet: return "internet";
  }
  LP_CHECK(false);
  return {};
}

std::string_view to_string(MissionImpact impact) {
  switch (impact) {
    case MissionImpact::unknown: return "unknown";
    case MissionImpact::low: return "low";
    case MissionImpact::medium: return "medium";
    case MissionImpact::high: return "high";
  }
  LP_CHECK(false);
  return {};
}

std::optional<PriorityLevel> parse_priority_level(std::string_view word) { return parse(word, {PriorityLevel::low, PriorityLevel::medium, PriorityLevel::high, PriorityLevel::urgent}); }
std::optional<Exposure> parse_exposure(std::string_view word) { return parse(word, {Exposure::unknown, Exposure::internal, Exposure::internet}); }
std::optional<MissionImpact> parse_mission_impact(std::string_view word) { return parse(word, {MissionImpact::unknown, MissionImpact::low, MissionImpact::medium, MissionImpact::high}); }

}  // namespace lp::match
