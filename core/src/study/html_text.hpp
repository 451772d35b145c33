#pragma once

#include <string>
#include <vector>

namespace unseen {

/// Text as HTML shows it, in elements and in quoted attributes.
std::string html_text(const std::string& text);

/// A row of a plain table, its first field the row's name; and the line of titles above.
std::string html_row(const std::vector<std::string>& fields);
std::string html_header(const std::vector<std::string>& titles);

/// A whole page that needs no network: UTF-8, styles within, `body` as it is.
std::string html_page(const std::string& title, const std::string& body);

}  // namespace unseen
