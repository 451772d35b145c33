#include "experiment/toml_reader.hpp"

#include <gtest/gtest.h>

#include "support/input_error.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

Value read(const std::string& text) { return parse_toml(text, "x.toml"); }

std::string refusal(const std::string& text) {
  return input_error_of([&] { read(text); });
}

TEST(TomlReader, ReadsEveryKindOfValue) {
  const auto value =
      read("b = true\ni = -7\nd = 1e-3\ns = 'x'\na = [1, [2.5]]\nt = { k = 1 }\n[h.i]\nj = 2\n");
  EXPECT_EQ(canonical_json(value),
            R"({"a":[1,[2.5]],"b":true,"d":0.001,"h":{"i":{"j":2}},"i":-7,"s":"x","t":{"k":1}})");
}

TEST(TomlReader, KnowsWhereEachKeyStands) {
  const auto value = read("a = 1\n[t]\n  b = { c = 'x' }\n[[u]]\nd = [10,\n 20]\n");
  EXPECT_EQ(value.source.text(), "x.toml:1:1");
  EXPECT_EQ(value.find("a")->source.text(), "x.toml:1:1");
  EXPECT_EQ(value.find("t")->source.line, 2);
  EXPECT_EQ(value.find("t.b")->source.text(), "x.toml:3:3");
  EXPECT_EQ(value.find("t.b.c")->source.text(), "x.toml:3:9");
  const auto& entry = value.find("u")->get<Value::Array>()->at(0);
  EXPECT_EQ(entry.source.line, 4);
  EXPECT_EQ(entry.find("d")->get<Value::Array>()->at(1).source.text(), "x.toml:6:2");
}

TEST(TomlReader, PlacesTablesThatOnlyAHeaderImplies) {
  EXPECT_EQ(read("\n[a.b.c]\nd = 1\n").find("a.b")->source.line, 2);
  EXPECT_EQ(read("\n\na.b.c = 1\n").find("a.b")->source.line, 3);
}

TEST(TomlReader, NamesLineAndColumnOfASyntaxError) {
  EXPECT_TRUE(contains(refusal("a = 1\nb = = 2\n"), "x.toml:2:5: not TOML: "));
  EXPECT_TRUE(contains(refusal("a = [1, 2\n"), "x.toml:"));
  EXPECT_TRUE(contains(refusal("a = \"open\n"), "x.toml:1:"));
}

TEST(TomlReader, RefusesAKeyGivenTwice) {
  EXPECT_TRUE(contains(refusal("a = 1\na = 2\n"), "x.toml:2:"));
  EXPECT_TRUE(contains(refusal("[t]\na = 1\n[t]\nb = 1\n"), "x.toml:3:"));
}

TEST(TomlReader, RefusesWhatExperimentsHaveNoUseFor) {
  EXPECT_TRUE(
      contains(refusal("a = 1\nwhen = 2024-01-01\n"), "x.toml:2:1: dates and times have no use here"));
  EXPECT_TRUE(contains(refusal("lr = nan\n"), "x.toml:1:1: a finite number is wanted"));
  EXPECT_TRUE(contains(refusal("a = [1.0, -inf]\n"), "x.toml:1:11: a finite number is wanted"));
}

TEST(TomlReader, SurvivesHostileBytes) {
  refusal(std::string{"a = \"\xff\xfe\"\n"});
  refusal(std::string{"a = \"\0\"\n", 8});
  refusal("a = 9223372036854775808\n");
  refusal(std::string(300, '[') + std::string(300, ']'));
  refusal("a = " + std::string(300, '[') + std::string(300, ']'));
}

TEST(TomlReader, RefusesTablesNestedWithoutEnd) {
  const auto dotted = [](int parts) {
    std::string key = "a";
    for (int i = 1; i < parts; ++i) key += ".a";
    return key;
  };
  EXPECT_TRUE(contains(refusal(dotted(100) + " = 1\n"), "nested over 64 deep"));
  EXPECT_TRUE(
      contains(refusal("b = 1\n[" + dotted(500'000) + "]\n"), "x.toml:2:1: over 20000 dots in one line"));
}

TEST(TomlReader, RefusesLettersBeyondAsciiOutsideOfStrings) {
  EXPECT_TRUE(contains(refusal("a = 1\nname = ä\n"), "x.toml:2:8: not TOML: a letter beyond ASCII"));
  EXPECT_TRUE(contains(refusal("ä = 1\n"), "x.toml:1:1: not TOML: "));
  EXPECT_TRUE(contains(refusal("a = \"x\" ä\n"), "x.toml:1:9: not TOML: "));
  EXPECT_TRUE(contains(refusal("a = '\\' ä\n"), "x.toml:1:9: not TOML: "));
  EXPECT_TRUE(contains(refusal("a = \"\"\"x \\\n  ä\"\"\"\n"), "x.toml:2:3: not TOML: "));
  EXPECT_TRUE(contains(refusal("a = \"\"\"x\"\"\"\"\" ä\n"), "x.toml:1:15: not TOML: "));
}

TEST(TomlReader, ReadsLettersBeyondAsciiInStringsAndComments) {
  const auto value = read(
      "\xEF\xBB\xBF# ä \"\n"
      "\"ä'#\" = \"ä\\\"ä\"\n"
      "b = 'ä\\' # ä\n"
      "c = '''\nä'ä''''' # ä\n"
      "d = \"\"\"ä\\\\ä \\\n x\"\"\"\n");
  EXPECT_EQ(canonical_json(value), R"({"b":"ä\\","c":"ä'ä''","d":"ä\\ä x","ä'#":"ä\"ä"})");
}

TEST(TomlReader, RefusesAFileTooLargeForAnExperiment) {
  EXPECT_TRUE(contains(refusal(std::string((1 << 20) + 1, '\n')), "x.toml: 1048577 bytes are too many"));
}

TEST(TomlReader, NamesAFileThatCannotBeRead) {
  const TemporaryFolder folder;
  EXPECT_TRUE(
      contains(input_error_of([&] { read_toml(folder.path() / "none.toml"); }), "none.toml: cannot be read"));
  EXPECT_TRUE(contains(input_error_of([&] { read_toml(folder.path()); }), "cannot be read"));
}

TEST(TomlReader, ReadsTheRightSideOfAnEqualsSign) {
  const Source source{std::make_shared<const std::string>("--set a=1"), 0, 0};
  EXPECT_EQ(parse_toml_value("1", source), Value{1});
  EXPECT_EQ(parse_toml_value("[1, 'x']", source), (Value{Value::Array{1, "x"}}));
  EXPECT_EQ(parse_toml_value("{ a = [true] }", source)->find("a")->source.text(), "--set a=1");
  for (const auto* text : {"word", "", "1\nb = 2", "2024-01-01", "nan", "[1,"}) {
    EXPECT_FALSE(parse_toml_value(text, source)) << text;
  }
}

}  // namespace
}  // namespace unseen
