#include "weights/torch_file.hpp"

#include <algorithm>
#include <unordered_map>

#include <unseen/error.hpp>

#include "weights/pickled_state.hpp"
#include "weights/zip_directory.hpp"

namespace unseen {
namespace {

using Bytes = std::span<const std::byte>;

/// A pickle of protocol 2 that holds 0x1950a86a20f9469cfc6c, ten bytes little-endian.
constexpr std::string_view kMagic{"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", 15};
constexpr std::int64_t kLegacyProtocol = 1001;

std::uint64_t storage_bytes(const PickleValue& storage) {
  std::uint64_t size = 0;
  if (storage.integer < 0 ||
      __builtin_mul_overflow(static_cast<std::uint64_t>(storage.integer), bytes_of(storage.type), &size)) {
    throw InputError{"its storage has an impossible size"};
  }
  return size;
}

Bytes of_size(Bytes bytes, const PickleValue& storage) {
  if (bytes.size() != storage_bytes(storage)) {
    throw InputError{"its storage holds " + std::to_string(bytes.size()) + " bytes, " +
                     std::to_string(storage_bytes(storage)) + " are wanted"};
  }
  return bytes;
}

/// "archive/" of "archive/data.pkl".
std::string top_folder(const std::map<std::string, Bytes>& files) {
  for (const auto& [name, bytes] : files) {
    const auto slash = name.find('/');
    if (slash != std::string::npos && name.substr(slash) == "/data.pkl") return name.substr(0, slash + 1);
  }
  throw InputError{"its archive holds no data.pkl: torch.save did not write it"};
}

std::vector<std::string> storage_keys(const Pickle& pickle) {
  std::vector<std::string> keys;
  for (const auto ref : pickle.at(pickle.root).items) keys.emplace_back(pickle.at(ref).text);
  return keys;
}

/// Of each storage that the pickle names, by its key.
std::unordered_map<std::string, std::uint64_t> element_sizes(const Pickle& pickle) {
  std::unordered_map<std::string, std::uint64_t> sizes;
  for (const auto& value : pickle.values) {
    if (value.kind == PickleValue::Kind::storage) sizes[std::string{value.text}] = bytes_of(value.type);
  }
  return sizes;
}

/// Each storage: its number of elements, then their bytes.
std::unordered_map<std::string, Bytes> legacy_storages(ByteReader& reader, const Pickle& state,
                                                       const Pickle& keys) {
  const auto sizes = element_sizes(state);
  std::unordered_map<std::string, Bytes> storages;
  for (const auto& key : storage_keys(keys)) {
    const auto found = sizes.find(key);
    if (found == sizes.end()) throw InputError{"it holds a storage that no tensor names"};
    std::uint64_t size = 0;
    if (__builtin_mul_overflow(reader.number<std::uint64_t>(), found->second, &size)) {
      throw InputError{"its storage has an impossible size"};
    }
    storages[key] = reader.take(size);
  }
  return storages;
}

}  // namespace

TensorTable read_torch_zip(Bytes bytes) {
  const auto files = read_zip_directory(bytes);
  const auto top = top_folder(files);
  if (const auto order = files.find(top + "byteorder"); order != files.end()) {
    if (ByteReader{order->second}.text(order->second.size()) != "little") {
      throw InputError{"its numbers are big-endian: save it again on a little-endian machine"};
    }
  }
  ByteReader reader{files.at(top + "data.pkl")};
  const auto pickle = read_pickle(reader);
  return pickled_state(pickle, [&](const PickleValue& storage) {
    const auto found = files.find(top + "data/" + std::string{storage.text});
    if (found == files.end()) throw InputError{"its storage is missing"};
    return of_size(found->second, storage);
  });
}

bool is_torch_legacy(Bytes bytes) {
  return bytes.size() >= kMagic.size() && ByteReader{bytes}.text(kMagic.size()) == kMagic;
}

TensorTable read_torch_legacy(Bytes bytes) {
  ByteReader reader{bytes};
  if (!is_torch_legacy(bytes)) throw InputError{"torch.save did not write it"};
  reader.take(kMagic.size());
  const auto protocol = read_pickle(reader);
  if (protocol.at(protocol.root).integer != kLegacyProtocol)
    throw InputError{"it is of another version of the format"};
  read_pickle(reader);  // the machine that wrote it
  const auto state = read_pickle(reader);
  const auto keys = read_pickle(reader);
  const auto storages = legacy_storages(reader, state, keys);
  return pickled_state(state, [&](const PickleValue& storage) {
    const auto found = storages.find(std::string{storage.text});
    if (found == storages.end()) throw InputError{"its storage is missing"};
    return of_size(found->second, storage);
  });
}

}  // namespace unseen
