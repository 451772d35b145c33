#pragma once

#include <string>

namespace unseen {

/// Refuses, with InputError at file:line:column, text that toml++ 3.3 cannot be trusted with: more than a
/// mebibyte; keys of tens of thousands of parts, on which freeing the tree exhausts the stack; letters beyond
/// ASCII outside of strings and comments, where TOML has none, on which its test for blanks is undefined
/// behaviour.
void check_toml_text(const std::string& text, const std::string& name);

}  // namespace unseen
