#include "store/ledger_counts.h"

#include <bit>
#include <cstring>

namespace lp::store {

std::string to_bytes(const OrgCounts& counts) {
  std::string out;
  out.reserve(sizeof counts);
  for (const auto& states : counts) {
    for (const std::int32_t n : states) {
      const auto u = static_cast<std::uint32_t>(n);
      for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>((u >> shift) & 0xff);
    }
  }
  return out;
}

OrgCounts counts_of_bytes(std::string_view bytes) {
  OrgCounts out{};
  if (bytes.size() != sizeof out) return out;
  if constexpr (std::endian::native == std::endian::little) {   // thousands for one page of the board
    std::memcpy(&out, bytes.data(), sizeof out);
    return out;
  }
  std::size_t at = 0;
  for (auto& states : out) {
    for (std::int32_t& n : states) {
      std::uint32_t u = 0;
      for (int shift = 0; shift < 32; shift += 8) u |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at++])) << shift;
      n = static_cast<std::int32_t>(u);
    }
  }
  return out;
}

void CountChanges::add(const std::string& plan, OrgId org, int task, model::DutyState state, int difference) {
  if (task < 0 || task >= ledger_tasks) return;
  changes_[plan][org.value][static_cast<std::size_t>(task)][static_cast<std::size_t>(state)] += difference;
}

Status CountChanges::write(db::Connection& db) const {
  for (const auto& [plan, orgs] : changes_) {
    for (const auto& [org, difference] : orgs) {
      OrgCounts now{};
      LP_CHECK_OK(db.query("SELECT counts FROM ledger_count WHERE plan = :plan AND org_id = :org", {{"plan", plan}, {"org", org}},
                           [&](const db::Row& row) {
        now = counts_of_bytes(row.blob(0));
        return false;
      }));
      for (std::size_t t = 0; t < now.size(); ++t) {
        for (std::size_t s = 0; s < now[t].size(); ++s) now[t][s] += difference[t][s];
      }
      LP_CHECK_OK(db.exec("INSERT INTO ledger_count(plan, org_id, counts) VALUES(:plan, :org, :counts) "
                          "ON CONFLICT(plan, org_id) DO UPDATE SET counts = excluded.counts",
                          {{"plan", plan}, {"org", org}, {"counts", db::Blob{to_bytes(now)}}}));
    }
  }
  return {};
}

}  // namespace lp::store
