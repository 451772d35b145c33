#include "crop_store.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include <array>
#include <cstring>

#include <unseen/error.hpp>

#include "data/picture_codec.hpp"

namespace unseen {
namespace {

constexpr int kApplication = 0x554E5343;  // "UNSC"
constexpr int kVersion = 2;
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
    landmarks BLOB,
    finder  TEXT,
    picture BLOB,
    PRIMARY KEY (video, frame, face),
    CHECK ((picture IS NULL) <> (reason IS NULL))
  ) STRICT;
)sql";

int pragma(SQLite::Database& database, const char* name) {
  return database.execAndGet(fmt::format("PRAGMA {}", name)).getInt();
}

SQLite::Database opened(const std::filesystem::path& file) {
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

void make_schema(SQLite::Database& database, const std::filesystem::path& file) {
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

}  // namespace

/// One connection with the statements that are asked for every frame.
struct CropStore::Connection {
  explicit Connection(const std::filesystem::path& file) : database{opened(file)} {}

  SQLite::Database database;
  std::optional<SQLite::Statement> read;
};

/// Every call runs on a connection of its own, and gives it back unless the call failed on it.
template <class Action>
auto CropStore::with_connection(const Action& action) const {
  try {
    auto connection = take();
    auto result = action(*connection);
    give_back(std::move(connection));
    return result;
  } catch (const SQLite::Exception& error) {
    throw Error{fmt::format(
        "{}: {}; is the disk full, or the file damaged? It is a cache: it may be deleted, and its "
        "pictures are cut again",
        file_.string(), error.what())};
  }
}

std::unique_ptr<CropStore::Connection> CropStore::take() const {
  {
    const std::lock_guard lock{mutex_};
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
  }
  return std::make_unique<Connection>(file_);
}

void CropStore::give_back(std::unique_ptr<Connection> connection) const {
  const std::lock_guard lock{mutex_};
  idle_.push_back(std::move(connection));
}

CropStore::CropStore(std::filesystem::path file) : file_{std::move(file)} {
  std::error_code failed;
  if (file_.has_parent_path()) std::filesystem::create_directories(file_.parent_path(), failed);
  if (failed) {
    throw Error{fmt::format("{}: cannot be made: {}; set UNSEEN_CACHE to a folder that can be written",
                            file_.parent_path().string(), failed.message())};
  }
  with_connection([this](Connection& connection) {
    make_schema(connection.database, file_);
    return true;
  });
}

CropStore::~CropStore() = default;

std::optional<StoredVideo> CropStore::find(const std::string& video) const {
  return with_connection([&](Connection& connection) -> std::optional<StoredVideo> {
    // One transaction, so that a stamp and its frames belong together while another process cuts the video
    // again.
    SQLite::Transaction transaction{connection.database};
    SQLite::Statement head{connection.database,
                           "SELECT id, bytes, changed, frames FROM video WHERE path = ?"};
    head.bind(1, video);
    if (!head.executeStep()) return std::nullopt;
    StoredVideo found{
        {head.getColumn(1).getInt64(), head.getColumn(2).getInt64()}, head.getColumn(3).getInt64(), {}};
    SQLite::Statement rows{connection.database,
                           "SELECT frame, ifnull(max(reason), ''), sum(reason IS NULL) FROM crop "
                           "WHERE video = ? GROUP BY frame ORDER BY frame"};
    rows.bind(1, head.getColumn(0).getInt64());
    while (rows.executeStep()) {
      found.frames.push_back(
          {rows.getColumn(0).getInt64(), rows.getColumn(1).getString(), rows.getColumn(2).getInt()});
    }
    return found;
  });
}

namespace {

/// The id of a video's row, made where there is none, emptied where it is of another file content.
std::int64_t video_row(SQLite::Database& database, const std::string& video, const VideoStamp& stamp,
                       std::int64_t frame_count) {
  SQLite::Statement known{database, "SELECT id, bytes, changed FROM video WHERE path = ?"};
  known.bind(1, video);
  if (known.executeStep()) {
    const auto id = known.getColumn(0).getInt64();
    if (stamp == VideoStamp{known.getColumn(1).getInt64(), known.getColumn(2).getInt64()}) return id;
    database.exec(fmt::format("DELETE FROM crop WHERE video = {0}; DELETE FROM video WHERE id = {0}", id));
  }
  SQLite::Statement add{database, "INSERT INTO video (path, bytes, changed, frames) VALUES (?, ?, ?, ?)"};
  add.bind(1, video);
  add.bind(2, stamp.bytes);
  add.bind(3, stamp.changed);
  add.bind(4, frame_count);
  add.exec();
  return database.getLastInsertRowid();
}

/// A face as the store keeps it.
using FaceNumbers = std::array<float, 15>;

FaceNumbers numbers_of(const Face& face) {
  FaceNumbers numbers{face.box.x, face.box.y, face.box.width, face.box.height, face.probability};
  for (std::size_t i = 0; i < face.points.size(); ++i) {
    numbers.at(5 + 2 * i) = face.points.at(i).x;
    numbers.at(6 + 2 * i) = face.points.at(i).y;
  }
  return numbers;
}

Face face_of(const FaceNumbers& numbers) {
  Face face{{numbers[0], numbers[1], numbers[2], numbers[3]}, numbers[4], {}};
  for (std::size_t i = 0; i < face.points.size(); ++i) {
    face.points.at(i) = {numbers.at(5 + 2 * i), numbers.at(6 + 2 * i)};
  }
  return face;
}

void add_row(SQLite::Statement& add, std::int64_t video, std::int64_t frame, int face,
             const CutFrame::Picture* picture, const std::string& reason) {
  add.reset();
  add.clearBindings();
  add.bind(1, video);
  add.bind(2, frame);
  add.bind(3, face);
  FaceNumbers numbers{};
  if (picture == nullptr) {
    add.bind(4, reason);
  } else {
    add.bind(5, picture->corner.x);
    add.bind(6, picture->corner.y);
    if (picture->face) {
      numbers = numbers_of(*picture->face);
      add.bindNoCopy(7, numbers.data(), static_cast<int>(sizeof numbers));
    }
    add.bindNoCopy(8, picture->bytes.data(), static_cast<int>(picture->bytes.size()));
  }
  add.exec();
}

void add_frame(SQLite::Statement& add, std::int64_t video, const CutFrame& frame) {
  if (frame.pictures.empty()) add_row(add, video, frame.frame, 0, nullptr, frame.reason);
  for (std::size_t i = 0; i < frame.pictures.size(); ++i) {
    add_row(add, video, frame.frame, static_cast<int>(i), &frame.pictures[i], "");
  }
}

/// The elements of a blob that holds whole ones.
template <class Element>
std::vector<Element> elements_of(const SQLite::Column& column) {
  std::vector<Element> elements(static_cast<std::size_t>(column.getBytes()) / sizeof(Element));
  if (!elements.empty()) std::memcpy(elements.data(), column.getBlob(), elements.size() * sizeof(Element));
  return elements;
}

/// Nothing where the picture is absent or damaged.
StoredPicture picture_of(SQLite::Statement& row) {
  StoredPicture result;
  if (row.isColumnNull(0)) return result;
  const auto column = row.getColumn(0);
  result.rgb = decode_picture(
      {static_cast<const std::uint8_t*>(column.getBlob()), static_cast<std::size_t>(column.getBytes())});
  result.corner = {row.getColumn(1).getInt(), row.getColumn(2).getInt()};
  const auto found = elements_of<FaceNumbers>(row.getColumn(3));
  if (!found.empty()) result.face = face_of(found.front());
  result.landmarks = elements_of<cv::Point2f>(row.getColumn(4));
  return result;
}

}  // namespace

void CropStore::put(const std::string& video, const VideoStamp& stamp, std::int64_t frame_count,
                    const std::vector<CutFrame>& frames) {
  with_connection([&](Connection& connection) {
    SQLite::Transaction transaction{connection.database, SQLite::TransactionBehavior::IMMEDIATE};
    const auto id = video_row(connection.database, video, stamp, frame_count);
    // Another process may have put the same frame meanwhile: it is the same picture.
    SQLite::Statement add{connection.database,
                          "INSERT OR REPLACE INTO crop (video, frame, face, reason, x, y, found, picture) "
                          "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"};
    for (const auto& frame : frames) add_frame(add, id, frame);
    transaction.commit();
    return true;
  });
}

StoredPicture CropStore::read(const std::string& video, std::int64_t frame, int face) const {
  return with_connection([&](Connection& connection) {
    if (!connection.read) {
      connection.read.emplace(
          connection.database,
          "SELECT picture, x, y, found, landmarks FROM crop JOIN video ON video.id = crop.video "
          "WHERE path = ? AND frame = ? AND face = ?");
    }
    auto& statement = *connection.read;
    statement.bindNoCopy(1, video);
    statement.bind(2, frame);
    statement.bind(3, face);
    const auto found = statement.executeStep() && !statement.isColumnNull(0);
    auto picture = found ? picture_of(statement) : StoredPicture{};
    statement.reset();
    if (picture.rgb.empty()) {
      throw Error{fmt::format("{}: {} frame {} of {}; delete the file, and its pictures are cut again",
                              file_.string(), found ? "damaged picture of" : "no picture of", frame, video)};
    }
    return picture;
  });
}

std::vector<FacePlace> CropStore::without_landmarks(const std::string& video,
                                                    const std::string& finder) const {
  return with_connection([&](Connection& connection) {
    SQLite::Statement rows{
        connection.database,
        "SELECT frame, face FROM crop JOIN video ON video.id = crop.video WHERE path = ? AND "
        "found IS NOT NULL AND finder IS NOT ? ORDER BY frame, face"};
    rows.bind(1, video);
    rows.bind(2, finder);
    std::vector<FacePlace> places;
    while (rows.executeStep()) places.push_back({rows.getColumn(0).getInt64(), rows.getColumn(1).getInt()});
    return places;
  });
}

void CropStore::put_landmarks(const std::string& video, const std::string& finder,
                              const std::vector<FacePlace>& places,
                              const std::vector<std::vector<cv::Point2f>>& landmarks) {
  with_connection([&](Connection& connection) {
    SQLite::Transaction transaction{connection.database, SQLite::TransactionBehavior::IMMEDIATE};
    SQLite::Statement set{
        connection.database,
        "UPDATE crop SET landmarks = ?, finder = ? WHERE frame = ? AND face = ? AND video = "
        "(SELECT id FROM video WHERE path = ?)"};
    for (std::size_t i = 0; i < places.size(); ++i) {
      set.reset();
      set.bind(1, landmarks[i].data(), static_cast<int>(landmarks[i].size() * sizeof(cv::Point2f)));
      set.bind(2, finder);
      set.bind(3, places[i].frame);
      set.bind(4, places[i].face);
      set.bind(5, video);
      set.exec();
    }
    transaction.commit();
    return true;
  });
}

std::string CropStore::damage() const {
  return with_connection([](Connection& connection) {
    const auto found = connection.database.execAndGet("PRAGMA integrity_check").getString();
    return found == "ok" ? std::string{} : found;
  });
}

}  // namespace unseen
