#pragma once

#include <stdlib.h>

#include <cstdlib>
#include <optional>
#include <string>

namespace unseen {

/// Sets a variable of the environment, and puts the old value back when it goes.
class Variable {
 public:
  Variable(std::string name, const std::string& value) : name_{std::move(name)} {
    if (const auto* old = std::getenv(name_.c_str())) old_ = old;
    ::setenv(name_.c_str(), value.c_str(), 1);
  }
  ~Variable() { old_ ? ::setenv(name_.c_str(), old_->c_str(), 1) : ::unsetenv(name_.c_str()); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  std::string name_;
  std::optional<std::string> old_;
};

}  // namespace unseen
