#include "prepare.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <numeric>
#include <thread>
#include <utility>

#include <unseen/error.hpp>

#include "data/frame_choice.hpp"
#include "data/frame_cutter.hpp"
#include "data/plugin_picture.hpp"

namespace unseen {
namespace {

std::vector<std::int64_t> wanted_frames(std::int64_t frame_count, std::int64_t wanted) {
  if (frame_count > 0) return candidate_frames(frame_count, wanted);
  std::vector<std::int64_t> unknown(static_cast<std::size_t>(std::max<std::int64_t>(wanted, 0)));
  std::iota(unknown.begin(), unknown.end(), 0);
  return unknown;
}

PreparedVideo all_missing(std::int64_t wanted, const std::string& reason) {
  PreparedVideo result;
  for (const auto frame : wanted_frames(0, wanted)) result.missing.push_back({frame, reason});
  return result;
}

/// What the store knows of `wanted`; `unknown` gets the frames that it does not.
PreparedVideo look_up(const StoredVideo& stored, const std::vector<std::int64_t>& wanted,
                      std::vector<std::int64_t>& unknown) {
  PreparedVideo result;
  for (const auto frame : wanted) {
    const auto found = std::lower_bound(stored.frames.begin(), stored.frames.end(), frame,
                                        [](const StoredFrame& a, std::int64_t b) { return a.frame < b; });
    if (found == stored.frames.end() || found->frame != frame) {
      unknown.push_back(frame);
    } else if (found->reason.empty()) {
      result.frames.push_back({frame, found->faces});
    } else if (found->is_faceless()) {
      result.faceless.push_back(frame);
    } else {
      result.missing.push_back({frame, found->reason});
    }
  }
  return result;
}

class Preparation {
 public:
  Preparation(const Dataset& dataset, const Manifest& manifest, const FacesConfig& faces,
              const PrepareTools& tools, const OnPrepared& on_prepared)
      : dataset_{dataset}, manifest_{manifest}, faces_{faces}, tools_{tools}, on_prepared_{on_prepared} {
    report_.videos.resize(manifest.videos.size());
    // Processes that fill one store begin at different videos, so that they share the work instead of
    // doubling it.
    if (!manifest.videos.empty())
      first_ = static_cast<std::size_t>(::getpid()) * 7919 % manifest.videos.size();
  }

  /// What each worker runs: the next video that nobody has taken, until none is left or somebody failed.
  void work() {
    try {
      const auto total = manifest_.videos.size();
      for (auto turn = next_++; turn < total && !failed_; turn = next_++) {
        const auto index = (first_ + turn) % total;
        bool cut = false;
        auto result = prepared(manifest_.videos[index], cut);
        note(index, std::move(result), cut);
      }
    } catch (...) {
      const std::lock_guard lock{mutex_};
      if (!failed_.exchange(true)) failure_ = std::current_exception();
    }
  }

  PrepareReport result() {
    if (failure_) std::rethrow_exception(failure_);
    return std::move(report_);
  }

 private:
  PreparedVideo prepared(const Video& video, bool& cut) {
    if (!is_stored(video, faces_)) return checked_images(video);
    const auto file = dataset_.root() / video.path;
    const auto stamp = video.frames == 0 ? video_stamp(file) : image_stamp(file, video.bytes);
    if (video.bytes > 0 && (!stamp || std::cmp_not_equal(stamp->bytes, video.bytes))) {
      throw Error{fmt::format("{}: {} since the data set was listed; run the command again", file.string(),
                              stamp ? "was changed" : "has gone")};
    }
    if (!stamp) return all_missing(faces_.frames, "no such file");
    if (tools_.store == nullptr) throw Error{file.string() + ": is stored, and no crop store was given"};
    if (auto known = from_store(video, *stamp); known && !known->was_closed) return std::move(*known);
    cut = true;
    video.frames == 0 ? store_video(video, *stamp) : store_images(video, *stamp);
    if (auto known = from_store(video, *stamp)) return std::move(*known);
    return all_missing(faces_.frames, "changed while it was read");
  }

  void find_landmarks(const Video& video, const VideoStamp& stamp) const {
    if (tools_.landmarks == nullptr) return;
    const auto name = video.path.generic_string();
    const auto places = tools_.store->without_landmarks(name, stamp, tools_.landmarks_key);
    if (places.empty()) return;
    std::vector<std::vector<cv::Point2f>> found;
    for (const auto& [frame, number] : places) {
      const auto stored = tools_.store->read({name, stamp, frame, number});
      const cv::Point2f corner = stored.corner;
      auto face = stored.face.value();
      face.box -= corner;
      found.push_back(tools_.landmarks->find(stored.rgb, face));
      for (auto& point : found.back()) point += corner;
    }
    tools_.store->put_landmarks(name, stamp, tools_.landmarks_key, places, found);
  }

  PreparedVideo checked_images(const Video& video) const {
    PreparedVideo result;
    for (const auto frame : candidate_frames(video.frames, faces_.frames)) {
      try {
        if (video.bytes > 0) plugin_picture(dataset_, video, frame);
        result.frames.push_back({frame});
      } catch (const Error& error) {
        result.missing.push_back({frame, error.what()});
      }
    }
    return result;
  }

  /// Nothing where a wanted frame of the file as it is now is not in the store.
  std::optional<PreparedVideo> from_store(const Video& video, const VideoStamp& stamp) const {
    const auto stored = tools_.store->find(video.path.generic_string());
    if (!stored || stored->stamp != stamp) return std::nullopt;
    std::vector<std::int64_t> unknown;
    auto result = look_up(*stored, wanted_frames(stored->frame_count, faces_.frames), unknown);
    result.stamp = stamp;
    result.was_closed = stored->frame_count == 0;
    if (!unknown.empty()) return std::nullopt;
    find_landmarks(video, stamp);
    return result;
  }

  const FaceDetector* detector_for(const Video& video) const {
    return video.is_face_crop ? nullptr : tools_.detector;
  }

  void store_video(const Video& video, const VideoStamp& stamp) const {
    VideoDecoder decoder{dataset_.root() / video.path};
    const auto frame_count = decoder.frame_count();
    FrameCutter cutter{detector_for(video), faces_.max_side};
    const auto missing =
        decoder.decode(wanted_frames(frame_count, faces_.frames),
                       [&](std::int64_t frame, const cv::Mat& rgb) { cutter.add(frame, rgb); });
    for (const auto& [frame, reason] : missing) cutter.add_missing(frame, reason);
    tools_.store->put(video.path.generic_string(), stamp, frame_count, cutter.finish());
  }

  void store_images(const Video& video, const VideoStamp& stamp) const {
    FrameCutter cutter{detector_for(video), faces_.max_side};
    for (const auto frame : candidate_frames(video.frames, faces_.frames)) {
      try {
        cutter.add(frame, plugin_picture(dataset_, video, frame));
      } catch (const Error& error) {
        cutter.add_missing(frame, error.what());
      }
    }
    tools_.store->put(video.path.generic_string(), stamp, video.frames, cutter.finish());
  }

  void note(std::size_t index, PreparedVideo video, bool cut) {
    const std::lock_guard lock{mutex_};
    auto& result = report_.videos[index] = std::move(video);
    report_.cut += cut ? 1 : 0;
    ++done_;
    if (on_prepared_) on_prepared_({done_, report_.videos.size(), manifest_.videos[index], result});
  }

  const Dataset& dataset_;
  const Manifest& manifest_;
  const FacesConfig& faces_;
  const PrepareTools& tools_;
  const OnPrepared& on_prepared_;
  PrepareReport report_;
  std::size_t first_ = 0;
  std::size_t done_ = 0;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<bool> failed_ = false;
  std::exception_ptr failure_;
  std::mutex mutex_;  ///< guards report_, done_, failure_ and the caller's function
};

}  // namespace

std::vector<std::string> damaged_videos(const Manifest& manifest, const PrepareReport& report) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < report.videos.size(); ++i) {
    const auto& video = report.videos[i];
    if (video.missing.empty()) continue;
    lines.push_back(fmt::format("{}: {} of {} frames missing: {}", manifest.videos[i].path.generic_string(),
                                video.missing.size(), video.expected(), video.missing.front().reason));
  }
  return lines;
}

std::vector<std::string> faceless_videos(const Manifest& manifest, const PrepareReport& report) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < report.videos.size(); ++i) {
    const auto& video = report.videos[i];
    if (video.faceless.empty() || video.faceless.size() < video.expected()) continue;
    lines.push_back(fmt::format("{}: no face in any of its {} frames",
                                manifest.videos[i].path.generic_string(), video.expected()));
  }
  return lines;
}

bool is_stored(const Video& video, const FacesConfig& faces) {
  return video.frames == 0 || video.in_archive ||
         (faces.detector != "none" && !video.is_face_crop && video.bytes > 0);
}

PrepareReport prepare(const Dataset& dataset, const Manifest& manifest, const FacesConfig& faces,
                      const PrepareTools& tools, const OnPrepared& on_prepared) {
  Preparation preparation{dataset, manifest, faces, tools, on_prepared};
  {
    std::vector<std::jthread> others;
    for (int i = 1; i < tools.workers; ++i) others.emplace_back([&] { preparation.work(); });
    preparation.work();
  }
  return preparation.result();
}

}  // namespace unseen
