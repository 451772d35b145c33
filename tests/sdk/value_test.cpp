#include <unseen/value.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "support/input_error.hpp"

namespace unseen {
namespace {

TEST(Value, FindsByDottedPath) {
  const Value value = Value::Table{{"a", Value::Table{{"b", 3}, {"", 4}}}, {"c", 1}};
  EXPECT_EQ(*value.find("a.b"), Value{3});
  EXPECT_EQ(value.find(""), &value);
  EXPECT_EQ(value.find("a.x"), nullptr);
  EXPECT_EQ(value.find("c.x"), nullptr);
  EXPECT_EQ(value.find("x.b"), nullptr);
  EXPECT_EQ(Value{3}.find("a"), nullptr);
}

TEST(Value, TakesATrailingDotForAnEmptyKey) {
  const Value value = Value::Table{{"a", Value::Table{{"", 4}}}, {"c", Value::Table{}}};
  EXPECT_EQ(*value.find("a."), Value{4});
  EXPECT_EQ(value.find("c."), nullptr);
  EXPECT_EQ(value.find(".a"), nullptr);
}

TEST(Value, SetsByDottedPathMakingTables) {
  Value value;
  value.set("a.b.c", 1);
  value.set("a.b.d", 2);
  value.set("a.b.c", 3);
  EXPECT_EQ(canonical_json(value), R"({"a":{"b":{"c":3,"d":2}}})");
  EXPECT_TRUE(contains(input_error_of([&] { value.set("a.b.c.d", 1); }), "an integer is in the way"));
}

TEST(Value, ComparesDataAndNotPlaces) {
  Value left = 1;
  Value right = 1;
  right.source.line = 5;
  EXPECT_EQ(left, right);
  EXPECT_FALSE(Value{1} == Value{1.0});
  EXPECT_FALSE(Value{1} == Value{true});
}

TEST(Value, NamesItsType) {
  EXPECT_EQ(Value{}.type_name(), "nothing");
  EXPECT_EQ(Value{true}.type_name(), "a boolean");
  EXPECT_EQ(Value{1}.type_name(), "an integer");
  EXPECT_EQ(Value{1.0}.type_name(), "a number");
  EXPECT_EQ(Value{"x"}.type_name(), "a string");
  EXPECT_EQ(Value{Value::Array{}}.type_name(), "an array");
  EXPECT_EQ(Value{Value::Table{}}.type_name(), "a table");
}

TEST(Source, SaysFileLineAndColumn) {
  const auto file = std::make_shared<const std::string>("x.toml");
  EXPECT_EQ((Source{file, 3, 7}).text(), "x.toml:3:7");
  EXPECT_EQ((Source{file, 0, 0}).text(), "x.toml");
  EXPECT_EQ(Source{}.text(), "");
}

TEST(CanonicalJson, SortsKeysAndLeavesNoBlanks) {
  EXPECT_EQ(canonical_json(Value::Table{{"b", Value::Array{1, Value{}, true}}, {"a", Value::Table{}}}),
            R"({"a":{},"b":[1,null,true]})");
}

TEST(CanonicalJson, KeepsNumbersApartFromIntegers) {
  EXPECT_EQ(canonical_json(1), "1");
  EXPECT_EQ(canonical_json(1.0), "1.0");
  EXPECT_EQ(canonical_json(0.1), "0.1");
  EXPECT_EQ(canonical_json(1e22), "1e+22");
  EXPECT_EQ(canonical_json(5e-324), "5e-324");
  EXPECT_EQ(canonical_json(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
}

TEST(CanonicalJson, GivesEqualValuesEqualTexts) {
  ASSERT_EQ(Value{0.0}, Value{-0.0});
  EXPECT_EQ(canonical_json(0.0), canonical_json(-0.0));
}

TEST(CanonicalJson, EscapesTexts) {
  EXPECT_EQ(canonical_json("a\"b\\c\nd\x01"), "\"a\\\"b\\\\c\\nd\\u0001\"");
  EXPECT_EQ(canonical_json("ä"), "\"ä\"");
}

TEST(CanonicalJson, RefusesWhatJsonCannotSay) {
  input_error_of([] { canonical_json(std::numeric_limits<double>::quiet_NaN()); });
  input_error_of([] { canonical_json(Value::Array{std::numeric_limits<double>::infinity()}); });
}

TEST(ParseJson, RefusesMalformedText) {
  for (const auto* text : {"", "{", "[1,]", "{\"a\":}", "nul", "1 2", "{a:1}", "\"\xff\"", "1e999", "NaN"}) {
    EXPECT_TRUE(contains(input_error_of([&] { parse_json(text); }), "not JSON")) << text;
  }
}

TEST(ParseJson, RefusesAnIntegerThatDoesNotFit) {
  EXPECT_EQ(parse_json("9223372036854775807"), Value{std::numeric_limits<std::int64_t>::max()});
  EXPECT_TRUE(contains(input_error_of([] { parse_json("9223372036854775808"); }), "9223372036854775808"));
}

TEST(ParseJson, RefusesEndlessNesting) {
  const std::string open(100'000, '[');
  EXPECT_TRUE(contains(input_error_of([&] { parse_json(open + std::string(100'000, ']')); }), "nested"));
  EXPECT_NO_THROW(parse_json(std::string(400, '[') + std::string(400, ']')));
}

Value random_value(std::mt19937_64& engine, int depth) {
  const auto kind = engine() % (depth > 3 ? 5 : 7);
  if (kind == 0) return {};
  if (kind == 1) return engine() % 2 == 0;
  if (kind == 2) return static_cast<std::int64_t>(engine());
  if (kind == 3) return std::ldexp(static_cast<double>(engine()), static_cast<int>(engine() % 200) - 100);
  std::string text;
  for (auto n = engine() % 5; n > 0; --n) text += static_cast<char>(engine() % 128);
  if (kind == 4) return text;
  Value::Array items;
  Value::Table entries;
  for (auto n = engine() % 4; n > 0; --n) {
    items.push_back(random_value(engine, depth + 1));
    entries.insert_or_assign(text + std::to_string(n), items.back());
  }
  return kind == 5 ? Value{items} : Value{entries};
}

TEST(ParseJson, ReadsBackEqualWhateverIsWritten) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 engine{seed};
  for (int i = 0; i < 500; ++i) {
    const auto value = random_value(engine, 0);
    const auto text = canonical_json(value);
    ASSERT_EQ(parse_json(text), value) << text;
    ASSERT_EQ(canonical_json(parse_json(text)), text);
  }
}

}  // namespace
}  // namespace unseen
