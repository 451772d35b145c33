// The product of two 1024 x 1024 matrices where LibTorch alone is loaded: prints milliseconds.
#include <cstdio>

#include "bench/matmul.hpp"

int main() { std::printf("%.3f\n", unseen::fastest_matmul_ms()); }
