#include "weights/pickle_stack.hpp"

#include <unseen/error.hpp>

namespace unseen {

PickleRef PickleStack::peek() const {
  if (above_mark() == 0) throw InputError{"its pickle takes more than there is"};
  return refs_.back();
}

PickleRef PickleStack::pop() {
  const auto ref = peek();
  refs_.pop_back();
  return ref;
}

std::vector<PickleRef> PickleStack::top(std::size_t count) {
  if (above_mark() < count) throw InputError{"its pickle takes more than there is"};
  std::vector<PickleRef> items(refs_.end() - static_cast<std::ptrdiff_t>(count), refs_.end());
  refs_.resize(refs_.size() - count);
  return items;
}

std::vector<PickleRef> PickleStack::to_mark() {
  if (marks_.empty()) throw InputError{"its pickle ends a group that has not begun"};
  auto items = top(above_mark());
  marks_.pop_back();
  return items;
}

}  // namespace unseen
