#pragma once
// The operator's five-set consistency check (network.md §5.5): which public addresses stand in
// one register and are missing in another.
//   A filing of network units (public and software addresses)   B IP filing, own use
//   C asset platform, all                                       D host list of the login gateway (4A)
//   E the operator's own ledger
// Two-way: A↔B, A↔E (public), A↔C, and the triples (address, unit name, grade) A↔C.
// One-way: D(public) ⊆ B; C(operating systems) ⊆ D.
// Pure function over parsed sets; IPv4 and IPv6. Private and special-purpose addresses (RFC 6890)
// and the exclude list are taken out before comparing. A set that was not given is not compared.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/local_text.h"
#include "model/record.h"
#include "store/store.h"

namespace lp::records {

struct AddressRow {
  std::string addresses;   // "203.0.113.1-20", "203.0.113.0/28", lists by comma, semicolon or space
  std::string unit;        // name of the network unit; may be empty
  std::string grade;       // "3"; may be empty
  std::string category;    // C: asset type, operating systems are compared with D
  std::string source;      // where the row stands: "NU-2024-000001", "ledger.xlsx row 12"
};
enum class AddressSet : std::uint8_t { filing, ip_filing, asset_platform, host_list, own_ledger };  // A … E

struct ConsistencyInput {
  std::map<AddressSet, std::vector<AddressRow>> sets;   // absent = not given
  std::vector<std::string> exclude;                     // addresses, ranges or networks
  std::size_t max_addresses = 1'000'000;                // per set; a row beyond is reported, not expanded
};
struct ConsistencyFinding {
  std::string rule;        // a_b, a_e, a_c, triple_a_c, d_in_b, c_in_d
  std::string value;       // "203.0.113.7", or "203.0.113.7 / unit / 3"
  AddressSet present{}, missing{};
  std::string source;      // of the row that has it
  std::string unit, grade; // as that row states
  std::string other;       // triple: unit and grade as the other side states; empty = address absent
};
struct ConsistencyReport {
  std::map<AddressSet, std::size_t> sizes;   // public addresses per set
  std::vector<ConsistencyFinding> findings;  // by rule, then address
  Diagnostics problems;                      // rows that could not be read
};
ConsistencyReport check_consistency(const ConsistencyInput&);

// Set A from the organisation's network units in force (filed, or in review), within the wall.
Result<std::vector<AddressRow>> read_filing_set(store::ReadTx&, const model::Viewer&, OrgId);
// Organisations whose set A the viewer may check.
Result<std::vector<model::Record>> consistency_orgs(store::ReadTx&, const model::Viewer&);

std::string_view to_string(AddressSet s);          // "filing"
LocalText title_of(AddressSet s);
// As docs/api.md: {sets, findings: [{rule, value, present_in, missing_in, source, unit, grade, other}], problems}
json::object to_json(const ConsistencyReport&);

}  // namespace lp::records
