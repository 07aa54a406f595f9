#include "detect/indicators/allow_regex.h"

#include <hs.h>

#include <mutex>

namespace lp::detect {

struct AllowRegex::State {
  hs_database_t* database = nullptr;
  hs_scratch_t* scratch = nullptr;
  std::mutex mutex;  // of the scratch: hits are rare
  ~State() {
    hs_free_scratch(scratch);
    hs_free_database(database);
  }
};

std::optional<AllowRegex> AllowRegex::compile(std::string_view text) {
  AllowRegex out;
  out.text_ = text;
  if (text.starts_with('/') && text.rfind('/') > 0) text = text.substr(1, text.rfind('/') - 1);
  if (text.empty() || text.size() > 4096 || text.find('\0') != std::string_view::npos) return std::nullopt;
  out.state_ = std::make_shared<State>();
  hs_compile_error_t* error = nullptr;
  const unsigned flags = HS_FLAG_CASELESS | HS_FLAG_SINGLEMATCH | HS_FLAG_ALLOWEMPTY;
  if (hs_compile(std::string(text).c_str(), flags, HS_MODE_BLOCK, nullptr, &out.state_->database, &error) != HS_SUCCESS) {
    hs_free_compile_error(error);
    return std::nullopt;
  }
  if (hs_alloc_scratch(out.state_->database, &out.state_->scratch) != HS_SUCCESS) return std::nullopt;
  return out;
}

bool AllowRegex::matches(std::string_view text) const {
  bool found = false;
  const auto stop = [](unsigned, unsigned long long, unsigned long long, unsigned, void* context) {
    *static_cast<bool*>(context) = true;
    return 1;
  };
  const std::lock_guard lock(state_->mutex);
  hs_scan(state_->database, text.data(), static_cast<unsigned>(text.size()), 0, state_->scratch, stop, &found);
  return found;
}

}  // namespace lp::detect
