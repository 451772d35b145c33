#pragma once

#include <stdexcept>
#include <string>

namespace [[gnu::visibility("default")]] unseen {

/// What went wrong, where, what was wanted, what was found and the remedy, in one message.
/// The program ends with exit code 1.
class Error : public std::runtime_error {
 public:
  explicit Error(const std::string& message);
  ~Error() override;
};

/// The user's input or command line is wrong: the program ends with exit code 2.
class InputError : public Error {
 public:
  explicit InputError(const std::string& message);
  ~InputError() override;
};

/// An augmentation's word for a sample that it can make nothing of (a face whose landmarks are none): another
/// item takes its place, and the run's record says how many did.
class UnusableSample : public Error {
 public:
  explicit UnusableSample(const std::string& message);
  ~UnusableSample() override;
};

}  // namespace unseen
