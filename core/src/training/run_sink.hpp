#pragma once

#include <cstdint>
#include <string>

namespace unseen {

/// Where training writes what it measures. Made by the caller: training knows no database.
class RunSink {
 public:
  virtual ~RunSink() = default;
  virtual void metric(const std::string& name, std::int64_t step, std::int64_t epoch, double value) = 0;
  /// Something a reader of the run should know: a skipped step, a damaged video.
  virtual void event(const std::string& kind, const std::string& text) = 0;
  /// A file of the run, by its path below the run's folder.
  virtual void artifact(const std::string& name, const std::string& path, const std::string& sha256,
                        std::int64_t bytes) = 0;
  /// Everything given so far is safe on return; Error where it is not.
  virtual void flush() = 0;
};

}  // namespace unseen
