#pragma once

#include <gtest/gtest.h>

#include <string>

#include <unseen/error.hpp>

namespace unseen {

/// The message of the InputError that `action` throws; a failed test, and "", where it throws none.
template <class Action>
std::string input_error_of(const Action& action) {
  try {
    action();
  } catch (const InputError& error) {
    return error.what();
  }
  ADD_FAILURE() << "no InputError was thrown";
  return "";
}

inline ::testing::AssertionResult contains(const std::string& text, const std::string& part) {
  if (text.find(part) != std::string::npos) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "\"" << part << "\" is not in \"" << text << "\"";
}

}  // namespace unseen
