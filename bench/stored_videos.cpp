#include "bench/stored_videos.hpp"

#include <cstdlib>
#include <filesystem>

namespace unseen {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFolder = "original_sequences/youtube/c23/videos";
constexpr std::size_t kVideos = 40;

}  // namespace

Videos::Videos() {
  const auto* folder = std::getenv("UNSEEN_TEST_DATA");
  if (folder == nullptr || !fs::is_directory(fs::path{folder} / "mini_ffpp" / kFolder)) return;
  open(fs::path{folder} / "mini_ffpp");
  for (const auto& entry : fs::directory_iterator(root() / kFolder)) {
    Video video;
    video.id = entry.path().stem().string();
    video.path = fs::path{kFolder} / entry.path().filename();
    if (listed.videos.size() < kVideos) listed.videos.push_back(video);
  }
}

FilledStore::FilledStore(const Videos& videos) : store{folder_.path() / "store.sqlite"} {
  FacesConfig faces;
  faces.frames = kFrames;
  report = prepare(videos, videos.listed, faces, {&store, nullptr, nullptr, "", 1});
}

}  // namespace unseen
