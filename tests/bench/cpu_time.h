#pragma once
// Processor time of all threads that a piece of work takes, in seconds.

#include <ctime>

inline double cpu_seconds(const auto& work) {
  const std::clock_t from = std::clock();
  work();
  return static_cast<double>(std::clock() - from) / CLOCKS_PER_SEC;
}
