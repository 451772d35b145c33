#include "study/tensorboard.hpp"

#include <bit>
#include <boost/crc.hpp>
#include <cstring>
#include <string_view>

namespace unseen {
namespace {

static_assert(std::endian::native == std::endian::little, "numbers are written as they lie in memory");

using Crc32c = boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true>;

// Kinds of fields in the wire format of protocol buffers.
constexpr std::uint32_t kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5;

template <class Number>
std::string raw(Number number) {
  std::string bytes(sizeof number, '\0');
  std::memcpy(bytes.data(), &number, sizeof number);
  return bytes;
}

/// The checksum of a checksum would be weak: TFRecord turns it and adds a constant.
std::string masked_crc(std::string_view data) {
  Crc32c crc;
  crc.process_bytes(data.data(), data.size());
  const std::uint32_t sum = crc.checksum();
  return raw(((sum >> 15U) | (sum << 17U)) + 0xA282EAD8U);
}

std::string record(const std::string& data) {
  const auto length = raw(std::uint64_t{data.size()});
  return length + masked_crc(length) + data + masked_crc(data);
}

std::string varint(std::uint64_t value) {
  std::string bytes;
  for (; value >= 128; value >>= 7U) bytes += static_cast<char>(value | 128U);
  return bytes + static_cast<char>(value);
}

std::string key(std::uint32_t field, std::uint32_t kind) { return varint((field << 3U) | kind); }

std::string message(std::uint32_t field, const std::string& content) {
  return key(field, kBytes) + varint(content.size()) + content;
}

std::string event(double time, std::int64_t step, const std::string& what) {
  const auto at =
      step == 0 ? "" : key(2, kVarint) + varint(static_cast<std::uint64_t>(step));  // 0 goes unsaid
  return record(key(1, kFixed64) + raw(time) + at + what);
}

}  // namespace

std::string event_file(double time, const std::vector<Scalar>& scalars) {
  auto file = event(time, 0, message(3, "brain.Event:2"));
  for (const auto& scalar : scalars) {
    const auto value = message(1, scalar.tag) + key(2, kFixed32) + raw(static_cast<float>(scalar.value));
    file += event(time, scalar.step, message(5, message(1, value)));
  }
  return file;
}

}  // namespace unseen
