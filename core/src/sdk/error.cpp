#include <unseen/error.hpp>

namespace unseen {

Error::Error(const std::string& message) : std::runtime_error{message} {}
Error::~Error() = default;

InputError::InputError(const std::string& message) : Error{message} {}
InputError::~InputError() = default;

UnusableSample::UnusableSample(const std::string& message) : Error{message} {}
UnusableSample::~UnusableSample() = default;

}  // namespace unseen
