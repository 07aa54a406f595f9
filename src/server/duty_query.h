#pragma once
#include "server/app.h"
#include "server/request.h"
#include "store/store.h"

namespace lp::server {

// ?plan=&org=&object=&task=1,2&state=overdue&obligation=&region=&type=&due_from=&due_to=&q=&sort=due&page=&size=
// Several values by comma. q: organisation's name, duty's title or number. invalid names the parameter.
Result<store::DutyFilter> read_duty_filter(const Request& request, const App& app);
// The same for the board, where q is the organisation's name and sort one of name, overdue, no.
Result<store::DutyFilter> read_board_filter(const Request& request, const App& app);

// ?plan= or "plan" of the body; the one there is when not said.
std::string plan_of(const Request& request, const App& app);

}  // namespace lp::server
