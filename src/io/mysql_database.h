#pragma once
// A foreign MySQL or MariaDB server: one database of it, or all but its own.
//
// Tables are read in one consistent-snapshot, read-only transaction that lasts as long as the
// object (transactional engines only: MyISAM shows what is there at the time of reading), row by
// row as they arrive. A sample is drawn by the server, which reads the whole table for it. Tables
// that stand for other servers' (FEDERATED, CONNECT, SPIDER) are left out. The schema of a table is
// its database. The server cannot ask this side for files or for the password in clear.

#include <memory>

#include "io/database.h"
#include "io/database_server.h"

namespace lp::io {

Result<std::unique_ptr<ForeignDatabase>> open_mysql_database(const DatabaseServer& server);

}  // namespace lp::io
