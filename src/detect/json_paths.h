#pragma once
// The places of JSON keys in the tree of wanted fields, found by guessing: documents of one stream have mostly the same keys
// in the same order, so the key that followed last time is compared first and looked up only when it is another one.
// What was looked up is remembered, up to a limit; beyond it unknown keys are looked up each time. One thread at a time.

#include <cstring>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "detect/wanted_fields.h"

namespace lp::detect {

class JsonPaths {
 public:
  static constexpr std::size_t edge_limit = 16'384;  // remembered keys
  static constexpr std::size_t key_limit = 256;      // bytes of a key that is remembered

  struct Edge {
    std::string_view key{};                            // as written: may hold dots and spaces
    WantedFields::Place place = WantedFields::nowhere;
    const Wanted* wanted = nullptr;                    // nullptr: the value itself is not wanted
    bool below = false;                                // something below is wanted
    std::uint32_t next = 0;                            // the edge that followed last time
  };

  explicit JsonPaths(const WantedFields& wanted);

  // Walks the keys of one object at `place`, in their order.
  class Object {
   public:
    Object(JsonPaths& paths, WantedFields::Place place) : paths_(paths), place_(place) {}
    const Edge& follow(std::string_view key) {
      std::uint32_t& guess = last_ == 0 ? paths_.levels_[place_].first : paths_.edges_[last_].next;
      const Edge& guessed = paths_.edges_[guess];
      if (guessed.key.size() == key.size() && std::memcmp(guessed.key.data(), key.data(), key.size()) == 0) {
        last_ = guess;
        return guessed;
      }
      return look_up(guess, key);
    }

   private:
    const Edge& look_up(std::uint32_t& guess, std::string_view key);
    JsonPaths& paths_;
    WantedFields::Place place_;
    std::uint32_t last_ = 0;
  };

  std::size_t remembered() const { return edges_.size() - 1; }

 private:
  struct Level {
    std::uint32_t first = 0;  // the edge the last object began with
    std::unordered_map<std::string_view, std::uint32_t> edges;
  };
  Edge make_edge(WantedFields::Place from, std::string_view key) const;

  const WantedFields& wanted_;
  std::vector<Level> levels_;   // by place
  std::deque<Edge> edges_;      // [0] = none, whose key is empty; a deque: references stay
  std::deque<std::string> keys_;
  Edge passing_;                // the answer for a key beyond the limit
};

}  // namespace lp::detect
