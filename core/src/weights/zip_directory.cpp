#include "weights/zip_directory.hpp"

#include <algorithm>
#include <vector>

#include <unseen/error.hpp>

#include "weights/byte_reader.hpp"

namespace unseen {
namespace {

using Bytes = std::span<const std::byte>;

constexpr std::uint32_t kEnd = 0x06054b50, kEnd64 = 0x06064b50, kLocator64 = 0x07064b50;
constexpr std::uint32_t kCentral = 0x02014b50, kLocal = 0x04034b50;
constexpr std::size_t kEndSize = 22, kLocatorSize = 20, kLongestComment = 65535;

ByteReader reader_at(Bytes bytes, std::uint64_t offset) {
  if (offset > bytes.size()) throw InputError{"its archive points outside itself"};
  return ByteReader{bytes.subspan(static_cast<std::size_t>(offset))};
}

void expect(ByteReader& reader, std::uint32_t signature) {
  if (reader.number<std::uint32_t>() != signature) throw InputError{"its archive's directory is damaged"};
}

/// The end record stands last, but for a comment.
std::size_t end_record(Bytes bytes) {
  if (bytes.size() >= kEndSize) {
    const auto last = bytes.size() - kEndSize;
    const auto first = last > kLongestComment ? last - kLongestComment : 0;
    for (auto at = last + 1; at-- > first;) {
      if (reader_at(bytes, at).number<std::uint32_t>() == kEnd) return at;
    }
  }
  throw InputError{"its archive has no end: it is cut short"};
}

struct Directory {
  std::uint64_t count, offset;
};

Directory find_directory(Bytes bytes) {
  const auto end = end_record(bytes);
  auto record = reader_at(bytes, end + 10);
  Directory directory{record.number<std::uint16_t>(), 0};
  record.take(4);
  directory.offset = record.number<std::uint32_t>();
  if (end < kLocatorSize || (directory.count != 0xffff && directory.offset != 0xffffffff)) return directory;
  auto locator = reader_at(bytes, end - kLocatorSize);
  if (locator.number<std::uint32_t>() != kLocator64) return directory;
  locator.take(4);
  auto end64 = reader_at(bytes, locator.number<std::uint64_t>());
  expect(end64, kEnd64);
  end64.take(28);
  directory.count = end64.number<std::uint64_t>();
  end64.take(8);
  directory.offset = end64.number<std::uint64_t>();
  return directory;
}

struct Entry {
  std::string name;
  std::uint64_t size, packed, offset;
};

/// The zip64 field holds those of size, packed size and offset that did not fit.
void widen(Entry& entry, Bytes extra) {
  ByteReader reader{extra};
  while (reader.left() >= 4) {
    const auto id = reader.number<std::uint16_t>();
    ByteReader field{reader.take(reader.number<std::uint16_t>())};
    if (id != 1) continue;
    for (auto* value : {&entry.size, &entry.packed, &entry.offset}) {
      if (*value == 0xffffffff) *value = field.number<std::uint64_t>();
    }
  }
}

Entry read_entry(ByteReader& reader) {
  expect(reader, kCentral);
  reader.take(4);
  const auto flags = reader.number<std::uint16_t>();
  const auto method = reader.number<std::uint16_t>();
  reader.take(8);
  Entry entry{{}, 0, reader.number<std::uint32_t>(), 0};
  entry.size = reader.number<std::uint32_t>();
  const auto name = reader.number<std::uint16_t>();
  const auto extra = reader.number<std::uint16_t>();
  const auto comment = reader.number<std::uint16_t>();
  reader.take(8);
  entry.offset = reader.number<std::uint32_t>();
  entry.name = reader.text(name);
  widen(entry, reader.take(extra));
  reader.take(comment);
  if (method != 0 || entry.size != entry.packed || (flags & 1) != 0) {
    throw InputError{
        "its archive is compressed or encrypted, which torch.save never does: unpack and save it again"};
  }
  return entry;
}

/// The local header repeats the name, and has extra bytes of its own that align what follows.
Bytes content(Bytes bytes, const Entry& entry) {
  auto reader = reader_at(bytes, entry.offset);
  expect(reader, kLocal);
  reader.take(22);
  const std::uint64_t name = reader.number<std::uint16_t>();
  reader.take(name + reader.number<std::uint16_t>());
  return reader.take(entry.size);
}

void refuse_overlaps(const std::map<std::string, Bytes>& files) {
  std::vector<Bytes> places;
  for (const auto& [name, place] : files) places.push_back(place);
  std::sort(places.begin(), places.end(), [](const Bytes& a, const Bytes& b) { return a.data() < b.data(); });
  for (std::size_t i = 1; i < places.size(); ++i) {
    if (places[i - 1].data() + places[i - 1].size() > places[i].data())
      throw InputError{"files of its archive overlap"};
  }
}

}  // namespace

std::map<std::string, Bytes> read_zip_directory(Bytes bytes) {
  const auto directory = find_directory(bytes);
  auto reader = reader_at(bytes, directory.offset);
  std::map<std::string, Bytes> files;
  for (std::uint64_t i = 0; i < directory.count; ++i) {
    const auto entry = read_entry(reader);
    if (!files.emplace(entry.name, content(bytes, entry)).second) {
      throw InputError{"its archive holds \"" + entry.name.substr(0, 80) + "\" twice"};
    }
  }
  refuse_overlaps(files);
  return files;
}

}  // namespace unseen
