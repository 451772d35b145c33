#include "app/exit_code.hpp"

#include <fmt/format.h>

#include <cstdio>

#include <unseen/error.hpp>

namespace unseen {

int guarded(const std::function<int()>& command) {
  try {
    return command();
  } catch (const InputError& error) {
    fmt::print(stderr, "unseen: {}\n", error.what());
    return kWrongInput;
  } catch (const std::exception& error) {
    fmt::print(stderr, "unseen: {}\n", error.what());
    return kFailed;
  }
}

}  // namespace unseen
