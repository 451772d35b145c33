#include "study/html_text.hpp"

#include <fmt/format.h>

namespace unseen {
namespace {

constexpr const char* kStyle = R"css(
body { font: 15px/1.5 system-ui, sans-serif; color: #1a1a1a; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1.5rem 0 0.3rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding-bottom: 0.4rem; }
th, td { padding: 0.2rem 0.7rem; text-align: right; white-space: nowrap; }
th { font-weight: 600; }
tbody th, thead th:first-child, th.axis { text-align: left; font-weight: 400; }
thead { border-top: 2px solid #1a1a1a; border-bottom: 1px solid #1a1a1a; }
tbody { border-bottom: 2px solid #1a1a1a; }
tr.group { border-top: 1px solid #b0b0b0; }
tr.published { color: #666; font-size: 0.87em; }
td[title] { cursor: help; }
figure { margin: 1rem 0; }
figure svg, figure img { max-width: 100%; height: auto; }
details { margin: 0.4rem 0; }
summary { cursor: pointer; }
td { white-space: normal; overflow-wrap: anywhere; }
table.numbers td { white-space: nowrap; }
.tag { background: #e8eef4; border-radius: 0.6rem; padding: 0.05rem 0.6rem; }
.notes { color: #555; font-size: 0.87em; max-width: 60rem; margin-top: 0; }
)css";

}  // namespace

std::string html_text(const std::string& text) {
  std::string result;
  for (const auto c : text) {
    switch (c) {
      case '&': result += "&amp;"; break;
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      case '"': result += "&quot;"; break;
      default: result += c;
    }
  }
  return result;
}

std::string html_row(const std::vector<std::string>& fields) {
  std::string text = "<tr><th scope=\"row\">" + html_text(fields.front()) + "</th>";
  for (std::size_t i = 1; i < fields.size(); ++i) text += "<td>" + html_text(fields[i]) + "</td>";
  return text + "</tr>\n";
}

std::string html_header(const std::vector<std::string>& titles) {
  std::string text = "<thead><tr>";
  for (const auto& title : titles) text += "<th>" + html_text(title) + "</th>";
  return text + "</tr></thead>\n";
}

std::string html_page(const std::string& title, const std::string& body) {
  return fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
      "content=\"width=device-width\">\n<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n{}</body>\n"
      "</html>\n",
      html_text(title), kStyle, body);
}

}  // namespace unseen
