#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "sample_tables.hpp"
#include "study/table.hpp"

namespace unseen {
namespace {

TEST(Csv, HasOneLineForEachNumber) {
  EXPECT_EQ(to_csv(build_table(two_seeds())), R"(
rule,test,metric,value,sd,n,seeds,low,high,state,difference,published,run_ids
ERM,CDF,video_auc,0.78125,0.04419417382415922,2,2,,,finished,,,ERM-1 ERM-2
ERM,WDF,video_auc,0.5625,0.08838834764831845,2,2,,,finished,,,ERM-1 ERM-2
ERM,Average,video_auc,0.671875,0.06629126073623882,2,2,,,finished,,,ERM-1 ERM-2
SAM,CDF,video_auc,0.875,0,2,2,,,finished,,,SAM-1 SAM-2
SAM,WDF,video_auc,0.5,0,2,2,,,finished,,,SAM-1 SAM-2
SAM,Average,video_auc,0.6875,0,2,2,,,finished,,,SAM-1 SAM-2
+PIM,CDF,video_auc,0.9375,,1,2,,,running,,,+PIM-1
+PIM,WDF,video_auc,0.75,,1,2,,,running,,,+PIM-1
+PIM,Average,video_auc,0.84375,,1,2,,,incomplete,,,+PIM-1
)" + 1);
}

TEST(Csv, QuotesWhatHoldsSeparatorsQuotesOrLines) {
  TableInput input;
  input.config = {{"the, rule"}, {"test"}, {"video_auc"}, "", false};
  input.entries = {finished({{"the, rule", "a \"b\""}}, "T\n1", 1, 0.5)};
  EXPECT_EQ(to_csv(build_table(input)),
            "\"the, rule\",test,metric,value,sd,n,seeds,low,high,state,difference,published,run_ids\n"
            "\"a \"\"b\"\"\",\"T\n1\",video_auc,0.5,,1,1,,,finished,,,\"a \"\"b\"\"-1\"\n");
}

TEST(Csv, KeepsEveryDigit) {
  TableInput input;
  input.config.columns = {"test"};
  input.entries = {finished({}, "T", 1, 1.0 / 3.0)};
  const auto text = to_csv(build_table(input));
  const auto place = text.find("0.333");
  ASSERT_NE(place, std::string::npos) << text;
  EXPECT_EQ(std::stod(text.substr(place)), 1.0 / 3.0);
}

TEST(Json, IsTheTableWithNullForWhatIsUnknown) {
  auto input = one_seed();
  input.entries[1] = unfinished({{"rule", "SAM"}, {"lr", "0.001"}}, "mini", 7, "failed");
  EXPECT_EQ(to_json(build_table(input)), R"(
{
  "experiment": "one_seed",
  "title": "A caption.",
  "metrics": [
    "video_auc"
  ],
  "seeds": 1,
  "rows": [
    "rule",
    "lr"
  ],
  "columns": [
    "test"
  ],
  "notes": [
    "Video AUC (%), one seed; [low, high]: 95 % interval (DeLong over videos).",
    "Each number is of 14 real + 14 fake videos."
  ],
  "cells": [
    {
      "labels": {
        "rule": "ERM",
        "lr": "0.001",
        "test": "mini"
      },
      "metric": "video_auc",
      "value": 0.83059,
      "sd": null,
      "n": 1,
      "low": 0.70559,
      "high": 0.89309,
      "state": "finished",
      "difference": null,
      "published": null,
      "run_ids": [
        "ERM-7"
      ],
      "average": false,
      "best": false,
      "second": false
    },
    {
      "labels": {
        "rule": "SAM",
        "lr": "0.001",
        "test": "mini"
      },
      "metric": "video_auc",
      "value": null,
      "sd": null,
      "n": 0,
      "low": null,
      "high": null,
      "state": "failed",
      "difference": null,
      "published": null,
      "run_ids": [],
      "average": false,
      "best": false,
      "second": false
    }
  ]
}
)" + 1);
}

TEST(Json, KeepsEveryDigitAndSurvivesBadText) {
  TableInput input;
  input.config.columns = {"test"};
  input.entries = {finished({}, "T\xFF", 1, 1.0 / 3.0)};
  const auto document = nlohmann::json::parse(to_json(build_table(input)));
  EXPECT_EQ(document["cells"][0]["value"].get<double>(), 1.0 / 3.0);
}

TEST(Json, TellsTheAverageFromATestOfThatName) {
  auto input = two_seeds();
  for (auto& entry : input.entries) {
    if (entry.labels.back().label == "WDF") entry.labels.back().label = "Average";
  }
  const auto document = nlohmann::json::parse(to_json(build_table(input)));
  EXPECT_FALSE(document["cells"][1]["average"].get<bool>());
  EXPECT_TRUE(document["cells"][2]["average"].get<bool>());
}

}  // namespace
}  // namespace unseen
