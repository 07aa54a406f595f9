#include "discover/known_files.h"

namespace lp::discover {

Result<std::optional<std::string_view>> KnownFiles::find(std::string_view name) {
  while (true) {
    for (; at_ < entries_.size(); ++at_) {
      const int order = entries_[at_].first.compare(name);
      if (order > 0) return unknown();
      if (order == 0) return std::optional<std::string_view>(entries_[at_++].second);
      gone_.push_back(std::move(entries_[at_].first));
    }
    if (ended_) return unknown();
    LP_CHECK_OK(advance());
  }
}

// It may be put next, and must not be forgotten then.
Result<std::optional<std::string_view>> KnownFiles::unknown() {
  LP_CHECK_OK(forget_gone());
  return std::optional<std::string_view>();
}

Status KnownFiles::advance() {
  LP_CHECK_OK(forget_gone());
  const std::lock_guard lock(guard_);
  entries_.clear();
  at_ = 0;
  LP_CHECK_OK(state_.each(next_, [&](std::string_view name, std::string_view value) {
    entries_.emplace_back(name, value);
    return entries_.size() < step;
  }));
  ended_ = entries_.size() < step;
  if (!entries_.empty()) next_ = entries_.back().first + '\0';
  return ok_status();
}

Status KnownFiles::forget_gone() {
  if (gone_.empty()) return ok_status();
  const std::lock_guard lock(guard_);
  for (const std::string& name : gone_) LP_CHECK_OK(state_.erase(name));
  gone_.clear();
  return ok_status();
}

Status KnownFiles::finish(bool complete) {
  while (complete) {
    for (; at_ < entries_.size(); ++at_) gone_.push_back(std::move(entries_[at_].first));
    if (ended_) break;
    LP_CHECK_OK(advance());
  }
  return forget_gone();
}

}  // namespace lp::discover
