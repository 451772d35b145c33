#include "support/tar_file.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <memory>
#include <stdexcept>

namespace unseen {
namespace {

struct Free {
  void operator()(archive* tar) const { archive_write_free(tar); }
  void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};

void add(archive* tar, const std::string& name, const std::string& content) {
  const std::unique_ptr<archive_entry, Free> entry{archive_entry_new()};
  archive_entry_set_pathname(entry.get(), name.c_str());
  archive_entry_set_size(entry.get(), static_cast<std::int64_t>(content.size()));
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0644);
  archive_write_header(tar, entry.get());
  archive_write_data(tar, content.data(), content.size());
}

}  // namespace

void write_tar(const std::filesystem::path& file, const TarMembers& members, bool compressed) {
  std::filesystem::create_directories(file.parent_path());
  const std::unique_ptr<archive, Free> tar{archive_write_new()};
  archive_write_set_format_gnutar(tar.get());
  if (compressed) archive_write_add_filter_gzip(tar.get());
  if (archive_write_open_filename(tar.get(), file.c_str()) != ARCHIVE_OK)
    throw std::runtime_error{file.string() + ": cannot be written"};
  for (const auto& [name, content] : members) add(tar.get(), name, content);
  if (archive_write_close(tar.get()) != ARCHIVE_OK) throw std::runtime_error{file.string() + ": not written"};
}

}  // namespace unseen
