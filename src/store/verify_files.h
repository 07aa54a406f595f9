#pragma once
#include <filesystem>

#include "store/db/connection.h"
#include "store/store.h"

namespace lp::store {

// Every file a record names exists and has its hash; without the folder they are counted as unchecked.
Status prove_files(db::Connection& db, const std::filesystem::path& folder, VerifyReport& report);

}  // namespace lp::store
