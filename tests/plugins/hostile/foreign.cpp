// A library that has nothing to do with Unseen; opening it would end the process.
#include <cstdlib>

__attribute__((constructor)) static void opened() { std::_Exit(77); }
