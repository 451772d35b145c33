// A folder that may not be read holds videos that are neither there nor absent: no plugin may go on.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support/child.hpp"
#include "support/input_error.hpp"
#include "support/plugins.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

constexpr uid_t kNobody = 65534;

/// What manifest("test") says of an unreadable folder to one who is not root: the message, or "listed".
std::string answer_of_nobody(const Dataset& dataset, const fs::path& root, const fs::path& locked) {
  fs::permissions(root, fs::perms{0755});
  fs::permissions(root / locked, fs::perms::none);
  Pipe pipe;
  Child child{[&] {
    if (::geteuid() == 0 && ::setuid(kNobody) != 0) throw std::runtime_error{"root was not dropped"};
    try {
      dataset.manifest("test");
      pipe.send("listed");
    } catch (const Error& error) {
      pipe.send(error.what());
    }
  }};
  pipe.close_writer();
  auto answer = pipe.receive();
  EXPECT_EQ(child.wait(), 0);
  fs::permissions(root / locked, fs::perms{0755});
  return answer;
}

struct Layout {
  const char *plugin, *params, *locked;
  std::vector<std::pair<std::string, std::string>> files;
};

std::ostream& operator<<(std::ostream& out, const Layout& layout) {
  return out << layout.plugin << " " << layout.locked;
}

class Unreadable : public ::testing::TestWithParam<Layout> {};

TEST_P(Unreadable, FolderIsNamedAndNotTakenForAbsent) {
  const auto& layout = GetParam();
  const TemporaryFolder root;
  for (const auto& [name, content] : layout.files) root.write(name, content);
  const auto dataset = make_dataset(layout.plugin, layout.params);
  dataset->open(root.path());
  ASSERT_NO_THROW(dataset->manifest("test"));
  const auto answer = answer_of_nobody(*dataset, root.path(), layout.locked);
  EXPECT_TRUE(contains(answer, (root.path() / layout.locked).string()));
  EXPECT_TRUE(contains(answer, "Permission denied"));
}

const std::string kForensics = R"([["000", "001"]])";
const std::string kDeepfakes = "manipulated_sequences/Deepfakes/c23/videos";

INSTANTIATE_TEST_SUITE_P(
    Datasets, Unreadable,
    ::testing::Values(
        Layout{"faceforensics",
               R"({"methods":["Deepfakes"]})",
               "manipulated_sequences/Deepfakes/c23/videos",
               {{"test.json", kForensics},
                {"original_sequences/youtube/c23/videos/000.mp4", "x"},
                {kDeepfakes + "/000_001.mp4", "x"}}},
        Layout{"faceforensics",
               R"({"methods":["Deepfakes"]})",
               "manipulated_sequences",
               {{"test.json", kForensics},
                {"original_sequences/youtube/c23/videos/000.mp4", "x"},
                {kDeepfakes + "/000_001.mp4", "x"}}},
        Layout{"celebdf",
               "{}",
               "YouTube-real",
               {{"List_of_testing_videos.txt", "1 YouTube-real/0.mp4\n"},
                {"Celeb-real/a.mp4", "x"},
                {"YouTube-real/0.mp4", "x"},
                {"Celeb-synthesis/a.mp4", "x"}}},
        Layout{"dfdcp",
               "{}",
               "method_A",
               {{"dataset.json", R"({"method_A/a.mp4": {"label": "fake", "set": "test"}})"},
                {"method_A/a.mp4", "x"}}},
        Layout{"dfdc",
               "{}",
               "test/videos",
               {{"test/labels.csv", "filename,label\na.mp4,1\n"}, {"test/videos/a.mp4", "x"}}},
        Layout{"wilddeepfake", "{}", "fake_test/0/fake", {{"fake_test/0/fake/0/1.png", "x"}}},
        Layout{
            "dfb_prepared",
            R"({"list":"set.json"})",
            "S",
            {{"set.json",
              R"({"X": {"X_real": {"test": {"a": {"label": "X_real", "frames": ["S/frames/a/1.png"]}}}}})"},
             {"S/frames/a/1.png", "x"}}},
        Layout{"video_folder", "{}", "real/day", {{"real/day/a.mp4", "x"}}},
        Layout{"video_folder",
               R"({"list":"l.csv"})",
               "day",
               {{"l.csv", "path,label\nday/a.mp4,real\n"}, {"day/a.mp4", "x"}}},
        Layout{"image_folder", "{}", "real", {{"real/a.png", "x"}}}));

}  // namespace
}  // namespace unseen
