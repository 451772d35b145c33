#include "sdk/sha256.hpp"

#include <gtest/gtest.h>

#include "support/input_error.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

constexpr const char* kOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr const char* kOfAMillionAs = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

// Vectors of FIPS 180-2.
TEST(Sha256, GivesThePublishedDigests) {
  EXPECT_EQ(sha256(""), kOfNothing);
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256(std::string(1'000'000, 'a')), kOfAMillionAs);
}

TEST(Sha256, TakesBytesOfAnyValue) {
  EXPECT_NE(sha256(std::string_view{"\0", 1}), kOfNothing);
  EXPECT_NE(sha256(std::string_view{"a\0b", 3}), sha256(std::string_view{"a\0c", 3}));
}

TEST(Sha256, OfAFileIsThatOfItsContent) {
  const TemporaryFolder folder;
  EXPECT_EQ(sha256_file(folder.write("a", std::string(1'000'000, 'a'))), kOfAMillionAs);
  EXPECT_EQ(sha256_file(folder.write("empty", "")), kOfNothing);
  const std::string large(3'000'001, 'b');  // over several of the reader's buffers
  EXPECT_EQ(sha256_file(folder.write("large", large)), sha256(large));
}

TEST(Sha256, NamesAFileThatCannotBeRead) {
  const TemporaryFolder folder;
  EXPECT_TRUE(contains(input_error_of([&] { sha256_file(folder.path() / "none"); }), "none: cannot be read"));
  EXPECT_TRUE(contains(input_error_of([&] { sha256_file(folder.path()); }), "cannot be read"));
}

}  // namespace
}  // namespace unseen
