#include "sdk/csv_line.hpp"

namespace unseen {
namespace {

std::string quoted(const std::string& field) {
  if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
  std::string text = "\"";
  for (const auto c : field) text += c == '"' ? std::string{"\"\""} : std::string{c};
  return text + "\"";
}

}  // namespace

std::string csv_line(const std::vector<std::string>& fields) {
  std::string line;
  for (const auto& field : fields) line += (&field == fields.data() ? "" : ",") + quoted(field);
  return line + "\n";
}

}  // namespace unseen
