#include "crop_store.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include <unseen/error.hpp>

#include "data/crop_store_rows.hpp"
#include "data/crop_store_schema.hpp"

namespace unseen {
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
