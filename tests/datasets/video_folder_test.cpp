#include <gtest/gtest.h>

#include "support/input_error.hpp"
#include "support/manifest.hpp"
#include "support/plugins.hpp"
#include "support/temporary_folder.hpp"
#include "support/test_data.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

class VideoFolder : public ::testing::Test {
 protected:
  std::unique_ptr<Dataset> opened(const std::string& params = "{}") const {
    auto dataset = make_dataset("video_folder", params);
    dataset->open(root.path());
    return dataset;
  }

  std::unique_ptr<Dataset> listed(const std::string& csv) const {
    root.write("my list.csv", csv);
    return opened(R"({"list":"my list.csv"})");
  }

  std::string refusal(const std::string& csv, const std::string& split = "test") const {
    const auto dataset = listed(csv);
    return input_error_of([&] { dataset->manifest(split); });
  }

  TemporaryFolder root;
};

TEST_F(VideoFolder, TakesLabelsAndMethodsFromFolders) {
  for (const auto* name : {"real/a.mp4", "real/day/b.MKV", "fake/swap/a.mp4", "fake/swap/x/c.avi",
                           "fake/d.webm", "real/notes.txt"})
    root.write(name, "x");
  const auto found = by_id(opened()->manifest("test"));
  ASSERT_EQ(found.size(), 5U);
  EXPECT_EQ(found.at("real/day/b.MKV").label, 0);
  EXPECT_EQ(found.at("fake/swap/a.mp4").label, 1);
  EXPECT_EQ(found.at("fake/swap/x/c.avi").method, "swap");
  EXPECT_EQ(found.at("fake/d.webm").method, "fake");
  EXPECT_EQ(found.at("real/a.mp4").frames, 0) << "the core decodes it";
  EXPECT_EQ(opened()->splits(), std::vector<std::string>{"all"});
}

TEST_F(VideoFolder, TakesTheFoldersOfASplitWhereThereAreSome) {
  root.write("train/real/a.mp4", "x");
  root.write("test/fake/swap/b.mp4", "x");
  EXPECT_EQ(labels_of(opened()->manifest("test")), (std::map<std::string, int>{{"test/fake/swap/b.mp4", 1}}));
  EXPECT_EQ(opened()->splits(), (std::vector<std::string>{"test", "train"}));
  EXPECT_TRUE(contains(input_error_of([&] { opened()->manifest("val"); }), "(test, train), found \"val\""));
}

TEST_F(VideoFolder, ReadsAListWithQuotes) {
  root.write("clips/one, two.mp4", "x");
  root.write("clips/say \"hi\".mp4", "xy");
  root.write("clips/c.mp4", "x");
  const auto dataset = listed(
      "label,path,method,source,split\r\n"
      "real,\"clips/one, two.mp4\",,,test\r\n"
      "FAKE,\"clips/say \"\"hi\"\".mp4\",\"two\nlines\",\"clips/one, two.mp4\",test\r\n"
      "1,clips/c.mp4,,,train\r\n");
  const auto test = by_id(dataset->manifest("test"));
  ASSERT_EQ(test.size(), 2U);
  EXPECT_EQ(test.at("clips/one, two.mp4").method, "real");
  const auto& fake = test.at("clips/say \"hi\".mp4");
  EXPECT_EQ(fake.label, 1);
  EXPECT_EQ(fake.method, "two\nlines");
  EXPECT_EQ(fake.source, "clips/one, two.mp4");
  EXPECT_EQ(fake.bytes, 2U);
  EXPECT_EQ(by_id(dataset->manifest("train")).at("clips/c.mp4").method, "fake");
  EXPECT_EQ(dataset->splits(), (std::vector<std::string>{"test", "train"}));
}

TEST_F(VideoFolder, GivesAListWithoutSplitsToEverySplit) {
  root.write("a.mp4", "x");
  const auto dataset = listed("path,label\na.mp4,0\n");
  EXPECT_EQ(dataset->manifest("train").videos.size(), 1U);
  EXPECT_EQ(dataset->manifest("test").videos.at(0).split, "test");
  EXPECT_EQ(dataset->splits(), std::vector<std::string>{"all"});
  EXPECT_EQ(dataset->manifest("test").lists, std::vector<fs::path>{"my list.csv"});
}

TEST_F(VideoFolder, NamesFileAndLineOfALabelWithASurprise) {
  const auto file = (root.path() / "my list.csv").string();
  for (const auto* word : {"", "2", "true", "deepfake", " fake", "0.0"}) {
    const auto message = refusal(std::string{"path,label\na.mp4,real\nb.mp4,"} + word + "\n");
    EXPECT_TRUE(contains(message, file + ":3")) << word;
    EXPECT_TRUE(contains(message, std::string{"\""} + word + "\""));
  }
  EXPECT_TRUE(contains(refusal("path,label,method\na.mp4,real,\"x\ny\"\nb.mp4,no,\n"), file + ":4"))
      << "lines inside quotes count";
}

TEST_F(VideoFolder, NamesFileAndLineOfAVideoThatIsListedTwice) {
  const auto message = refusal("path,label\na.mp4,real\nb.mp4,fake\n./a.mp4,fake\n");
  EXPECT_TRUE(contains(message, "my list.csv:4"));
  EXPECT_TRUE(contains(message, "line 2"));
}

TEST_F(VideoFolder, NamesListedVideosThatAreNotThere) {
  root.write("a.mp4", "x");
  const auto found = listed("path,label\na.mp4,real\nb.mp4,fake\n")->manifest("test");
  EXPECT_EQ(found.videos.size(), 1U);
  EXPECT_EQ(found.absent, std::vector<fs::path>{"b.mp4"});
}

TEST_F(VideoFolder, RefusesListsThatAreNone) {
  const auto file = (root.path() / "my list.csv").string();
  EXPECT_TRUE(contains(refusal(""), file));
  EXPECT_TRUE(contains(refusal("path,labels\na.mp4,1\n"), "did you mean \"label\""));
  EXPECT_TRUE(contains(refusal("path\na.mp4\n"), file + ":1"));
  EXPECT_TRUE(contains(refusal("path,label,label\na.mp4,1,1\n"), "twice"));
  EXPECT_TRUE(contains(refusal("path,label\na.mp4,1,x\n"), file + ":2"));
  EXPECT_TRUE(contains(refusal("path,label\n\"a.mp4,1\n"), "closing quote"));
  EXPECT_TRUE(contains(refusal("path,label\n\"a\"b.mp4,1\n"), file + ":2"));
  EXPECT_TRUE(contains(refusal("path,label\na\"b.mp4,1\n"), file + ":2"));
  EXPECT_TRUE(contains(refusal("path,label\n../a.mp4,1\n"), file + ":2"));
  EXPECT_TRUE(contains(refusal("path,label\n/etc/a.mp4,1\n"), file + ":2"));
  EXPECT_TRUE(contains(refusal("path,label\n,1\n"), file + ":2"));
  EXPECT_TRUE(contains(refusal("path,label,split\na.mp4,1,train\n"), "no row of the split \"test\""));
  EXPECT_TRUE(contains(refusal("path,label,split\na.mp4,1,\n"), file + ":2"));
  EXPECT_TRUE(
      contains(input_error_of([&] { opened(R"({"list":"absent.csv"})")->manifest("test"); }), "absent.csv"));
}

TEST_F(VideoFolder, RefusesARootWithoutItsFolders) {
  EXPECT_TRUE(contains(input_error_of([&] { opened()->manifest("test"); }), "fake/<method>"));
}

}  // namespace
}  // namespace unseen
