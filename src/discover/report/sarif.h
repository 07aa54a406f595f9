#pragma once
// A scan result as SARIF 2.1.0 (OASIS), for code scanning services and viewers: one rule per kind with words in both
// languages, one result per finding at the byte of its first hit, one notification per thing not looked at.
// Only masked examples. Memory for one result at a time; one thread.

#include "discover/report/decisions.h"
#include "discover/report/titles.h"
#include "discover/report/words.h"
#include "discover/result.h"
#include "io/bytes.h"

namespace lp::discover {

struct SarifOptions {
  Language language = Language::zh;   // of messages; rules carry both
};

// Levels: keys and findings in documents of level core are "error", sensitive ones and those in documents of level important
// "warning", the others "note". Findings a person rejected are kept, as suppressed. Names are relative to the base ROOT; the
// members of an archive keep their "archive!member". Columns of databases have a logical location, and no byte offset.
Status write_sarif(const ScanResult& result, const Titles& titles, io::ByteSink out, const SarifOptions& options = {},
                   const Overlay* overlay = nullptr);

// "报表/a b.csv" → "%E6%8A%A5%E8%A1%A8/a%20b.csv": a relative reference of RFC 3986.
std::string uri_of(std::string_view path);

}  // namespace lp::discover
