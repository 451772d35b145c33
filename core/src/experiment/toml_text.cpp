#include "toml_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include <unseen/error.hpp>

namespace unseen {
namespace {

constexpr std::size_t kMostBytes = 1 << 20;
constexpr std::ptrdiff_t kMostDotsInALine = 20'000;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kBlanks = " \t\r\n";

/// Walks over the text, knowing only what is a string, a comment, or neither.
class Scanner {
 public:
  Scanner(std::string_view text, const std::string& name) : text_{text}, name_{name} {}

  void refuse_letters_beyond_ascii() {
    if (text_.starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
    while (at_ < text_.size()) {
      refuse_here();
      if (text_[at_] == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (text_[at_] == '"' || text_[at_] == '\'') {
        skip_string();
      } else {
        ++at_;
      }
    }
  }

 private:
  void skip_string() {
    const auto quote = text_[at_];
    const std::string three(3, quote);
    const auto closing = text_.substr(at_).starts_with(three) ? three : std::string{quote};
    at_ += closing.size();
    while (at_ < text_.size() && !text_.substr(at_).starts_with(closing)) {
      if (closing.size() == 1 && text_[at_] == '\n') return;  // never closed: toml++ says so
      skip_letter(quote);
    }
    at_ = std::min(at_ + closing.size(), text_.size());
    for (int n = 0; closing.size() == 3 && n < 2 && at_ < text_.size() && text_[at_] == quote; ++n) ++at_;
  }

  void skip_letter(char quote) {
    const auto escaped = quote == '"' && text_[at_] == '\\' && at_ + 1 < text_.size();
    at_ += 1;
    if (!escaped) return;
    if (kBlanks.find(text_[at_]) == std::string_view::npos) {
      at_ += 1;
      return;
    }
    at_ = std::min(text_.find_first_not_of(kBlanks, at_), text_.size());  // a line that goes on in the next
    if (at_ < text_.size()) refuse_here();
  }

  void refuse_here() const {
    if (static_cast<unsigned char>(text_[at_]) < 0x80) return;
    const auto before = text_.substr(0, at_);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const auto start = before.rfind('\n') + 1;  // npos + 1 is 0
    throw InputError{
        fmt::format("{}:{}:{}: not TOML: a letter beyond ASCII may stand in quotes or a comment only", name_,
                    line, at_ - start + 1)};
  }

  std::string_view text_;
  const std::string& name_;
  std::size_t at_ = 0;
};

void refuse_endless_keys(const std::string& text, const std::string& name) {
  std::size_t number = 1;
  for (auto line = text.begin(); line != text.end(); ++number) {
    const auto end = std::find(line, text.end(), '\n');
    if (std::count(line, end, '.') > kMostDotsInALine) {
      throw InputError{fmt::format("{}:{}:1: over {} dots in one line", name, number, kMostDotsInALine)};
    }
    line = end == text.end() ? end : end + 1;
  }
}

}  // namespace

void check_toml_text(const std::string& text, const std::string& name) {
  if (text.size() > kMostBytes) {
    throw InputError{fmt::format("{}: {} bytes are too many; an experiment has at most {}", name, text.size(),
                                 kMostBytes)};
  }
  refuse_endless_keys(text, name);
  Scanner{text, name}.refuse_letters_beyond_ascii();
}

}  // namespace unseen
