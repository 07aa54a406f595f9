#pragma once
// One database of a foreign PostgreSQL server (10 and later), over COPY.
//
// All tables are read in one REPEATABLE READ, READ ONLY transaction that lasts as long as the
// object: the server keeps old row versions for it, so do not hold it longer than the reading.
// A table under row security that hides rows from this user is refused (denied), not read in part.
// Partitioned tables are one table. Foreign tables are left out: they are read where they live.

#include <memory>

#include "io/database.h"
#include "io/database_server.h"

namespace lp::io {

Result<std::unique_ptr<ForeignDatabase>> open_postgres_database(const DatabaseServer& server);

}  // namespace lp::io
