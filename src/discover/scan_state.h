#pragma once
// What a scan knows between windows, and the judging of one window's candidates.

#include <cstdint>
#include <memory>
#include <vector>

#include "discover/candidates.h"
#include "discover/field.h"
#include "discover/hit.h"
#include "discover/locator.h"
#include "discover/rules.h"
#include "discover/window.h"

namespace lp::discover {

struct ScanState {
  std::shared_ptr<const Rules> rules;
  FieldTable* fields = nullptr;
  Locator* locator = nullptr;
  int threshold = 50;
  KindIndex address = 0, mobile = 0, bank_card = 0;   // kinds that more than one mark leads to
  Window window;
  ClassMasks masks;
  Candidates candidates;
  // Not told yet: a later mark may still outdo the last of them. In order, never overlapping.
  std::vector<Hit> hits;
  std::vector<std::size_t> starts;   // in the buffer
};

// Looks at every candidate of the window in the order of their marks and adds to `hits` what they are.
void judge_window(ScanState& state);

}  // namespace lp::discover
