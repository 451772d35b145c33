#pragma once

#include <string>

namespace unseen {

/// Text as HTML shows it, in elements and in quoted attributes.
std::string html_text(const std::string& text);

/// A whole page that needs no network: UTF-8, styles within, `body` as it is.
std::string html_page(const std::string& title, const std::string& body);

}  // namespace unseen
