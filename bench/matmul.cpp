#include "bench/matmul.hpp"

#include <ATen/ops/matmul.h>
#include <ATen/ops/rand.h>

#include <algorithm>
#include <chrono>
#include <limits>

double unseen::fastest_matmul_ms() {
  const auto a = at::rand({1024, 1024});
  const auto b = at::rand({1024, 1024});
  auto best = std::numeric_limits<double>::infinity();
  for (int i = 0; i < 20; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    const auto product = at::matmul(a, b);
    best = std::min(
        best, std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
  }
  return best;
}
