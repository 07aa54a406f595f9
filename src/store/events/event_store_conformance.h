#pragma once
// What every event store must do, as tests that know nothing of it. A second one is one more line in event_stores().

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "io/files.h"
#include "store/events/event_store.h"

namespace lp::store::testing {

struct EventStoreMaker {
  std::string name;
  std::function<Result<std::unique_ptr<EventStore>>(const std::filesystem::path& folder)> open;
};
const std::vector<EventStoreMaker>& event_stores();

class EventStoreTest : public ::testing::TestWithParam<EventStoreMaker> {
 protected:
  void SetUp() override;
  void reopen();
  EventStore& store() { return *store_; }
  const std::filesystem::path& folder() const { return folder_.path(); }

 private:
  io::TempDir folder_ = *io::TempDir::create("events");
  std::unique_ptr<EventStore> store_;
};

}  // namespace lp::store::testing
