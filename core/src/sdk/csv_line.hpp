#pragma once

#include <string>
#include <vector>

namespace unseen {

/// Fields as one line of comma-separated values (RFC 4180, but for the plain line feed at its end).
std::string csv_line(const std::vector<std::string>& fields);

}  // namespace unseen
