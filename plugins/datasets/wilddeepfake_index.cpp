#include "wilddeepfake_index.hpp"

#include <fmt/format.h>

#include <fstream>
#include <optional>
#include <random>

#include <unseen/cache_folder.hpp>
#include <unseen/error.hpp>

namespace fs = std::filesystem;

namespace {

/// FNV-1a, 64 bits: a name for a path. The file's first line holds the whole path.
std::uint64_t hash_of(const std::string& text) {
  std::uint64_t hash = 14695981039346656037U;
  for (const unsigned char c : text) hash = (hash ^ c) * 1099511628211U;
  return hash;
}

std::string stamp_of(const fs::path& archive) {
  return fmt::format("1 {} {} {}", fs::file_size(archive),
                     fs::last_write_time(archive).time_since_epoch().count(), archive.string());
}

fs::path index_file(const fs::path& archive) {
  return unseen::cache_folder() / "wilddeepfake" /
         fmt::format("{}-{:016x}.index", archive.filename().string(), hash_of(archive.string()));
}

/// Nothing where it is of another archive or another state of it, or not whole.
std::optional<std::vector<StoredSequence>> read_index(const fs::path& file, const std::string& stamp) {
  std::ifstream text{file};
  std::string line;
  std::size_t count = 0;
  if (!std::getline(text, line) || line != stamp || !(text >> count)) return std::nullopt;
  std::vector<StoredSequence> sequences;
  StoredSequence next;
  while (text >> next.frames >> next.bytes && text.get() == ' ' && std::getline(text, next.folder))
    sequences.push_back(next);
  if (sequences.size() != count) return std::nullopt;
  return sequences;
}

/// Written whole under another name first, so that no reader meets half of it.
void write_index(const fs::path& file, const std::string& stamp,
                 const std::vector<StoredSequence>& sequences) {
  std::error_code ignored;  // without a place to keep it, the archive is listed again next time
  fs::create_directories(file.parent_path(), ignored);
  const auto part = fs::path{fmt::format("{}.{:08x}.part", file.string(), std::random_device{}())};
  std::ofstream text{part};
  text << stamp << '\n' << sequences.size() << '\n';
  for (const auto& each : sequences) text << each.frames << ' ' << each.bytes << ' ' << each.folder << '\n';
  text.close();
  if (text) fs::rename(part, file, ignored);
  fs::remove(part, ignored);
}

}  // namespace

std::vector<StoredSequence> indexed_sequences(const fs::path& archive) {
  const auto whole = fs::weakly_canonical(archive);
  const auto stamp = stamp_of(whole);
  const auto file = index_file(whole);
  if (auto known = read_index(file, stamp)) return *std::move(known);
  auto sequences = stored_sequences(whole);
  write_index(file, stamp, sequences);
  return sequences;
}
