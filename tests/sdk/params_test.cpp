#include <unseen/params.hpp>

#include <gtest/gtest.h>

#include <limits>

#include "support/input_error.hpp"

namespace unseen {
namespace {

Value placed(Value value, int line, int column) {
  value.source = {std::make_shared<const std::string>("x.toml"), line, column};
  return value;
}

Params of(Value::Table table, Params::Mode mode = Params::Mode::checked) {
  return {"regularizer \"sam\"", placed(std::move(table), 3, 1), mode};
}

TEST(Params, GiveWhatTheTableHolds) {
  const auto params = of({{"n", 0.5},
                          {"i", 7},
                          {"b", true},
                          {"t", "x"},
                          {"ts", Value::Array{"a", "b"}},
                          {"ns", Value::Array{1, 2.5}},
                          {"v", Value::Table{{"k", 1}}}});
  EXPECT_EQ(params.number("n", 1.0, ""), 0.5);
  EXPECT_EQ(params.integer("i", 1, ""), 7);
  EXPECT_TRUE(params.flag("b", false, ""));
  EXPECT_EQ(params.text("t", "y", ""), "x");
  EXPECT_EQ(params.texts("ts", {}, ""), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(params.numbers("ns", {}, ""), (std::vector<double>{1.0, 2.5}));
  EXPECT_EQ(params.value("v", ""), (Value{Value::Table{{"k", 1}}}));
  params.refuse_unread();
}

TEST(Params, GiveDefaultsForWhatItDoesNot) {
  const auto params = of({});
  EXPECT_EQ(params.number("n", 0.05, ""), 0.05);
  EXPECT_EQ(params.integer("i", 3, ""), 3);
  EXPECT_TRUE(params.flag("b", true, ""));
  EXPECT_EQ(params.text("t", "y", ""), "y");
  EXPECT_EQ(params.texts("ts", {{"a"}}, ""), std::vector<std::string>{"a"});
  EXPECT_EQ(params.numbers("ns", {{1.5}}, ""), std::vector<double>{1.5});
  EXPECT_TRUE(params.value("v", "").is_null());
}

TEST(Params, ResolveToAllThatWasReadDefaultsIncluded) {
  const auto params = of({{"n", 1}, {"v", Value::Array{1, "x"}}, {"unread", 1}});
  params.number("n", 0.5, "");
  params.text("t", "y", "");
  params.numbers("ns", {{1.0}}, "");
  params.texts("ts", {{"a"}}, "");
  params.value("v", "");
  params.value("absent", "");
  EXPECT_EQ(canonical_json(params.resolved()), R"({"n":1.0,"ns":[1.0],"t":"y","ts":["a"],"v":[1,"x"]})");
}

TEST(Params, TakeAnIntegerForANumberButNoNumberForAnInteger) {
  EXPECT_EQ(of({{"n", 3}}).number("n", {}, ""), 3.0);
  input_error_of([] { of({{"i", 3.0}}).integer("i", {}, ""); });
}

TEST(Params, RefuseAWrongTypeWithItsPlace) {
  const auto params = of({{"rho", placed("wide", 4, 7)}});
  const auto error = input_error_of([&] { params.number("rho", 0.05, ""); });
  EXPECT_EQ(error,
            "x.toml:4:7: regularizer \"sam\": parameter \"rho\" wants a number, found a string (\"wide\")");
}

TEST(Params, RefuseEveryOtherWrongType) {
  const auto params = of({{"x", Value::Table{}}, {"mixed", Value::Array{1, "a"}}});
  input_error_of([&] { params.integer("x", 1, ""); });
  input_error_of([&] { params.flag("x", true, ""); });
  input_error_of([&] { params.text("x", "", ""); });
  input_error_of([&] { params.texts("x", {}, ""); });
  input_error_of([&] { params.texts("mixed", {}, ""); });
  input_error_of([&] { params.numbers("x", {}, ""); });
  input_error_of([&] { params.numbers("mixed", {}, ""); });
}

TEST(Params, KeepBoundsBothEndsIncluded) {
  const Range range{0, 1};
  EXPECT_EQ(of({{"n", 0}}).number("n", {}, "", range), 0.0);
  EXPECT_EQ(of({{"n", 1}}).number("n", {}, "", range), 1.0);
  EXPECT_EQ(of({{"n", 1}}).integer("n", {}, "", range), 1);
  EXPECT_TRUE(contains(input_error_of([&] {
                         of({{"n", 1.001}}).number("n", {}, "", range);
                       }),
                       "a number 0 to 1"));
  EXPECT_TRUE(contains(input_error_of([&] {
                         of({{"n", -1}}).integer("n", {}, "", range);
                       }),
                       "an integer 0 to 1"));
  EXPECT_TRUE(contains(input_error_of([&] {
                         of({{"n", -1}}).integer("n", {}, "", {0});
                       }),
                       "an integer >= 0"));
  EXPECT_TRUE(contains(input_error_of([&] {
                         of({{"n", Value::Array{0.5, 2}}}).numbers("n", {}, "", range);
                       }),
                       "numbers 0 to 1"));
}

TEST(Params, GiveAnIntervalFromTwoNumbersOrOne) {
  const auto least_and_most = [](const Params& params, Range range = {}) {
    const auto interval = params.interval("n", Range{-20, 20}, "", range);
    return std::pair{interval.least, interval.most};
  };
  EXPECT_EQ(least_and_most(of({})), std::pair(-20.0, 20.0));
  EXPECT_EQ(least_and_most(of({{"n", Value::Array{-1, 2.5}}})), std::pair(-1.0, 2.5));
  EXPECT_EQ(least_and_most(of({{"n", Value::Array{3, 3}}})), std::pair(3.0, 3.0));
  EXPECT_EQ(least_and_most(of({{"n", 4}})), std::pair(-4.0, 4.0));
  EXPECT_EQ(least_and_most(of({{"n", 4}}), {0, 9}), std::pair(0.0, 4.0));
  const auto params = of({{"n", 4}});
  least_and_most(params);
  EXPECT_EQ(canonical_json(params.resolved()), R"({"n":[-4.0,4.0]})");
}

TEST(Params, RefuseAnIntervalOutOfOrderOrOutOfBounds) {
  const auto refused = [](const Value& value) {
    return input_error_of([&] { of({{"n", placed(value, 5, 1)}}).interval("n", {}, "", {-10, 10}); });
  };
  EXPECT_EQ(refused(Value::Array{2, 1}),
            "x.toml:5:1: regularizer \"sam\": parameter \"n\" wants numbers -10 to 10 in order, [least, "
            "most], found "
            "an array ([2,1])");
  for (const auto& value : {Value::Array{-11, 0}, Value::Array{0, 11}, Value::Array{1}, Value::Array{1, 2, 3},
                            Value::Array{"a", 1}, Value::Array{}}) {
    EXPECT_TRUE(contains(refused(value), "in order"));
  }
  for (const auto& value :
       {Value{11}, Value{-1}, Value{"a"}, Value{std::numeric_limits<double>::quiet_NaN()}}) {
    EXPECT_TRUE(contains(refused(value), "in order"));
  }
  EXPECT_TRUE(contains(input_error_of([] { of({}).interval("n", {}, ""); }), "is required"));
}

TEST(Params, RefuseNumbersThatAreNotFinite) {
  for (const auto odd : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    EXPECT_TRUE(contains(input_error_of([&] {
                           of({{"n", placed(odd, 5, 1)}}).number("n", {}, "");
                         }),
                         "x.toml:5:1: "));
    input_error_of([&] { of({{"n", odd}}).number("n", {}, "", {0}); });
  }
}

TEST(Params, KeepChoices) {
  const std::vector<std::string> choices = {"sgd", "adam"};
  EXPECT_EQ(of({{"t", "adam"}}).text("t", "sgd", "", choices), "adam");
  EXPECT_TRUE(contains(input_error_of([&] {
                         of({{"t", "adma"}}).text("t", "sgd", "", choices);
                       }),
                       "one of sgd | adam"));
  EXPECT_TRUE(contains(input_error_of([&] {
                         of({{"t", Value::Array{"sgd", "x"}}}).texts("t", {}, "", choices);
                       }),
                       "only sgd | adam"));
}

TEST(Params, RequireWhatHasNoDefault) {
  const auto error = input_error_of([] { of({}).number("rho", {}, ""); });
  EXPECT_EQ(error, "x.toml:3:1: regularizer \"sam\": parameter \"rho\" is required");
  EXPECT_TRUE(
      contains(input_error_of([] { Params("regularizer \"sam\"", {}).text("t", {}, ""); }), "is required"));
}

TEST(Params, RefuseAKeyThatNobodyReadAndNameTheNearest) {
  const auto params = of({{"roh", placed(1, 5, 2)}});
  params.number("rho", 0.05, "");
  params.number("adaptive", 0.0, "");
  EXPECT_EQ(input_error_of([&] { params.refuse_unread(); }),
            "x.toml:5:2: regularizer \"sam\": unknown parameter \"roh\"; did you mean \"rho\"?");
}

TEST(Params, DoNotCountAskingAsReading) {
  const auto params = of({{"rho", 1}});
  EXPECT_TRUE(params.has("rho"));
  EXPECT_FALSE(params.has("alpha"));
  EXPECT_TRUE(
      contains(input_error_of([&] { params.refuse_unread(); }), "unknown parameter \"rho\"; none is known"));
}

TEST(Params, TakeAKeyWithADotForOneKey) {
  const auto params = of({{"a.b", placed(1, 9, 1)}, {"a", Value::Table{{"c", 1}}}});
  EXPECT_TRUE(params.has("a.b"));
  EXPECT_FALSE(params.has("a.c"));
  EXPECT_EQ(params.where("a.b"), "x.toml:9:1: regularizer \"sam\".a.b");
}

TEST(Params, SayWhereAKeyStands) {
  const auto params = of({{"rho", placed(1, 5, 2)}});
  EXPECT_EQ(params.where("rho"), "x.toml:5:2: regularizer \"sam\".rho");
  EXPECT_EQ(params.where("alpha"), "x.toml:3:1: regularizer \"sam\".alpha");
  EXPECT_EQ(Params("owner", {}).where("x"), "owner.x");
}

TEST(Params, WantATable) {
  EXPECT_TRUE(contains(input_error_of([] { Params("owner", Value{3}); }),
                       "owner: wants a table, found an integer (3)"));
}

TEST(Params, DescribeThemselvesWithoutATable) {
  const Params params{"owner", {}, Params::Mode::describe};
  EXPECT_EQ(params.number("n", {}, "a number", {0.5, 2}), 0.5);
  EXPECT_EQ(params.integer("i", {}, "an integer", {2, 8}), 2);
  EXPECT_EQ(params.integer("j", {}, "an integer", {0.5, 8}), 1);
  EXPECT_FALSE(params.flag("b", {}, "a flag"));
  EXPECT_EQ(params.text("t", {}, "a text", {"x", "y"}), "x");
  EXPECT_TRUE(params.texts("ts", {}, "texts").empty());
  EXPECT_EQ(params.number("d", 0.05, "with a default"), 0.05);
  EXPECT_EQ(params.mode(), Params::Mode::describe);
  params.refuse_unread();
  ASSERT_EQ(params.described().size(), 7U);
  const auto& first = params.described()[0];
  EXPECT_EQ(first.name, "n");
  EXPECT_EQ(first.type, "number");
  EXPECT_EQ(first.default_text, "required");
  EXPECT_EQ(first.range, "0.5 to 2");
  EXPECT_EQ(first.description, "a number");
  EXPECT_EQ(params.described()[4].range, "x | y");
  EXPECT_EQ(params.described()[6].default_text, "0.05");
}

TEST(Params, DescribeAKeyOnceHoweverOftenItIsRead) {
  const auto params = of({});
  params.number("n", 1.0, "");
  params.number("n", 1.0, "");
  EXPECT_EQ(params.described().size(), 1U);
}

TEST(Params, ShareWhatWasReadBetweenCopies) {
  const auto params = of({{"rho", 1}});
  const auto copy = params;
  copy.number("rho", {}, "");
  params.refuse_unread();
}

TEST(NearestName, FindsSpellingMistakes) {
  const std::vector<std::string> known = {"epochs", "batch_size", "workers", "lr"};
  EXPECT_EQ(nearest_name("epoch", known), "epochs");
  EXPECT_EQ(nearest_name("batchsize", known), "batch_size");
  EXPECT_EQ(nearest_name("rl", {"lr"}), "");
  EXPECT_EQ(nearest_name("l", known), "lr");
  EXPECT_EQ(nearest_name("momentum", known), "");
  EXPECT_EQ(nearest_name("", known), "");
  EXPECT_EQ(nearest_name("x", {}), "");
}

TEST(NearestName, SharesALetterAtLeast) { EXPECT_EQ(nearest_name("x", {"lr"}), ""); }

TEST(NameHint, NamesTheNearestOrAll) {
  EXPECT_EQ(name_hint("roh", {"rho", "alpha"}), "; did you mean \"rho\"?");
  EXPECT_EQ(name_hint("momentum", {"rho", "alpha"}), "; known: rho, alpha");
  EXPECT_EQ(name_hint("momentum", {}), "; none is known");
}

}  // namespace
}  // namespace unseen
