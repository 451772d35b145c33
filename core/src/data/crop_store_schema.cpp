#include "data/crop_store_schema.hpp"

#include <SQLiteCpp/Transaction.h>

#include <fmt/format.h>

#include <unseen/error.hpp>

namespace unseen {
namespace {

constexpr int kApplication = 0x554E5343;  // "UNSC"
constexpr int kVersion = 3;
constexpr int kBusyMilliseconds = 120'000;
// `picture` stands last: SQLite walks over everything that stands before the column it wants. `found` holds a
// face's box, probability and points as float32 in this machine's order.
constexpr const char* kSchema = R"sql(
  CREATE TABLE video (
    id      INTEGER PRIMARY KEY,
    path    TEXT NOT NULL UNIQUE,
    bytes   INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    frames  INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE crop (
    video   INTEGER NOT NULL REFERENCES video (id),
    frame   INTEGER NOT NULL,
    face    INTEGER NOT NULL,
    reason  TEXT,
    x       INTEGER,
    y       INTEGER,
    found   BLOB,
    picture BLOB,
    PRIMARY KEY (video, frame, face),
    CHECK ((picture IS NULL) <> (reason IS NULL))
  ) STRICT;
  CREATE TABLE landmarks (
    video   INTEGER NOT NULL,
    frame   INTEGER NOT NULL,
    face    INTEGER NOT NULL,
    finder  TEXT NOT NULL,
    points  BLOB NOT NULL,
    PRIMARY KEY (video, frame, face, finder),
    FOREIGN KEY (video, frame, face) REFERENCES crop (video, frame, face) ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;
)sql";

int pragma(SQLite::Database& database, const char* name) {
  return database.execAndGet(fmt::format("PRAGMA {}", name)).getInt();
}

}  // namespace

SQLite::Database opened_crop_store(const std::filesystem::path& file) {
  SQLite::Database database{
      file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX, kBusyMilliseconds};
  // Large pages suit pictures. No WAL: the store may lie on a network disk, and Debian 12's SQLite has the
  // WAL-reset defect. TRUNCATE and not DELETE: it spares a change of the folder for every video.
  database.exec("PRAGMA page_size = 16384");
  database.exec("PRAGMA mmap_size = 4294967296");
  database.exec("PRAGMA foreign_keys = ON");
  database.exec("PRAGMA journal_mode = TRUNCATE");
  return database;
}

void make_crop_store(SQLite::Database& database, const std::filesystem::path& file) {
  SQLite::Transaction transaction{database, SQLite::TransactionBehavior::IMMEDIATE};
  const auto tables = database.execAndGet("SELECT count(*) FROM sqlite_schema").getInt();
  if (tables == 0 && pragma(database, "application_id") == 0) {
    database.exec(kSchema);
    database.exec(fmt::format("PRAGMA application_id = {}", kApplication));
    database.exec(fmt::format("PRAGMA user_version = {}", kVersion));
  } else if (pragma(database, "application_id") != kApplication) {
    throw Error{file.string() +
                ": wanted a crop store, found another SQLite file; move it away, or set UNSEEN_CACHE to "
                "another folder"};
  } else if (const auto version = pragma(database, "user_version"); version != kVersion) {
    throw Error{fmt::format(
        "{}: wanted a crop store of version {}, found version {}; delete it, and its pictures are "
        "cut again",
        file.string(), kVersion, version)};
  }
  transaction.commit();
}

}  // namespace unseen
