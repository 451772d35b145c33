// What the README shows is what is there, and its commands run.
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <sstream>

#include "laboratory.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

std::string readme() { return content(fs::path{UNSEEN_PROJECT} / "README.md"); }

/// The code blocks of a language ("" for none), each without its fences.
Words blocks(const std::string& language) {
  Words all;
  std::string block;
  bool inside = false, wanted = false;
  std::istringstream text{readme()};
  for (std::string line; std::getline(text, line);) {
    if (line.starts_with("```")) {
      if (inside && wanted) all.push_back(block);
      inside = !inside;
      wanted = line == "```" + language;
      block.clear();
    } else {
      block += line + "\n";
    }
  }
  return all;
}

/// A source file from its first line that is no comment: what a page that explains it has to quote.
std::string code(std::string text) {
  return std::regex_replace(text, std::regex{R"(^(//[^\n]*\n|\n)+)"}, "",
                            std::regex_constants::format_first_only);
}

TEST(Readme, QuotesTheProjectThatTheProgramWrites) {
  const Laboratory lab;
  ASSERT_TRUE(ended(lab.unseen({"new", "regularizer", "my_sam"}), 0));
  const auto project = lab.folder().path() / "my_sam";
  EXPECT_EQ(blocks("cpp"), Words{code(content(project / "my_sam.cpp"))});
  EXPECT_EQ(blocks("cmake"), Words{content(project / "CMakeLists.txt")});
}

TEST(Readme, ShowsAnExperimentThatIsUnderstood) {
  const Laboratory lab;
  const auto toml = blocks("toml");
  ASSERT_EQ(toml.size(), 4U);
  lab.folder().write("experiments/roots.toml", toml[0]);
  const auto experiment = lab.folder().write("experiments/mine.toml", toml[1]).string();
  const auto all = lab.unseen({"run", experiment, "--dry-run"});
  ASSERT_TRUE(ended(all, 0));
  EXPECT_TRUE(says(all.out, "+PIM, seed 3"));
  const auto some = lab.unseen({"run", experiment, "--dry-run", "--set", "train.epochs=3", "--only", "ERM"});
  ASSERT_TRUE(ended(some, 0));
  EXPECT_TRUE(says(some.out, "ERM, seed 3"));
  EXPECT_FALSE(says(some.out, "+PIM"));

  const auto backbone = toml[1].substr(toml[1].find("[backbone]"));
  const auto started = lab.folder().write(
      "experiments/started.toml",
      with(toml[1], backbone.substr(0, backbone.find("[regularizer]")), toml[3] + "\n" + toml[2] + "\n"));
  lab.folder().write("experiments/weights/convnext_base.fb_in1k.safetensors",
                     "hashed, not read, by a dry run");
  for (const auto* network : {"pnet", "rnet", "onet"}) {
    lab.folder().write(std::string{"experiments/weights/mtcnn/"} + network + ".pt", "likewise");
  }
  EXPECT_TRUE(says(lab.unseen({"run", started.string(), "--dry-run"}).out, "+PIM, seed 3"));
}

TEST(Readme, ShowsAQueryThatFindsTheResults) {
  const auto text = readme();
  std::smatch line;
  ASSERT_TRUE(std::regex_search(text, line, std::regex{"\nunseen (query [^\n]*)"}));
  const Laboratory lab{Laboratory::one_epoch()};
  ASSERT_TRUE(ended(lab.run(), 0));
  const auto found = finished("/bin/sh", {"-c", UNSEEN_PROGRAM " " + line[1].str()}, lab.surroundings());
  ASSERT_TRUE(ended(found, 0));
  EXPECT_EQ(std::count(found.out.begin(), found.out.end(), '\n'), 2) << found.out;
  EXPECT_TRUE(says(found.out, lab.value("SELECT run_id FROM v_runs") + ",drawn,"));
}

}  // namespace
}  // namespace unseen
