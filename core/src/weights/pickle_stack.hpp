#pragma once

#include <cstddef>
#include <vector>

#include "weights/pickle.hpp"

namespace unseen {

/// What a pickle's opcodes take from and put on, with the marks that begin groups. Nothing below the last
/// mark can be taken; InputError where more is asked for than there is.
class PickleStack {
 public:
  void push(PickleRef ref) { refs_.push_back(ref); }
  void mark() { marks_.push_back(refs_.size()); }
  bool in_group() const { return !marks_.empty(); }

  PickleRef peek() const;
  PickleRef pop();
  /// The uppermost `count`, lowest first.
  std::vector<PickleRef> top(std::size_t count);
  /// All above the last mark, which goes too.
  std::vector<PickleRef> to_mark();

 private:
  std::size_t above_mark() const { return refs_.size() - (marks_.empty() ? 0 : marks_.back()); }

  std::vector<PickleRef> refs_;
  std::vector<std::size_t> marks_;
};

}  // namespace unseen
