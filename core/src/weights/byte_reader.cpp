#include "weights/byte_reader.hpp"

#include <algorithm>

#include <unseen/error.hpp>

namespace unseen {

std::span<const std::byte> ByteReader::take(std::uint64_t count) {
  if (count > left()) throw InputError{"it ends too early"};
  const auto taken = bytes_.subspan(position_, static_cast<std::size_t>(count));
  position_ += taken.size();
  return taken;
}

std::string_view ByteReader::text(std::uint64_t count) {
  const auto taken = take(count);
  return {reinterpret_cast<const char*>(taken.data()), taken.size()};
}

std::string_view ByteReader::line() {
  const auto rest = bytes_.subspan(position_);
  const auto end = std::find(rest.begin(), rest.end(), std::byte{'\n'});
  const auto found = text(static_cast<std::uint64_t>(end - rest.begin()));
  take(1);
  return found;
}

}  // namespace unseen
