// Real videos in the layouts of FaceForensics++ and Celeb-DF.
#include <gtest/gtest.h>

#include <regex>

#include "laboratory.hpp"
#include "support/test_data.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

constexpr const char* kVideos = "c23/videos";

TEST(MiniBenchmark, TrainsOneRowOfTheTable) {
  const auto ffpp = test_data("mini_ffpp");
  const auto celebdf = test_data("mini_celebdf");
  if (ffpp.empty() || celebdf.empty()) GTEST_SKIP() << kNoTestData;
  const Laboratory lab;
  const auto experiment = (fs::path{UNSEEN_PROJECT} / "experiments" / "mini_ffpp.toml").string();
  const Words edit{"--set", "roots.mini_ffpp=" + ffpp.string(),
                   "--set", "roots.mini_celebdf=" + celebdf.string(),
                   "--set", "train.epochs=2",
                   "--set", "train.frames_per_video=2",
                   "--set", "validate.frames_per_video=2",
                   "--set", "faces.frames=2",
                   "--set", "backbone.side=64",
                   "--db",  lab.database().string()};
  const auto run = lab.unseen(Words{"run", experiment, "--only", "trained on=DF"} + edit);
  ASSERT_TRUE(ended(run, 0));
  EXPECT_TRUE(says(run.err, "2 of 2 runs finished"));
  EXPECT_EQ(lab.value("SELECT count(*) FROM v_final WHERE metric = 'video_auc' AND value BETWEEN 0 AND 1"),
            "10");
  EXPECT_EQ(lab.value("SELECT count(*) FROM v_video_scores WHERE frames_missing > 0 OR score IS NULL"), "0");

  const auto table = lab.unseen(Words{"table", experiment} + edit);
  ASSERT_TRUE(ended(table, 0));
  // The first label stands where it changes: a group's +PIM row follows its ERM row.
  const std::string number = R"(( +\**[0-9]+\.[0-9]+\**[^|]*\|){5})", none = R"(( +- \|){5})";
  for (const auto* group : {"DF", "F2F", "FS", "NT"}) {
    const auto& cells = std::string{group} == "DF" ? number : none;
    const auto rows =
        std::string{R"(\| )"} + group + R"( +\| ERM +\|)" + cells + R"([^\n]*\n\| +\| \+PIM +\|)" + cells;
    EXPECT_TRUE(std::regex_search(table.out, std::regex{rows})) << group << "\n" << table.out;
  }
}

/// Three pairs of the mini benchmark as a data set of its own, the same for each split.
void copy_pairs(const fs::path& from, const fs::path& to) {
  const auto originals = fs::path{"original_sequences/youtube"} / kVideos;
  const auto fakes = fs::path{"manipulated_sequences/Deepfakes"} / kVideos;
  fs::create_directories(to / originals);
  fs::create_directories(to / fakes);
  for (const auto* id : {"029", "076", "046", "006", "014", "017"}) {
    fs::copy_file(from / originals / (std::string{id} + ".mp4"), to / originals / (std::string{id} + ".mp4"));
  }
  for (const auto* pair : {"029_076", "076_029", "046_006", "006_046", "014_017", "017_014"}) {
    fs::copy_file(from / fakes / (std::string{pair} + ".mp4"), to / fakes / (std::string{pair} + ".mp4"));
  }
}

TEST(DamagedVideo, IsNamedAndCountedAndDoesNotStopTheRun) {
  const auto ffpp = test_data("mini_ffpp");
  if (ffpp.empty()) GTEST_SKIP() << kNoTestData;
  const std::string drawn = R"({ plugin = "procedural", identities = 4, frames = 2, side = 32, methods = )";
  const std::string filmed =
      R"({ plugin = "faceforensics", root = "../ffpp", split = "test", methods = ["Deepfakes"] })";
  auto text = with(Laboratory::tiny_experiment(), drawn + R"(["checkerboard"] })", filmed);
  text = with(text, drawn + R"(["checkerboard"] })", filmed);
  const Laboratory lab{with(text, drawn + R"(["seam"] })", filmed)};
  copy_pairs(ffpp, lab.folder().path() / "ffpp");
  lab.folder().write("ffpp/test.json", R"([["029", "076"], ["046", "006"], ["014", "017"]])");
  const auto cut = lab.folder().path() / "ffpp/manipulated_sequences/Deepfakes" / kVideos / "046_006.mp4";
  fs::resize_file(cut, fs::file_size(cut) / 2);
  fs::remove(lab.folder().path() / "ffpp/original_sequences/youtube" / kVideos / "017.mp4");

  const auto run = lab.run();
  ASSERT_TRUE(ended(run, 0));
  EXPECT_TRUE(says(run.err, "Deepfakes/c23/videos/046_006.mp4: 2 of 2 frames missing"));
  EXPECT_TRUE(says(run.err, "absent"));
  EXPECT_TRUE(says(run.err, "017.mp4"));
  const auto cut_row = lab.rows(
      "SELECT score, frames_expected, frames_scored, frames_missing FROM v_video_scores "
      "WHERE video = 'Deepfakes/046_006'");
  ASSERT_EQ(cut_row.size(), 1U);
  EXPECT_EQ(cut_row.front().front(), "NULL") << "a score of a video that nobody saw";
  EXPECT_EQ(cut_row.front()[2], "0");
  EXPECT_EQ(cut_row.front()[1], cut_row.front()[3]);
  EXPECT_EQ(lab.value("SELECT count(*) FROM v_video_scores WHERE frames_missing = 0 AND frames_scored = 2"),
            "10");
  EXPECT_EQ(lab.value("SELECT value FROM v_final WHERE metric = 'videos_absent'"), "1.0");
  EXPECT_EQ(lab.value("SELECT value FROM v_final WHERE metric = 'videos_missing'"), "1.0");
  EXPECT_TRUE(says(lab.unseen({"show", lab.value("SELECT run_id FROM v_runs")}).out, "046_006"));
}

}  // namespace
}  // namespace unseen
