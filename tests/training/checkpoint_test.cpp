#include "training/checkpoint.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include <unseen/error.hpp>

#include "memory_sink.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

Checkpoint checkpoint(std::int64_t step) {
  Checkpoint result;
  result.cursor = {step / 10, step % 10, step, 1, 0, 0.5 + 1.0 / 3};
  result.weights["w"] = torch::full({3}, static_cast<double>(step));
  result.state["random.cpu"] = torch::ones({4}, torch::kByte);
  return result;
}

TEST(CheckpointFolder, GivesBackTheNewestAndKeepsAsManyAsAsked) {
  const TemporaryFolder folder;
  const CheckpointFolder checkpoints{folder.path(), 2};
  test::MemorySink sink;
  EXPECT_FALSE(checkpoints.newest());
  for (const auto step : {5, 12, 9'999'999, 23}) checkpoints.save(checkpoint(step), sink);
  const auto newest = checkpoints.newest();
  ASSERT_TRUE(newest);
  EXPECT_EQ(newest->cursor.step, 9'999'999);
  EXPECT_EQ(newest->cursor.best_value, 0.5 + 1.0 / 3);
  EXPECT_TRUE(torch::equal(newest->weights.at("w"), torch::full({3}, 9'999'999.0)));
  const auto files =
      std::distance(fs::directory_iterator{folder.path() / "checkpoints"}, fs::directory_iterator{});
  EXPECT_EQ(files, 6);
  EXPECT_EQ(sink.flushes, 4);
}

TEST(CheckpointFolder, NamesAFileThatWasCutShort) {
  for (const auto* ending : {".safetensors", ".state.safetensors", ".json"}) {
    const TemporaryFolder folder;
    const CheckpointFolder checkpoints{folder.path(), 2};
    test::MemorySink sink;
    checkpoints.save(checkpoint(7), sink);
    const auto file = folder.path() / "checkpoints" / (std::string{"step_00000007"} + ending);
    fs::resize_file(file, fs::file_size(file) / 2);
    try {
      checkpoints.newest();
      ADD_FAILURE() << "a cut checkpoint was taken";
    } catch (const Error& error) {
      EXPECT_NE(std::string{error.what()}.find(file.string()), std::string::npos) << error.what();
      EXPECT_NE(std::string{error.what()}.find("--force"), std::string::npos) << error.what();
    }
  }
}

TEST(CheckpointFolder, DoesNotCountWeightsWhoseJsonWasNotWritten) {
  const TemporaryFolder folder;
  const CheckpointFolder checkpoints{folder.path(), 2};
  test::MemorySink sink;
  checkpoints.save(checkpoint(7), sink);
  checkpoints.save(checkpoint(8), sink);
  fs::remove(folder.path() / "checkpoints" / "step_00000008.json");
  EXPECT_EQ(checkpoints.newest()->cursor.step, 7);
}

}  // namespace
}  // namespace unseen
