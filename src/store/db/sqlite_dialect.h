#pragma once
#include "store/db/dialect.h"

namespace lp::store::db {
const Dialect& sqlite_dialect();
}
