#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support/input_error.hpp"
#include "support/plugins.hpp"

namespace unseen {
namespace {

const std::vector<std::string> kPlugins{"gauss_noise",
                                        "horizontal_flip",
                                        "hue_saturation_value",
                                        "image_compression",
                                        "random_brightness_contrast",
                                        "rgb_shift"};

std::string refusal_of(const std::string& plugin, const std::string& params) {
  return input_error_of([&] { make_augmentation(plugin, params); });
}

TEST(AugmentationOptions, AreExplainedInALineEach) {
  for (const auto& plugin : kPlugins) {
    const Params params{"augmentation", {}, Params::Mode::describe};
    load_plugin<Augmentation>(plugin).make(params);
    EXPECT_FALSE(params.described().empty());
    for (const auto& info : params.described()) {
      EXPECT_FALSE(info.description.empty()) << plugin << "." << info.name;
      EXPECT_EQ(info.description.find('\n'), std::string::npos) << plugin << "." << info.name;
      EXPECT_NE(info.default_text, "required") << plugin << "." << info.name;
    }
  }
}

TEST(AugmentationOptions, HaveTheDefaultsOfAlbumentations) {
  const auto resolved = [](const std::string& plugin) {
    const Params params{"augmentation", {}};
    load_plugin<Augmentation>(plugin).make(params);
    return params.resolved();
  };
  const auto expect = [&](const std::string& plugin, const std::string& name, const Value& wanted) {
    const auto all = resolved(plugin);
    ASSERT_NE(all.find(name), nullptr) << plugin << "." << name;
    EXPECT_EQ(canonical_json(*all.find(name)), canonical_json(wanted)) << plugin << "." << name;
  };
  for (const auto& plugin : kPlugins) expect(plugin, "p", 0.5);
  for (const auto* name : {"r_shift_limit", "g_shift_limit", "b_shift_limit"}) {
    expect("rgb_shift", name, Value::Array{-20.0, 20.0});
  }
  expect("hue_saturation_value", "hue_shift_limit", Value::Array{-20.0, 20.0});
  expect("hue_saturation_value", "sat_shift_limit", Value::Array{-30.0, 30.0});
  expect("hue_saturation_value", "val_shift_limit", Value::Array{-20.0, 20.0});
  expect("random_brightness_contrast", "brightness_limit", Value::Array{-0.2, 0.2});
  expect("random_brightness_contrast", "contrast_limit", Value::Array{-0.2, 0.2});
  expect("random_brightness_contrast", "brightness_by_max", true);
  expect("image_compression", "quality_lower", 99);
  expect("image_compression", "quality_upper", 100);
  expect("gauss_noise", "var_limit", Value::Array{10.0, 50.0});
  expect("gauss_noise", "mean", 0.0);
  expect("gauss_noise", "per_channel", true);
  expect("gauss_noise", "std_range", Value::Array{0.2, 0.44});
}

TEST(AugmentationOptions, RefuseALimitOutOfOrder) {
  EXPECT_TRUE(contains(refusal_of("rgb_shift", R"({"g_shift_limit": [20, -20]})"),
                       "\"g_shift_limit\" wants numbers"));
  EXPECT_TRUE(
      contains(refusal_of("hue_saturation_value", R"({"val_shift_limit": [1, 0]})"), "[least, most]"));
  EXPECT_TRUE(
      contains(refusal_of("random_brightness_contrast", R"({"contrast_limit": [0.1, 0]})"), "in order"));
  EXPECT_TRUE(contains(refusal_of("gauss_noise", R"({"var_limit": [50, 10]})"), "var_limit"));
  EXPECT_TRUE(contains(refusal_of("image_compression", R"({"quality_lower": 80, "quality_upper": 40})"),
                       "quality_lower, 80, is above quality_upper, 40"));
  EXPECT_TRUE(contains(refusal_of("image_compression", R"({"quality_upper": 40})"), "99, is above"));
}

TEST(AugmentationOptions, RefuseWhatNoPictureHas) {
  for (const auto& plugin : kPlugins) {
    EXPECT_TRUE(contains(refusal_of(plugin, R"({"p": 1.5})"), "\"p\" wants a number 0 to 1"));
  }
  EXPECT_TRUE(contains(refusal_of("rgb_shift", R"({"r_shift_limit": 256})"), "-255 to 255"));
  EXPECT_TRUE(contains(refusal_of("gauss_noise", R"({"var_limit": [-1, 5]})"), "0 to 65025"));
  EXPECT_TRUE(contains(refusal_of("image_compression", R"({"quality_upper": 101})"), "0 to 100"));
  EXPECT_TRUE(contains(refusal_of("image_compression", R"({"quality_lower": 0, "compression_type": "webp"})"),
                       "WebP's least quality is 1"));
}

TEST(AugmentationOptions, RefuseThoseOfTheOtherRelease) {
  EXPECT_TRUE(contains(refusal_of("gauss_noise", R"({"std_range": [0.1, 0.2]})"),
                       "release = \"1.1.0\" does not know it"));
  EXPECT_TRUE(contains(refusal_of("gauss_noise", R"({"release": "2.0.8", "var_limit": 10})"),
                       "set release = \"1.1.0\""));
  EXPECT_TRUE(contains(refusal_of("rgb_shift", R"({"release": "3.0"})"), "one of 1.1.0 | 2.0.8"));
}

TEST(AugmentationOptions, WantEveryLimitAsAFractionOrNone) {
  EXPECT_TRUE(
      contains(refusal_of("hue_saturation_value",
                          R"({"limits": "as_fraction", "hue_shift_limit": 0.3, "sat_shift_limit": 0.3})"),
               "\"val_shift_limit\" is required"));
  EXPECT_TRUE(
      contains(refusal_of("hue_saturation_value", R"({"limits": "as_fraction", "hue_shift_limit": 200})"),
               "\"hue_shift_limit\" wants numbers -180 to 180"));
  EXPECT_TRUE(
      contains(refusal_of("hue_saturation_value",
                          R"({"limits": "as_fraction", "hue_shift_limit": 20, "sat_shift_limit": 20})"),
               "\"sat_shift_limit\" wants numbers -1 to 1"));
}

}  // namespace
}  // namespace unseen
