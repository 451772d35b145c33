// Carries the stamp of another SDK; opening it would end the process.
#include <cstdlib>

extern "C" {
extern const char kStamp[];
const char kStamp[] = "unseen-plugin sdk=00000000 libtorch=1.13.0/00000000 libstdc++=9 cxx11abi=0";
}

__attribute__((constructor)) static void opened() { std::_Exit(77); }
