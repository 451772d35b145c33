#include "app/door/score_output.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include <unseen/error.hpp>

#include "metrics/video_score.hpp"
#include "sdk/csv_line.hpp"

namespace unseen {
namespace {

/// fmt says nothing of a full disk or a closed pipe before the buffer is flushed.
void require_written() {
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    throw Error{std::string{"stdout: cannot be written: "} + std::strerror(errno)};
  }
}

}  // namespace

ScoreOutput::ScoreOutput(bool json, bool frames) : json_{json}, frames_{frames} {
  if (!json_) fmt::print("{}", csv_line({"path", frames_ ? "frame" : "frames", "p_fake", "error"}));
}

void ScoreOutput::put(const ScoredFile& file) {
  if (frames_) {
    for (std::size_t i = 0; i < file.frames.size(); ++i) row(file.file, file.frames[i], file.scores[i], "");
    if (!file.damage.empty()) row(file.file, std::nullopt, std::nullopt, file.damage);
  } else {
    const auto frames = static_cast<std::int64_t>(file.frames.size());
    const auto score = file.scores.empty() ? std::nullopt : std::optional{video_score(file.scores)};
    row(file.file, frames, score, file.damage);
  }
  require_written();
}

void ScoreOutput::row(const std::filesystem::path& path, std::optional<std::int64_t> number,
                      std::optional<double> score, const std::string& error) const {
  if (!json_) {
    fmt::print("{}", csv_line({path.string(), number ? fmt::format("{}", *number) : "",
                               score ? fmt::format("{:.6f}", *score) : "", error}));
    return;
  }
  nlohmann::json line{{"path", path.string()}, {"p_fake", nullptr}};
  line[frames_ ? "frame" : "frames"] = nullptr;
  if (number) line[frames_ ? "frame" : "frames"] = *number;
  if (score) line["p_fake"] = *score;
  if (!error.empty()) line["error"] = error;
  fmt::print("{}\n", line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace unseen
