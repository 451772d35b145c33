#include "data/crop_store_rows.hpp"

#include <fmt/format.h>

#include <array>
#include <cstring>

#include "data/picture_codec.hpp"

namespace unseen {
namespace {

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

/// Looked at with success, by this process or another: whoever reads it already, and the landmarks that were
/// found in it, are left alone.
bool is_settled(SQLite::Database& database, std::int64_t video, std::int64_t frame) {
  SQLite::Statement rows{
      database, "SELECT 1 FROM crop WHERE video = ? AND frame = ? AND (reason IS NULL OR reason = ?)"};
  rows.bind(1, video);
  rows.bind(2, frame);
  rows.bind(3, kNoFace);
  return rows.executeStep();
}

/// The elements of a blob that holds whole ones.
template <class Element>
std::vector<Element> elements_of(const SQLite::Column& column) {
  std::vector<Element> elements(static_cast<std::size_t>(column.getBytes()) / sizeof(Element));
  if (!elements.empty()) std::memcpy(elements.data(), column.getBlob(), elements.size() * sizeof(Element));
  return elements;
}

}  // namespace

std::int64_t video_row(SQLite::Database& database, const std::string& video, const VideoStamp& stamp,
                       std::int64_t frame_count) {
  // Of a file that could not be opened no frame is known, and it may be one that can be opened now.
  SQLite::Statement known{database, "SELECT id, bytes, changed, frames FROM video WHERE path = ?"};
  known.bind(1, video);
  if (known.executeStep()) {
    const auto id = known.getColumn(0).getInt64();
    const VideoStamp stored{known.getColumn(1).getInt64(), known.getColumn(2).getInt64()};
    if (stamp == stored && known.getColumn(3).getInt64() > 0) return id;
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

void add_frame(SQLite::Database& database, std::int64_t video, const CutFrame& frame) {
  if (is_settled(database, video, frame.frame)) return;
  SQLite::Statement add{database,
                        "INSERT OR REPLACE INTO crop (video, frame, face, reason, x, y, found, picture) "
                        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"};
  if (frame.pictures.empty()) add_row(add, video, frame.frame, 0, nullptr, frame.reason);
  for (std::size_t i = 0; i < frame.pictures.size(); ++i) {
    add_row(add, video, frame.frame, static_cast<int>(i), &frame.pictures[i], "");
  }
}

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

}  // namespace unseen
