#pragma once
// What a scan knows between windows, and the judging of one window's candidates.

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "discover/candidates.h"
#include "discover/field.h"
#include "discover/hit.h"
#include "discover/locator.h"
#include "discover/rules.h"
#include "discover/window.h"

namespace lp::discover {

// What a mark led to, before anybody asked where it stands. In the order of marks.
struct Offer {
  enum How : std::uint8_t {
    known,      // `kind` by `evidence`
    by_name,    // a word that is `kind`, or something else if its field's name says so; evidence may be none
    address,    // a number that may belong to an address: [start, start + length)
  };
  std::uint32_t start, mark;   // from ScanState::offers_from
  std::uint32_t length;
  KindIndex kind;
  Evidence evidence;
  How how;
};

// What a kind by some evidence is worth in a field; the same for most values of a column.
struct Worth {
  std::uint64_t key = ~std::uint64_t{0};   // field, kind, evidence
  Hit hit;                                 // all but place and length; confidence 0: not worth telling
};

struct ScanState {
  std::shared_ptr<const Rules> rules;
  FieldTable* fields = nullptr;
  Locator* locator = nullptr;
  int threshold = 50;
  KindIndex address = 0, mobile = 0, bank_card = 0;      // kinds that more than one mark leads to
  Evidence (*email)(std::string_view) = nullptr;         // validators whose shape the scanner proves
  Evidence (*ipv4)(std::string_view) = nullptr;
  Evidence (*coordinates)(std::string_view) = nullptr;
  Evidence (*plate)(std::string_view) = nullptr;
  Window window;
  ClassMasks masks;
  Candidates candidates;

  static constexpr std::size_t offers_a_mark = 4;
  std::size_t offers_from = 0;
  std::unique_ptr<Offer[]> words, others;   // what words led to, and all other marks
  std::array<Worth, 256> worths;   // by the lowest bits of field and kind
  // Not told yet: a later mark may still outdo the last of them. In order, never overlapping; only `found` of them.
  std::vector<Hit> hits;
  std::size_t found = 0;
  std::string converted;   // scratch: a value of GB 18030 as UTF-8
};

// Looks at every candidate of the window in the order of their marks and adds to `hits` what they are.
void judge_window(ScanState& state);

}  // namespace lp::discover
