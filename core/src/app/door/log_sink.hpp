#pragma once

#include "results/run_log.hpp"
#include "training/run_sink.hpp"

namespace unseen {

/// Training's sink onto the database's log.
class LogSink final : public RunSink {
 public:
  explicit LogSink(RunLog& log) : log_{log} {}

  void metric(const std::string& name, std::int64_t step, std::int64_t epoch, double value) override {
    log_.metric(name, step, epoch, value);
  }
  void event(const std::string& kind, const std::string& text) override { log_.event(kind, text); }
  void artifact(const std::string& name, const std::string& path, const std::string& sha256,
                std::int64_t bytes) override {
    log_.artifact(name, path, sha256, bytes);
  }
  void flush() override { log_.flush(); }

 private:
  RunLog& log_;
};

}  // namespace unseen
