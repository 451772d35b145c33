#pragma once

#include <string>

#include <unseen/error.hpp>
#include <unseen/value.hpp>

namespace unseen {

/// Throws InputError: "file:line:column: message", or the message alone where the place is unknown.
[[noreturn]] inline void fail_at(const Source& source, const std::string& message) {
  const auto place = source.text();
  throw InputError{place.empty() ? message : place + ": " + message};
}

}  // namespace unseen
