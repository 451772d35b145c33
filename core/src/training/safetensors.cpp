#include "training/safetensors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include <unseen/error.hpp>

#include "sdk/atomic_file.hpp"
#include "sdk/sha256.hpp"

namespace unseen {
namespace {

using nlohmann::json;

constexpr std::uint64_t kLongestHeader = 100'000'000;

const std::map<std::string, torch::ScalarType>& types() {
  static const std::map<std::string, torch::ScalarType> kTypes{
      {"BOOL", torch::kBool}, {"U8", torch::kByte},   {"I8", torch::kChar},  {"I16", torch::kShort},
      {"I32", torch::kInt},   {"I64", torch::kLong},  {"F16", torch::kHalf}, {"BF16", torch::kBFloat16},
      {"F32", torch::kFloat}, {"F64", torch::kDouble}};
  return kTypes;
}

std::string type_text(torch::ScalarType type) {
  for (const auto& [text, known] : types()) {
    if (known == type) return text;
  }
  throw Error{std::string{"a tensor of type "} + c10::toString(type) + " has no place in a safetensors file"};
}

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& what) {
  throw InputError{path.string() + ": " + what +
                   "; the file is damaged or no safetensors file: fetch or make it again"};
}

/// Product of the shape times the size of one element; refuses overflow and negative sizes.
std::uint64_t byte_count(const std::filesystem::path& path, const std::string& name,
                         const std::vector<std::int64_t>& shape, torch::ScalarType type) {
  std::uint64_t count = c10::elementSize(type);
  for (const auto size : shape) {
    if (size < 0 || __builtin_mul_overflow(count, static_cast<std::uint64_t>(size), &count)) {
      refuse(path, "tensor \"" + name + "\" has an impossible shape");
    }
  }
  return count;
}

struct Entry {
  std::string name;
  torch::ScalarType type;
  std::vector<std::int64_t> shape;
  std::uint64_t begin, end;
};

Entry entry(const std::filesystem::path& path, const std::string& name, const json& item) {
  try {
    const auto& type = types().at(item.at("dtype").get<std::string>());
    const auto offsets = item.at("data_offsets").get<std::vector<std::uint64_t>>();
    Entry result{name, type, item.at("shape").get<std::vector<std::int64_t>>(), offsets.at(0), offsets.at(1)};
    if (result.end < result.begin ||
        result.end - result.begin != byte_count(path, name, result.shape, type)) {
      refuse(path, "tensor \"" + name + "\": its bytes do not fit its shape");
    }
    return result;
  } catch (const Error&) {
    throw;
  } catch (const std::exception& error) {
    refuse(path, "tensor \"" + name + "\": malformed entry (" + error.what() + ")");
  }
}

json parse_header(const std::filesystem::path& path, std::string_view text) {
  bool twice = false;
  std::vector<std::set<std::string>> keys;
  const auto watch = [&](int, json::parse_event_t event, json& parsed) {
    if (event == json::parse_event_t::object_start) keys.emplace_back();
    if (event == json::parse_event_t::object_end) keys.pop_back();
    if (event == json::parse_event_t::key) twice |= !keys.back().insert(parsed.get<std::string>()).second;
    return true;
  };
  const auto header = json::parse(text, watch, /*allow_exceptions=*/false);
  if (!header.is_object()) refuse(path, "its header is not a JSON table");
  if (twice) refuse(path, "its header names a tensor twice");
  return header;
}

/// Entries sorted by place; each must begin where the one before ends, and the last end with the file.
std::vector<Entry> entries(const std::filesystem::path& path, const json& header, std::uint64_t data_size) {
  std::vector<Entry> all;
  for (const auto& [name, item] : header.items()) {
    if (name != "__metadata__") all.push_back(entry(path, name, item));
  }
  std::sort(all.begin(), all.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.begin, a.end) < std::tie(b.begin, b.end);
  });
  std::uint64_t at = 0;
  for (const auto& item : all) {
    if (item.begin != at) refuse(path, "tensor \"" + item.name + "\" overlaps another or leaves a hole");
    at = item.end;
  }
  if (at != data_size)
    refuse(path, fmt::format("its tensors take {} bytes, the file holds {}", at, data_size));
  return all;
}

}  // namespace

TensorFile read_safetensors(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  if (!file) throw InputError{path.string() + ": cannot be read; is the path right?"};
  const auto size = std::filesystem::file_size(path);
  std::uint64_t header_size = 0;
  file.read(reinterpret_cast<char*>(&header_size), 8);
  if (size < 8 || header_size > kLongestHeader || header_size > size - 8) {
    refuse(path, fmt::format("cut short or not safetensors: {} bytes", size));
  }
  std::string text(header_size, '\0');
  file.read(text.data(), static_cast<std::streamsize>(header_size));
  const auto header = parse_header(path, text);

  TensorFile result;
  if (header.contains("__metadata__")) {
    result.metadata = header["__metadata__"].get<std::map<std::string, std::string>>();
  }
  for (const auto& item : entries(path, header, size - 8 - header_size)) {
    auto tensor = torch::empty(item.shape, item.type);
    file.read(static_cast<char*>(tensor.data_ptr()), static_cast<std::streamsize>(item.end - item.begin));
    result.tensors.emplace(item.name, tensor);
  }
  if (!file) refuse(path, "it ends before its last tensor");
  return result;
}

std::string write_safetensors(const std::filesystem::path& path, const TensorFile& file) {
  std::vector<std::pair<std::string, torch::Tensor>> sorted;
  for (const auto& [name, tensor] : file.tensors)
    sorted.emplace_back(name, tensor.detach().cpu().contiguous());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return a.second.element_size() > b.second.element_size();
  });
  json header = json::object();
  if (!file.metadata.empty()) header["__metadata__"] = file.metadata;
  std::uint64_t at = 0;
  for (const auto& [name, tensor] : sorted) {
    header[name] = {{"dtype", type_text(tensor.scalar_type())},
                    {"shape", tensor.sizes().vec()},
                    {"data_offsets", {at, at + tensor.nbytes()}}};
    at += tensor.nbytes();
  }
  auto text = header.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');
  const std::uint64_t length = text.size();
  std::vector<std::string_view> parts{{reinterpret_cast<const char*>(&length), 8}, text};
  for (const auto& [name, tensor] : sorted)
    parts.emplace_back(static_cast<const char*>(tensor.data_ptr()), tensor.nbytes());
  write_atomically(path, parts);
  return sha256_file(path);
}

}  // namespace unseen
