#include "experiment/overrides.hpp"

#include <gtest/gtest.h>

#include "experiment_folder.hpp"

namespace unseen {
namespace {

Value override_of(const std::string& argument) { return parse_overrides({argument}).assignments.at(0).value; }

TEST(Overrides, AreTypedAsToml) {
  EXPECT_EQ(override_of("a=3"), Value{3});
  EXPECT_EQ(override_of("a=3.0"), Value{3.0});
  EXPECT_EQ(override_of("a=true"), Value{true});
  EXPECT_EQ(override_of("a='3'"), Value{"3"});
  EXPECT_EQ(override_of("a=[1, 2]"), (Value{Value::Array{1, 2}}));
}

TEST(Overrides, TakeABareWordAsAString) {
  EXPECT_EQ(override_of("a=sam"), Value{"sam"});
  EXPECT_EQ(override_of("a=@ffpp"), Value{"@ffpp"});
  EXPECT_EQ(override_of("a=cuda:1"), Value{"cuda:1"});
  EXPECT_EQ(override_of("a=x=y"), Value{"x=y"});
  EXPECT_EQ(override_of("a="), Value{""});
}

TEST(Overrides, RefuseWhatOnlyLooksLikeToml) {
  for (const auto* argument : {"a=[1, 2", "a={ b = ", "a=\"open", "a='open"}) {
    EXPECT_TRUE(contains(input_error_of([&] { parse_overrides({argument}); }), "is no TOML value"))
        << argument;
  }
}

TEST(Parameters, AreTypedAsOverridesAre) {
  const auto table =
      parse_parameters({"release=validation", "side=32", "methods=[\"seam\"]", "list=a=b.csv"});
  EXPECT_EQ(canonical_json(table),
            R"({"list":"a=b.csv","methods":["seam"],"release":"validation","side":32})");
  EXPECT_EQ(canonical_json(parse_parameters({})), "{}");
}

TEST(Parameters, RefuseAWordThatIsNone) {
  EXPECT_TRUE(contains(input_error_of([] { parse_parameters({"validation"}); }), "validation: NAME=VALUE"));
  EXPECT_TRUE(contains(input_error_of([] { parse_parameters({"=x"}); }), "NAME=VALUE"));
  EXPECT_TRUE(contains(input_error_of([] { parse_parameters({"a=1", "a=2"}); }), "twice"));
  EXPECT_TRUE(contains(input_error_of([] { parse_parameters({"a=[1"}); }), "is no TOML value"));
}

TEST(Overrides, RefuseAnArgumentWithoutAPath) {
  for (const auto* argument : {"", "train.epochs", "=3", "train..epochs=3", ".a=3", "a.=3", "roots.=x",
                               "roots.a=", "extends=b.toml", "train={}"}) {
    EXPECT_TRUE(contains(input_error_of([&] { parse_overrides({argument}); }), argument));
  }
}

TEST(Overrides, ReplaceValuesOfTheFile) {
  const ExperimentFolder folder;
  const auto config =
      folder.load_least("epochs = 7\n", {"train.epochs=3", "optimizer.lr=1", "faces.crop=center"})
          .cells.at(0)
          .config;
  EXPECT_EQ(config.train.epochs, 3);
  EXPECT_EQ(config.optimizer.lr, 1.0);
  EXPECT_EQ(config.faces.crop, "center");
}

TEST(Overrides, LetTheLastOfSeveralCount) {
  const ExperimentFolder folder;
  EXPECT_EQ(folder.load_least("", {"train.epochs=3", "train.epochs=4"}).cells.at(0).config.train.epochs, 4);
}

TEST(Overrides, MergeATable) {
  const ExperimentFolder folder;
  const auto config = folder.load_least("epochs = 7\n", {"train={workers = 5}"}).cells.at(0).config;
  EXPECT_EQ(config.train.epochs, 7);
  EXPECT_EQ(config.train.workers, 5);
}

TEST(Overrides, RefuseAnUnknownPath) {
  const ExperimentFolder folder;
  const auto key = folder.refusal_of_least("", {"train.epoch=3"});
  EXPECT_TRUE(contains(key, "--set train.epoch=3: "));
  EXPECT_TRUE(contains(key, "did you mean \"epochs\"?"));
  const auto section = folder.refusal_of_least("", {"trian.epochs=3"});
  EXPECT_TRUE(contains(section, "--set trian.epochs=3: "));
  EXPECT_TRUE(contains(section, "did you mean \"train\"?"));
}

TEST(Overrides, RefuseAWrongTypeNamingTheArgument) {
  const ExperimentFolder folder;
  EXPECT_TRUE(contains(folder.refusal_of_least("", {"train.epochs=many"}), "--set train.epochs=many: "));
}

TEST(Overrides, DoNotLeadIntoArrays) {
  const ExperimentFolder folder;
  const auto error =
      folder.refusal_of_least("[[test]]\nname = 'a'\ndataset = { plugin = 'x' }\n", {"test.0.name=b"});
  EXPECT_TRUE(contains(error, "a path cannot lead into an array"));
  EXPECT_TRUE(contains(folder.refusal_of_least("", {"name.x=b"}), "a string stands before \"x\""));
}

TEST(Overrides, StartAnotherPluginFromItsDefaults) {
  const ExperimentFolder folder;
  const std::string text =
      "name = 'a'\n[backbone]\nplugin = 'b'\nweights = 'w'\nside = 3\n"
      "[regularizer]\nplugin = 'gradreg_pim'\nr = 0.1\n[train]\ndataset.plugin = 'x'\n";
  const auto other = folder.load(text, {"regularizer.rho=0.5", "regularizer.plugin=sam"}).cells.at(0).config;
  EXPECT_EQ(other.regularizer.plugin, "sam");
  EXPECT_EQ(canonical_json(other.regularizer.params), R"({"rho":0.5})");
  EXPECT_FALSE(other.backbone.weights.empty());
  const auto same =
      folder.load(text, {"regularizer.plugin=gradreg_pim", "regularizer.alpha=1"}).cells.at(0).config;
  EXPECT_EQ(canonical_json(same.regularizer.params), R"({"alpha":1,"r":0.1})");
  const auto backbone = folder.load(text, {"backbone.plugin=c"}).cells.at(0).config.backbone;
  EXPECT_TRUE(backbone.weights.empty());
  EXPECT_EQ(canonical_json(backbone.plugin.params), "{}");
}

TEST(Overrides, RefuseASweptPath) {
  const ExperimentFolder folder;
  const std::string sweep = "[[sweep]]\naxis = 'optimizer.lr'\nvalues = [1e-3, 1e-2]\n";
  const auto error = folder.refusal_of_least(sweep, {"optimizer.lr=1"});
  EXPECT_TRUE(
      contains(error, "--set optimizer.lr=1: \"optimizer.lr\" is swept by the axis \"optimizer.lr\""));
  EXPECT_TRUE(contains(error, "--only"));
  EXPECT_TRUE(contains(folder.refusal_of_least(sweep, {"optimizer={lr = 1}"}), "is swept by the axis"));
  EXPECT_EQ(folder.load_least(sweep, {"optimizer.momentum=0"}).cells.size(), 2U);
}

TEST(Overrides, RefuseARootThatNobodyUses) {
  const ExperimentFolder folder;
  const std::string text = "[validate]\ndataset = { plugin = 'x', root = '@ffpp' }\n";
  EXPECT_TRUE(contains(folder.refusal_of_least(text, {"roots.ffp=/data"}), "did you mean \"ffpp\"?"));
  EXPECT_EQ(folder.load_least(text, {"roots.ffpp=/data"}).cells.at(0).config.validate.dataset->root, "/data");
}

}  // namespace
}  // namespace unseen
