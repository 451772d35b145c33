#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace unseen {

/// What the command line says, for each command.

struct RunOptions {
  std::vector<std::filesystem::path> experiments;
  std::vector<std::string> set, only;
  std::filesystem::path database;  ///< empty: beside the experiment
  bool dry_run = false, plan = false, print_config = false, force = false;
  std::int64_t jobs = 1;
  std::vector<std::string> command_line;  ///< as typed, for the processes of --jobs
};

struct EvaluateOptions {
  std::filesystem::path experiment;
  std::vector<std::string> set, only;
  std::vector<std::string> tests;  ///< NAME=PLUGIN:ROOT
  std::filesystem::path database;
  bool force = false;
};

struct PluginsOptions {
  std::string name;
};

struct DatasetOptions {
  std::string plugin;
  std::string root;                     ///< a folder, or @NAME
  std::vector<std::string> splits;      ///< empty: all that the data set has
  std::vector<std::string> parameters;  ///< NAME=VALUE
  bool json = false;
};

struct PredictOptions {
  std::string run;                   ///< a run's id; else
  std::filesystem::path checkpoint;  ///< a weight file of
  std::string backbone, variant;     ///< this network
  std::string tag;                   ///< the published weights whose mean and deviation hold; empty: default
  std::int64_t side = 0;             ///< 0: the network's own
  std::vector<std::filesystem::path> paths;
  std::filesystem::path database;
  std::string device = "auto";
  std::string faces;                  ///< none, mtcnn or yunet; empty: the run's, or none
  std::filesystem::path faces_model;  ///< the detector's; empty: what scripts/setup fetched
  std::int64_t frames_per_video = 32, batch_size = 32;
  bool frames = false, json = false;
};

struct PrepareOptions {
  std::filesystem::path what;  ///< an experiment's file, or the name of a data set's plugin
  std::vector<std::string> set;
  std::string root;                                         ///< of the data set: a folder, or @NAME
  std::vector<std::string> splits{"train", "val", "test"};  ///< of the data set
  std::string device = "auto";
  std::int64_t workers = 2;
  bool landmarks = false;  ///< of a data set; an experiment asks for them by its augmentations
  bool check = false;
  std::filesystem::path sheet;  ///< empty: none
  std::int64_t samples = 48;
};

struct AugmentOptions {
  std::filesystem::path experiment;
  std::vector<std::string> set, only;
  bool validation = false;  ///< the chain of [validate], else of [train]
  std::int64_t epoch = 0, samples = 8;
  std::filesystem::path sheet;
};

struct WeightsOptions {
  std::filesystem::path file;
  std::filesystem::path out;  ///< convert to this file; empty: list
};

struct DoctorOptions {
  std::filesystem::path database;
};

struct LsOptions {
  std::filesystem::path database;
  std::string selector;  ///< empty: all
  std::string state, experiment;
  std::size_t limit = 0;
};

struct ShowOptions {
  std::filesystem::path database;
  std::string run;
};

struct PlotOptions {
  std::filesystem::path database;
  std::vector<std::string> selectors;  ///< one a line of the chart
  std::vector<std::string> metrics = {"val/video_auc", "train/loss"};
  std::vector<std::string> tests;  ///< empty: all that the runs have
  std::filesystem::path out;
};

/// Pictures that need the networks: of an experiment's finished runs.
struct ModelPlotOptions {
  std::filesystem::path experiment;
  std::vector<std::string> set, only;
  std::filesystem::path database, out;
  std::string method = "umap";    ///< umap | tsne | pca
  std::uint64_t layout_seed = 1;  ///< umap
  std::int64_t samples = 1;       ///< cam: faces of each test
};

struct ReportOptions {
  std::filesystem::path database;
  std::string selector;  ///< empty: all runs
  std::string title = "Report";
  std::filesystem::path out;
};

struct TagOptions {
  std::filesystem::path database;
  std::string selector;
  std::vector<std::string> add, remove;
};

struct NoteOptions {
  std::filesystem::path database;
  std::string selector, text;
};

struct ExportOptions {
  std::filesystem::path database;
  std::string selector;        ///< empty: all runs
  std::string format = "csv";  ///< csv | jsonl | tensorboard
  std::filesystem::path out;   ///< a folder
};

struct QueryOptions {
  std::filesystem::path database;
  std::string sql, format = "text";  ///< text | csv | json
};

struct CompareOptions {
  std::filesystem::path database;
  std::string first, second;  ///< runs, as select_runs() takes them
  std::string metric = "video_auc";
  std::size_t replicates = 2000;
  std::uint64_t seed = 1;
  bool pairs = false, json = false;
};

struct TableOptions {
  std::vector<std::filesystem::path> experiments;
  std::vector<std::string> set;
  std::filesystem::path database;
  std::string format = "markdown";  ///< markdown | latex | csv | json | html
  bool cells = false;
  std::filesystem::path out;  ///< a folder for each table in every format; empty: printed
};

struct GcOptions {
  std::filesystem::path database;
  std::vector<std::string> runs;  ///< named ones, finished or not
  bool yes = false;
};

struct NewPluginOptions {
  std::string kind, name;
  std::filesystem::path folder;
};

}  // namespace unseen
