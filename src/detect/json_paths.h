#pragma once
// The places of JSON keys in the tree of wanted fields, found by guessing: documents of one stream have mostly the same keys
// in the same order, so the key that followed last time is compared first and looked up only when it is another one.
// What was looked up is remembered, up to a limit; beyond it unknown keys are looked up each time. One thread at a time.

#include <array>
#include <cstring>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "detect/json_exact.h"
#include "detect/wanted_fields.h"

namespace lp::detect {

class JsonPaths {
 public:
  static constexpr std::size_t edge_limit = 16'384;  // remembered keys
  static constexpr std::size_t key_limit = 256;      // bytes of a key that is remembered

  // A key at a place, as written: it may hold dots and spaces.
  class Edge {
   public:
    Edge() = default;
    // `key` must live as long as the edge.
    Edge(std::string_view key, const WantedFields& wanted, WantedFields::Place from);
    bool is(std::string_view key) const {
      if (key.size() != length_) return false;
      std::array<std::uint64_t, 2> head;
      std::memcpy(head.data(), key.data(), sizeof head);
      const std::uint64_t differs = ((head[0] & mask_[0]) ^ head_[0]) | ((head[1] & mask_[1]) ^ head_[1]);
      return differs == 0 && (length_ <= sizeof head || std::memcmp(key.data(), key_, length_) == 0);
    }
    const Wanted* wanted = nullptr;                    // nullptr: the value itself is not wanted
    WantedFields::Place place = WantedFields::nowhere;
    bool below = false;                                // something below is wanted
    std::uint32_t next = 0;                            // the edge that followed last time

   private:
    std::array<std::uint64_t, 2> head_{}, mask_{};     // of the first 16 bytes, zero behind the key
    std::size_t length_ = 0;
    const char* key_ = "";
  };

  explicit JsonPaths(const WantedFields& wanted);

  // Walks the keys of one object at `place`, in their order.
  class Object {
   public:
    Object(JsonPaths& paths, WantedFields::Place place) : paths_(paths), place_(place) {}
    // Behind `key` key_slack bytes may be read. The edge is good until the next call for any object of the document.
    const Edge& follow(std::string_view key) {
      const std::uint32_t guess = last_ == 0 ? paths_.levels_[place_].first : paths_.edges_[last_].next;
      const Edge& guessed = paths_.edges_[guess];
      if (!guessed.is(key)) return look_up(key);
      last_ = guess;
      return guessed;
    }

   private:
    const Edge& look_up(std::string_view key);
    const Edge& settle(std::uint32_t found);
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

  const WantedFields& wanted_;
  std::vector<Level> levels_;   // by place
  std::vector<Edge> edges_;     // [0] = none, which the empty key is
  std::deque<std::string> keys_;
  Edge passing_;                // the answer for a key beyond the limit
};

}  // namespace lp::detect
