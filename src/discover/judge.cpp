// The candidates of a window, judged one after the other. Compiled once for every set of instructions, in one piece: the
// few instructions a candidate costs would be lost in calls and in bit scans of the oldest processors.
#include <algorithm>
#include <bit>
#include <string>

#include "discover/address.h"
#include "discover/chars.h"
#include "discover/gb_text.h"
#include "discover/proven_checks.h"
#include "discover/scan_state.h"
#include "discover/score.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "discover/judge.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace lp::discover {
namespace HWY_NAMESPACE {

#include "discover/judge-inl.h"
#include "discover/judge_cjk-inl.h"
#include "discover/judge_marks-inl.h"
#include "discover/judge_settle-inl.h"
#include "discover/judge_word-inl.h"

void judge_all(ScanState& state) { Judge(state).window(); }

}  // namespace HWY_NAMESPACE
}  // namespace lp::discover
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lp::discover {

HWY_EXPORT(judge_all);

void judge_window(ScanState& state) {
  state.offers_from = state.window.begin - std::min(state.window.begin, Window::step);
  HWY_DYNAMIC_DISPATCH(judge_all)(state);
}

}  // namespace lp::discover
#endif
