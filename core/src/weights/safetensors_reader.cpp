#include "weights/safetensors_reader.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include <unseen/error.hpp>

#include "weights/byte_reader.hpp"

namespace unseen {
namespace {

using nlohmann::json;

constexpr std::uint64_t kLongestHeader = 100'000'000;
constexpr int kDeepestHeader = 4;  // {"name": {"shape": [1]}}

/// An object that names a key twice, or more depth than a header has, is none of a header's.
json parse_header(std::string_view text) {
  bool good = true;
  std::vector<std::set<std::string>> keys;
  const auto watch = [&](int depth, json::parse_event_t event, json& parsed) {
    good &= depth < kDeepestHeader;
    if (event == json::parse_event_t::object_start) keys.emplace_back();
    if (event == json::parse_event_t::object_end) keys.pop_back();
    if (event == json::parse_event_t::key) good &= keys.back().insert(parsed.get<std::string>()).second;
    return good;
  };
  auto header = json::parse(text, watch, /*allow_exceptions=*/false);
  if (!good) throw InputError{"its header names a tensor twice or is nested"};
  if (!header.is_object()) throw InputError{"its header is no JSON table"};
  return header;
}

std::uint64_t whole(const json& number) {
  if (!number.is_number_unsigned()) throw InputError{"wanted a whole number that is not negative"};
  return number.get<std::uint64_t>();
}

struct Entry {
  std::string name;
  std::uint64_t begin, end;
  ElementType type;
  std::vector<std::int64_t> shape;
};

Entry entry(const std::string& name, const json& item) {
  try {
    const auto& offsets = item.at("data_offsets");
    const auto& shape = item.at("shape");
    if (!offsets.is_array() || offsets.size() != 2) throw InputError{"two data_offsets are wanted"};
    if (!shape.is_array()) throw InputError{"its shape is no list of numbers"};
    Entry result{
        name, whole(offsets[0]), whole(offsets[1]), element_type(item.at("dtype").get<std::string>()), {}};
    for (const auto& size : shape) {
      if (whole(size) > INT64_MAX) throw InputError{"an impossible shape"};
      result.shape.push_back(size.get<std::int64_t>());
    }
    if (result.end < result.begin ||
        (result.end - result.begin) != element_count(result.shape) * bytes_of(result.type)) {
      throw InputError{"its bytes do not fit its shape"};
    }
    return result;
  } catch (const std::exception& error) {
    throw InputError{"tensor \"" + name + "\": " + error.what()};
  }
}

/// By place in the file; each must begin where the one before ends, and the last end with the file.
std::vector<Entry> entries(const json& header, std::uint64_t data_size) {
  std::vector<Entry> all;
  for (const auto& [name, item] : header.items()) {
    if (name != "__metadata__") all.push_back(entry(name, item));
  }
  std::sort(all.begin(), all.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.begin, a.end) < std::tie(b.begin, b.end);
  });
  std::uint64_t at = 0;
  for (const auto& item : all) {
    if (item.begin != at) throw InputError{"tensor \"" + item.name + "\" overlaps another or leaves a hole"};
    at = item.end;
  }
  if (at != data_size) {
    throw InputError{"its tensors take " + std::to_string(at) + " bytes, it holds " +
                     std::to_string(data_size)};
  }
  return all;
}

std::map<std::string, std::string> metadata_of(const json& header) {
  std::map<std::string, std::string> metadata;
  if (!header.contains("__metadata__")) return metadata;
  if (!header["__metadata__"].is_object()) throw InputError{"its __metadata__ is no table"};
  for (const auto& [key, value] : header["__metadata__"].items()) {
    if (!value.is_string()) throw InputError{"its __metadata__ holds more than texts"};
    metadata[key] = value.get<std::string>();
  }
  return metadata;
}

}  // namespace

TensorTable read_safetensors_bytes(std::span<const std::byte> bytes) {
  ByteReader reader{bytes};
  const auto size = reader.number<std::uint64_t>();
  if (size > kLongestHeader)
    throw InputError{"it is no safetensors file: its header would be " + std::to_string(size) +
                     " bytes long"};
  const auto header = parse_header(reader.text(size));
  const auto data = reader.take(reader.left());
  TensorTable table{{}, metadata_of(header), nullptr};
  for (auto& item : entries(header, data.size())) {
    const auto storage = data.subspan(item.begin, item.end - item.begin);
    auto strides = contiguous_strides(item.shape);
    table.tensors.emplace(item.name,
                          StoredTensor{item.type, std::move(item.shape), std::move(strides), storage});
  }
  return table;
}

}  // namespace unseen
