#include "crop_store.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include <unseen/error.hpp>

#include "data/crop_store_rows.hpp"
#include "data/crop_store_schema.hpp"

namespace unseen {
namespace {

constexpr const char* kRead =
    "SELECT picture, x, y, found, points FROM video JOIN crop ON crop.video = video.id "
    "LEFT JOIN landmarks AS l ON l.video = crop.video AND l.frame = crop.frame AND l.face = crop.face "
    "AND finder = ?1 WHERE path = ?2 AND bytes = ?3 AND changed = ?4 AND crop.frame = ?5 AND crop.face = ?6";
constexpr const char* kWithoutLandmarks =
    "SELECT crop.frame, crop.face FROM video JOIN crop ON crop.video = video.id "
    "LEFT JOIN landmarks AS l ON l.video = crop.video AND l.frame = crop.frame AND l.face = crop.face "
    "AND finder = ?1 WHERE path = ?2 AND bytes = ?3 AND changed = ?4 AND found IS NOT NULL "
    "AND points IS NULL ORDER BY crop.frame, crop.face";
constexpr const char* kPutLandmarks =
    "INSERT OR REPLACE INTO landmarks (finder, video, frame, face, points) "
    "SELECT ?1, id, ?5, ?6, ?7 FROM video WHERE path = ?2 AND bytes = ?3 AND changed = ?4";

void bind_video(SQLite::Statement& statement, int first, const std::string& video, const VideoStamp& stamp) {
  statement.bindNoCopy(first, video);
  statement.bind(first + 1, stamp.bytes);
  statement.bind(first + 2, stamp.changed);
}

}  // namespace

/// One connection with the statements that are asked for every frame.
struct CropStore::Connection {
  explicit Connection(const std::filesystem::path& file) : database{opened_crop_store(file)} {}

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
    make_crop_store(connection.database, file_);
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

void CropStore::put(const std::string& video, const VideoStamp& stamp, std::int64_t frame_count,
                    const std::vector<CutFrame>& frames) {
  with_connection([&](Connection& connection) {
    SQLite::Transaction transaction{connection.database, SQLite::TransactionBehavior::IMMEDIATE};
    const auto id = video_row(connection.database, video, stamp, frame_count);
    for (const auto& frame : frames) add_frame(connection.database, id, frame);
    transaction.commit();
    return true;
  });
}

StoredPicture CropStore::read(const PictureKey& key, const std::string& finder) const {
  return with_connection([&](Connection& connection) {
    if (!connection.read) connection.read.emplace(connection.database, kRead);
    auto& statement = *connection.read;
    statement.bindNoCopy(1, finder);
    bind_video(statement, 2, key.video, key.stamp);
    statement.bind(5, key.frame);
    statement.bind(6, key.face);
    const auto found = statement.executeStep() && !statement.isColumnNull(0);
    auto picture = found ? picture_of(statement) : StoredPicture{};
    statement.reset();
    if (picture.rgb.empty()) refuse(key, found);
    return picture;
  });
}

void CropStore::refuse(const PictureKey& key, bool is_damaged) const {
  const auto video = find(key.video);
  if (video && video->stamp != key.stamp) {
    throw Error{fmt::format(
        "{}: was cut anew into {} since this command began, for its file had changed; run the command again",
        key.video, file_.string())};
  }
  throw Error{fmt::format("{}: {} frame {} of {}; delete the file, and its pictures are cut again",
                          file_.string(), is_damaged ? "damaged picture of" : "no picture of", key.frame,
                          key.video)};
}

std::vector<FacePlace> CropStore::without_landmarks(const std::string& video, const VideoStamp& stamp,
                                                    const std::string& finder) const {
  return with_connection([&](Connection& connection) {
    SQLite::Statement rows{connection.database, kWithoutLandmarks};
    rows.bind(1, finder);
    bind_video(rows, 2, video, stamp);
    std::vector<FacePlace> places;
    while (rows.executeStep()) places.push_back({rows.getColumn(0).getInt64(), rows.getColumn(1).getInt()});
    return places;
  });
}

void CropStore::put_landmarks(const std::string& video, const VideoStamp& stamp, const std::string& finder,
                              const std::vector<FacePlace>& places,
                              const std::vector<std::vector<cv::Point2f>>& landmarks) {
  with_connection([&](Connection& connection) {
    SQLite::Transaction transaction{connection.database, SQLite::TransactionBehavior::IMMEDIATE};
    SQLite::Statement add{connection.database, kPutLandmarks};
    for (std::size_t i = 0; i < places.size(); ++i) {
      add.reset();
      add.bind(1, finder);
      bind_video(add, 2, video, stamp);
      add.bind(5, places[i].frame);
      add.bind(6, places[i].face);
      add.bind(7, landmarks[i].data(), static_cast<int>(landmarks[i].size() * sizeof(cv::Point2f)));
      add.exec();
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
