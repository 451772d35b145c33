#pragma once

namespace unseen {

inline constexpr int kApplicationId =
    0x556E536E;  ///< "UnSn": tells a results database from any other SQLite file

/// Tables and indices of version 1.
extern const char* const kTablesV1;

/// What version 2 adds: tags and notes on runs.
extern const char* const kTablesV2;

/// The views of the present version: the public interface. Each migration ends by making them anew.
extern const char* const kViews;

}  // namespace unseen
