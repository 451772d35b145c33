#include "wilddeepfake_archive.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <memory>

#include <unseen/error.hpp>
#include <unseen/image_file.hpp>

#include "shared/natural_order.hpp"

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kReadAtOnce = 1 << 20;
constexpr std::int64_t kTarBlock = 512;
constexpr std::uintmax_t kLargestFrame = 256 << 20;

std::int64_t in_blocks(std::int64_t bytes) { return (bytes + kTarBlock - 1) / kTarBlock * kTarBlock; }

/// The images of a tar, one after the other.
class TarReader {
 public:
  explicit TarReader(const fs::path& file) : file_{file}, tar_{archive_read_new()} {
    archive_read_support_filter_all(tar_.get());
    archive_read_support_format_tar(tar_.get());
    check(archive_read_open_filename(tar_.get(), file.c_str(), kReadAtOnce));
  }

  /// False at the end.
  bool next() {
    while (true) {
      const auto code = archive_read_next_header(tar_.get(), &entry_);
      if (code == ARCHIVE_EOF) {
        check_end();
        return false;
      }
      check(code);
      const auto* name = archive_entry_pathname(entry_);
      if (name == nullptr) refuse("a file without a name");
      name_ = name;
      end_ = archive_read_header_position(tar_.get()) + kTarBlock + in_blocks(archive_entry_size(entry_));
      const auto hidden = name_.filename().string().starts_with('.');
      if (archive_entry_filetype(entry_) == AE_IFREG && !hidden && unseen::is_image_file(name_)) return true;
    }
  }

  const fs::path& name() const { return name_; }
  std::string folder() const { return name_.parent_path().lexically_normal().generic_string(); }
  std::uintmax_t size() const { return static_cast<std::uintmax_t>(archive_entry_size(entry_)); }

  std::string bytes() {
    if (size() > kLargestFrame)
      refuse(fmt::format("{} of {} bytes, which is no frame", name_.string(), size()));
    std::string all(size(), '\0');
    std::size_t got = 0;
    while (got < all.size()) {
      const auto count = archive_read_data(tar_.get(), all.data() + got, all.size() - got);
      if (count <= 0) damaged();
      got += static_cast<std::size_t>(count);
    }
    return all;
  }

 private:
  struct Close {
    void operator()(archive* tar) const { archive_read_free(tar); }
  };

  void check(int code) const {
    if (code < ARCHIVE_WARN) damaged();
  }

  [[noreturn]] void damaged() const {
    const auto* why = archive_error_string(tar_.get());
    refuse(why == nullptr ? "it ends too early" : why);
  }

  [[noreturn]] void refuse(const std::string& why) const {
    throw unseen::Error{
        fmt::format("{}: wanted a whole tar of frames, found: {}; fetch it again or take it out of "
                    "the data set",
                    file_.string(), why)};
  }

  /// Where nothing is compressed, data are leapt over, and both a leap beyond the end and a cut between two
  /// files look like the end. A whole tar has an empty block after its last file.
  void check_end() const {
    if (archive_filter_code(tar_.get(), 0) == ARCHIVE_FILTER_NONE && end_ + kTarBlock > file_size())
      refuse("its end is missing");
  }

  std::int64_t file_size() const { return static_cast<std::int64_t>(fs::file_size(file_)); }

  fs::path file_;
  std::unique_ptr<archive, Close> tar_;
  archive_entry* entry_ = nullptr;
  fs::path name_;
  std::int64_t end_ = 0;  // of the last file, at the least
};

}  // namespace

bool is_archive(const fs::path& file) {
  const auto name = file.filename().string();
  return name.ends_with(".tar.gz") || name.ends_with(".tgz") || name.ends_with(".tar");
}

std::vector<StoredSequence> stored_sequences(const fs::path& archive) {
  std::map<std::string, std::map<std::string, std::uintmax_t>, datasets::NaturalOrder> folders;
  for (TarReader tar{archive}; tar.next();) folders[tar.folder()][tar.name().string()] = tar.size();
  std::vector<StoredSequence> sequences;
  for (const auto& [folder, sizes] : folders) {
    auto& sequence = sequences.emplace_back(StoredSequence{folder, static_cast<std::int64_t>(sizes.size())});
    for (const auto& [name, bytes] : sizes) sequence.bytes += bytes;
  }
  return sequences;
}

std::map<std::string, StoredFrames> stored_frames(const fs::path& archive,
                                                  const std::set<std::string>& folders) {
  std::map<std::string, std::map<std::string, std::string, datasets::NaturalOrder>> read;
  for (TarReader tar{archive}; tar.next();) {
    if (folders.contains(tar.folder())) read[tar.folder()][tar.name().string()] = tar.bytes();
  }
  std::map<std::string, StoredFrames> result;
  for (auto& [folder, frames] : read) {
    for (auto& [name, bytes] : frames) result[folder].emplace_back(name, std::move(bytes));
  }
  return result;
}
