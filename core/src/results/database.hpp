#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace unseen {

class Connection;

/// One connection to a results file. Movable; of one thread at a time; never carried over fork().
/// Every call waits while another process holds the file, for as long as that takes, and says so once on
/// stderr. Error (naming the file and the remedy) where the disk is full, or the file damaged or
/// write-protected.
class Database {
 public:
  /// Opens for writing. Makes the file and its folder where absent; brings an older file up to date after a
  /// backup beside it. Error where the file is of a newer program, of another program, or cannot be written.
  static Database open(const std::filesystem::path& file);

  /// Opens what is there and writes nothing by itself. InputError where there is no file or it holds no
  /// results yet; Error where it is of a newer, an older or another program.
  static Database open_existing(const std::filesystem::path& file);

  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  /// Absolute.
  const std::filesystem::path& file() const { return file_; }

  /// True where the system lets nobody write the file: mark_lost() then changes nothing.
  bool read_only() const;

  /// For this room alone.
  Connection& connection() const { return *connection_; }

 private:
  Database(std::filesystem::path file, std::unique_ptr<Connection> connection);

  std::filesystem::path file_;
  std::unique_ptr<Connection> connection_;
};

/// Where a run keeps checkpoints and logs: runs/<run_id> beside the results file. Not created here.
std::filesystem::path run_folder(const Database& database, const std::string& run_id);

}  // namespace unseen
