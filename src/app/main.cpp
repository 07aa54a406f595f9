#include <malloc.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "app/metrics.h"
#include "app/receive.h"
#include "app/serve.h"
#include "cli/main.h"

namespace {

bool wants_colour() {
  const char* no_colour = std::getenv("NO_COLOR");
  return isatty(STDERR_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 && (no_colour == nullptr || *no_colour == '\0');
}

// A server of a dozen threads would otherwise keep a heap for each, and what one great answer
// needed stays with the thread that made it.
void keep_memory_small() {
  mallopt(M_ARENA_MAX, 2);
  mallopt(M_TRIM_THRESHOLD, 1 << 20);
}

}  // namespace

int main(int argc, char** argv) {
  keep_memory_small();
  std::ios::sync_with_stdio(false);
  lp::cli::Context context(std::cout, std::cerr);
  context.program = argc > 0 ? argv[0] : "longpan";
  context.colour = wants_colour();
  context.serve = lp::app::serve;
  context.receive = lp::app::receive;
  context.serve_metrics = lp::app::serve_metrics;
  return lp::cli::run(context, std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc));
}
