#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <unseen/value.hpp>

namespace unseen {

/// A plugin that an experiment names, with the keys that belong to the plugin (checked later, by the plugin).
struct PluginConfig {
  std::string plugin;
  Value params;  ///< the plugin's table without `plugin`, `path` and the other keys that the core reads
  Source source;
  std::filesystem::path path;  ///< absolute: the plugin's library; empty: searched for by name
};

struct BackboneConfig {
  PluginConfig plugin;
  std::filesystem::path weights;  ///< absolute; empty: random initialisation
};

struct DatasetConfig {
  PluginConfig plugin;
  std::string root_name;  ///< "ffpp" for root = "@ffpp"; empty where the root was written out
  std::filesystem::path
      root;           ///< absolute; empty where the experiment gives none, or `@name` is in no roots.toml
  std::string split;  ///< "train", "val" or "test" by where it stands, unless the file says otherwise
  bool require_complete = false;  ///< a listed file that is absent is an error; no part of a run's identity
};

struct OptimizerConfig {
  std::string name = "sgd";  ///< sgd | adam | adamw
  double lr = 1e-3;
  double momentum = 0.9;                          ///< sgd
  double beta1 = 0.9, beta2 = 0.999, eps = 1e-8;  ///< adam, adamw
  double weight_decay = 0.0;
  double clip_norm = 0.0;                ///< 0: off
  std::string schedule = "linear_tail";  ///< constant | cosine | step | linear_tail
  std::int64_t step_epochs = 30;         ///< step: epochs between two falls
  double step_factor = 0.1;              ///< step: what each fall multiplies by
  double tail = 0.25;                    ///< linear_tail: the share of the epochs that falls to zero
};

struct FacesConfig {
  std::string detector = "none";  ///< none | mtcnn | yunet
  std::filesystem::path model;    ///< absolute; mtcnn: the folder of its three files; empty: not found
  double min_face = 20.0;         ///< mtcnn: least side of a face, pixels
  double min_score = 0.9;         ///< yunet: least score of a face
  std::filesystem::path landmarks = "/usr/share/dlib/shape_predictor_68_face_landmarks.dat";  ///< Debian's
  std::string several = "prominent";  ///< faces of a frame that a test scores: prominent | largest
  std::string crop = "whole";  ///< whole | center; with a detector sbi | ffpp | aligned, and sbi by default
  double fraction = 1.0;       ///< center: kept share of the shorter side, a square
  std::int64_t frames = 32;    ///< candidates in a video
  std::int64_t max_side = 0;   ///< frames are stored reduced to this longer side; 0: native size
  std::string no_face = "exclude";  ///< exclude | half; no part of a run's identity
};

struct TrainConfig {
  std::int64_t epochs = 100;
  std::int64_t batch_size = 64;
  std::int64_t accumulate = 1;
  std::int64_t frames_per_video = 8;
  std::string balance = "class";   ///< class | none | source
  std::string precision = "fp32";  ///< fp32 | tf32 | bf16
  std::string device = "auto";     ///< auto | cpu | cuda | cuda:N; no part of a run's identity
  bool recompute = false;          ///< less memory, more time, the same bits; no part of a run's identity
  std::int64_t workers = 2;        ///< no part of a run's identity
  std::int64_t max_bad_steps = 10;
  DatasetConfig dataset;
  std::vector<PluginConfig> augmentations;
};

struct CheckpointConfig {
  std::int64_t every = 1;  ///< epochs
  std::int64_t keep = 2;
};

struct ValidateConfig {
  std::string select = "best_auc";  ///< best_auc | last
  std::int64_t frames_per_video = 8;
  std::optional<DatasetConfig> dataset;  ///< none: select must be "last"
  std::vector<PluginConfig> augmentations;
};

struct StatisticsShift {
  double mean = 1.0, sigma = 1.0;  ///< factors on the mean and standard deviation of shallow features
};

struct TestConfig {
  std::string name;
  std::int64_t frames_per_video = 32;
  DatasetConfig dataset;
  std::optional<StatisticsShift> perturb;
};

/// All that decides one cell: what a run is made from, and what it is tested on.
struct CellConfig {
  BackboneConfig backbone;
  PluginConfig regularizer;
  OptimizerConfig optimizer;
  FacesConfig faces;
  TrainConfig train;
  CheckpointConfig checkpoint;
  ValidateConfig validate;
  std::vector<TestConfig> tests;
};

struct AxisLabel {
  std::string axis;
  std::string label;
  friend bool operator==(const AxisLabel&, const AxisLabel&) = default;
};

struct Cell {
  std::vector<AxisLabel> labels;  ///< one for each axis, in the order of the sweeps; empty without a sweep
  CellConfig config;
  Value document;  ///< what `config` was parsed from: swept, without [[sweep]] and [table]
};

struct TableConfig {
  std::vector<std::string> rows;     ///< axes, "test" and "metric"
  std::vector<std::string> columns;  ///< likewise
  std::vector<std::string> metrics = {"video_auc"};
  std::string caption;
  bool intervals = false;  ///< 95 % intervals also where several seeds make a value
  bool percent = true;     ///< shares in percent with two decimals; else as they are, with four
  bool average = true;     ///< over the tests, where they are the only columns
  std::optional<std::vector<std::string>> best = {};  ///< axes whose values compete; empty: nothing is marked
  std::optional<AxisLabel> difference = {};           ///< each value's distance from the one with this label
  std::map<std::string, std::string> titles =
      {};  ///< what axes are called where their own name says too little
  std::vector<std::vector<std::string>> together = {};  ///< axes of one sweep: ordered as its values stand
  std::filesystem::path published = {};  ///< absolute; a CSV of numbers to stand beside; empty: none
};

/// A whole experiment: parsed, overridden, expanded and checked, but for what only plugins can check.
struct Experiment {
  std::filesystem::path file;  ///< absolute
  std::string name;
  std::string description;
  std::vector<std::int64_t> seeds;
  std::vector<Cell> cells;
  std::optional<TableConfig> table;
  Value document;    ///< extended and overridden, not swept: what --print-config shows
  std::string hash;  ///< SHA-256 of the canonical document: the key of its plans
};

}  // namespace unseen
