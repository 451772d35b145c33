#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace unseen {

/// Trees in the official layouts of the benchmarks, of their size, made here from names alone: no file of
/// theirs, no person's picture. Every video is one and the same file, every picture too.
class BenchmarkGenerator {
 public:
  /// Videos hold `video`, which need not be one where nobody decodes it.
  explicit BenchmarkGenerator(std::filesystem::path root, const std::string& video = "generated");

  /// Each below the root, in a folder of its own, which is returned.
  std::filesystem::path faceforensics() const;  ///< 720/140/140 of five methods and of the pristine, c23
  std::filesystem::path celebdf() const;        ///< 590 + 300 real, 5,639 fake, 518 of them listed
  std::filesystem::path dfdcp() const;          ///< 5,000 videos
  std::filesystem::path dfdc() const;           ///< both releases and two parts of 400 for training
  std::filesystem::path wilddeepfake()
      const;  ///< 7,314 sequences of one frame: tars of both kinds, and unpacked
  std::filesystem::path dfb_prepared()
      const;  ///< Celeb-DF's 518, two frames each; paths of a Windows machine
  std::filesystem::path video_folder() const;  ///< 5,000 videos in videos.csv

  /// A 1x1 PNG.
  static const std::string& picture();

 private:
  void video(const std::filesystem::path& name) const;
  void link(const std::filesystem::path& from, const std::filesystem::path& name) const;
  void write(const std::filesystem::path& name, const std::string& text) const;
  void add_method(const std::filesystem::path& folder, const std::vector<std::string>& names) const;
  void add_release(const std::string& release, int videos) const;
  void add_part(int part, int videos) const;

  std::filesystem::path root_, video_, picture_;
};

}  // namespace unseen
