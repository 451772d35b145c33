// `unseen weights`: what a weight file holds, and whom it fits.
#include <gtest/gtest.h>

#include "laboratory.hpp"

namespace unseen {
namespace {

std::string fixture(const std::string& name) { return std::string{UNSEEN_FIXTURES "/weights/"} + name; }

TEST(WeightsCommand, ListsTensorsAndSaysWhereNoBackboneFits) {
  const Laboratory lab;
  const auto listed = lab.unseen({"weights", fixture("legacy_model.pth")});
  ASSERT_TRUE(ended(listed, 0));
  EXPECT_TRUE(says(listed.out, "legacy_model.pth: 9 tensors, 32 elements\nSHA-256: "));
  EXPECT_TRUE(says(listed.out, "fits: no backbone here"));
  EXPECT_TRUE(says(listed.out, "shared.rest   F32   (2, 4)"));
}

TEST(WeightsCommand, NamesTheBackboneOfARunsCheckpoint) {
  const Laboratory lab{Laboratory::one_epoch()};
  ASSERT_TRUE(ended(lab.run(), 0));
  const auto listed = lab.unseen({"weights", lab.checkpoint("best.safetensors").string()});
  ASSERT_TRUE(ended(listed, 0));
  EXPECT_TRUE(says(listed.out, "fits: resnet 18\n"));
}

TEST(WeightsCommand, Converts) {
  const Laboratory lab;
  ASSERT_TRUE(ended(lab.unseen({"weights", "convert", fixture("zip.pth"), "x.safetensors"}), 0));
  EXPECT_TRUE(says(lab.unseen({"weights", "x.safetensors"}).out, "x.safetensors: 9 tensors, 32 elements"));
  const auto other = lab.unseen({"weights", "convert", fixture("zip.pth"), "x.pth"});
  EXPECT_TRUE(ended(other, 2));
  EXPECT_TRUE(says(other.err, "x.pth: wanted a name that ends in .safetensors"));
}

TEST(WeightsCommand, RefusesAFileThatWouldRunACommand) {
  const Laboratory lab;
  const auto refused = lab.unseen({"weights", fixture("zip_command.pth")});
  EXPECT_TRUE(ended(refused, 2));
  EXPECT_TRUE(says(refused.err, "it names posix.system"));
  EXPECT_FALSE(std::filesystem::exists(lab.folder().path() / "it_ran"));
}

}  // namespace
}  // namespace unseen
