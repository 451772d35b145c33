#pragma once

namespace unseen {

#if defined(__x86_64__)
template <auto kernel, class... Arguments>
[[gnu::target("avx2,fma")]] void on_avx2(Arguments... arguments) {
  kernel(arguments...);
}
#endif

/// Calls `kernel`, an always inlined function of plain loops, in the form compiled for AVX2 and FMA where the
/// processor has them. Both forms give the same bits where the file is compiled without contraction.
template <auto kernel, class... Arguments>
void fastest(Arguments... arguments) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return on_avx2<kernel>(arguments...);
#endif
  kernel(arguments...);
}

}  // namespace unseen
