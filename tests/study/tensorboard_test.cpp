#include "study/tensorboard.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

namespace unseen {
namespace {

std::string hex(const std::string& bytes) {
  std::string text;
  for (const auto byte : bytes) text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return text;
}

// The same events written by tensorboard 2.21.0: its RecordWriter and Event messages.
TEST(EventFile, HasTheBytesThatTensorBoardWrites) {
  EXPECT_EQ(hex(event_file(1.5, {{"val/auc", 300, 0.25}})),
            "1800000000000000a37f4b2209000000000000f83f1a0d627261696e2e4576656e743a322a28646c"
            "1e00000000000000d9dc123209000000000000f83f10ac022a100a0e0a0776616c2f617563150000803e0e6424fb");
}

}  // namespace
}  // namespace unseen
