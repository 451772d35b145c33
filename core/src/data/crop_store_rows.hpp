#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include "data/stored_frames.hpp"

namespace unseen {

/// The id of a video's row, made where there is none, emptied where it is of another file content.
std::int64_t video_row(SQLite::Database& database, const std::string& video, const VideoStamp& stamp,
                       std::int64_t frame_count);

/// Puts a frame's pictures, or why there are none, unless it was looked at with success before.
void add_frame(SQLite::Database& database, std::int64_t video, const CutFrame& frame);

/// Of a row (picture, x, y, found, points of landmarks); without pixels where the picture is absent or
/// damaged.
StoredPicture picture_of(SQLite::Statement& row);

}  // namespace unseen
