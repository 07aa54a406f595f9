#pragma once
// My work: what is due today, within a week, overdue; what came back; what waits for my review;
// what I began. Exact totals, the first rows of each. Duties of a regulator are the regulator's
// own (《通知》“我局将…”); those of the enterprises are on the board.

#include "base/json.h"
#include "records/engine.h"
#include "store/store.h"

namespace lp::service {

// {due_today, due_week, overdue, returned, waiting_review, drafts: each {total, rows}}
Result<json::object> work_list(store::ReadTx& tx, const model::Viewer& viewer, const records::Engine& engine, Date today);

}  // namespace lp::service
