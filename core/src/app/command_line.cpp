#include "app/command_line.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <functional>

#include <unseen/error.hpp>
#include <unseen/stamp.hpp>

#include "app/commands.hpp"
#include "app/door/door_table.hpp"
#include "app/exit_code.hpp"
#include "app/version.hpp"
#include "plugins/door.hpp"

namespace unseen {
namespace {

using Command = std::function<int()>;

/// The commands that compute, loaded when one of them is asked for.
const DoorTable& door() {
  const auto& table = *static_cast<const DoorTable*>(open_door());
  if (std::string{table.stamp} != UNSEEN_STAMP) {
    throw Error{fmt::format(
        "libunseen_train.so is of another build than the program: wanted {}, found {}; build both",
        UNSEEN_STAMP, table.stamp)};
  }
  return table;
}

class CommandLine {
 public:
  CommandLine(int argc, char** argv) : words_(argv, argv + argc) {
    app_.require_subcommand(1);
    app_.set_version_flag("--version", version_text());
    app_.footer(
        "Exit codes: 0 done, 1 failed, 2 wrong usage or input.\n"
        "Example: unseen run experiments/quickstart.toml");
    add_run();
    add_evaluate();
    add_prepare();
    add_augment();
    add_predict();
    add_readers();
    add_compare();
    add_annotations();
    add_export();
    add_plot();
    add_report();
    add_table();
    add_gc();
    add_plugins();
    add_dataset();
    add_weights();
  }

  int parse(int argc, char** argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      const auto code = app_.exit(error);
      return code == 0 ? kDone : kWrongInput;
    }
    return guarded(command_);
  }

 private:
  CLI::App* add(const std::string& name, const std::string& description, const std::string& example,
                Command command) {
    auto* sub = app_.add_subcommand(name, description);
    sub->footer("Example: " + example);
    sub->callback([this, command = std::move(command)] { command_ = command; });
    return sub;
  }

  static void add_experiment(CLI::App* sub, std::filesystem::path& experiment,
                             std::vector<std::string>& set) {
    sub->add_option("EXPERIMENT", experiment, "TOML file of the experiment")->required();
    add_set(sub, set);
  }

  static void add_set(CLI::App* sub, std::vector<std::string>& set) {
    sub->add_option("--set", set, "override a key: train.epochs=3, roots.ffpp=DIR")
        ->take_all()
        ->allow_extra_args(false);
  }

  static void add_only(CLI::App* sub, std::vector<std::string>& only) {
    sub->add_option("--only", only, "cells of this label: regularizer=ERM, or ERM")
        ->take_all()
        ->allow_extra_args(false);
  }

  static void add_database(CLI::App* sub, std::filesystem::path& database) {
    sub->add_option("--db", database,
                    "results file; default: $UNSEEN_DB, else results/results.db of the project");
  }

  void add_run() {
    auto& o = run_;
    o.command_line = words_;
    auto* sub = add(
        "run", "Train and test what an experiment asks for; what is finished is skipped, the rest resumed",
        "unseen run experiments/quickstart.toml --set train.epochs=3", [&o] { return door().run(o); });
    sub->add_option("EXPERIMENT", o.experiments, "TOML files of experiments")->required();
    add_set(sub, o.set);
    add_only(sub, o.only);
    add_database(sub, o.database);
    sub->add_flag("--dry-run", o.dry_run, "list the runs and what is done of them; train nothing");
    sub->add_flag("--plan", o.plan, "with --dry-run: write the plan, so that `table` knows it");
    sub->add_flag("--print-config", o.print_config,
                  "print the experiment with everything it inherits, as TOML");
    sub->add_flag("--force", o.force, "train again what is finished; the new run takes the old one's place");
    sub->add_option("--jobs", o.jobs, "processes side by side")->check(CLI::Range(1, 64));
  }

  void add_evaluate() {
    auto& o = evaluate_;
    auto* sub =
        add("evaluate", "Test the checkpoints of finished runs on an experiment's tests, or on another set",
            "unseen evaluate experiments/quickstart.toml --test own=image_folder:photos",
            [&o] { return door().evaluate(o); });
    add_experiment(sub, o.experiment, o.set);
    add_only(sub, o.only);
    add_database(sub, o.database);
    sub->add_option("--test", o.tests, "a test of its own: NAME=PLUGIN:ROOT")
        ->take_all()
        ->allow_extra_args(false);
    sub->add_flag("--force", o.force, "test again what is finished");
  }

  void add_prepare() {
    auto& o = prepare_;
    auto* sub = add(
        "prepare", "Decode an experiment's videos, or a data set's, and cut their faces, once for all runs",
        "unseen prepare experiments/mini_ffpp.toml --check --sheet crops.png\n"
        "         unseen prepare faceforensics --root DIR --split train --set faces.detector=mtcnn",
        [&o] { return door().prepare(o); });
    sub->add_option("WHAT", o.what, "an experiment's TOML file, or a data set's plugin")->required();
    sub->add_option("--set", o.set, "override a key; of a data set: faces.detector=mtcnn, dataset.KEY=VALUE")
        ->take_all()
        ->allow_extra_args(false);
    sub->add_option("--root", o.root, "where the data set lies: a folder, or @NAME of a roots.toml");
    sub->add_option("--split", o.splits, "its splits; default: train, val and test")
        ->take_all()
        ->allow_extra_args(false);
    sub->add_option("--device", o.device, "where faces are looked for: auto | cpu | cuda | cuda:N");
    sub->add_option("--workers", o.workers, "threads that decode; detection on a CPU takes all cores")
        ->check(CLI::Range(1, 1024));
    sub->add_flag("--landmarks", o.landmarks,
                  "of a data set: find the faces' landmarks too, as sbi needs them");
    sub->add_flag("--check", o.check, "then read every picture that the crop store holds of them");
    sub->add_option("--sheet", o.sheet, "write a PNG of crops drawn at random, with boxes and labels");
    sub->add_option("--samples", o.samples, "crops on the sheet")->check(CLI::Range(1, 1000));
  }

  void add_augment() {
    auto& o = augment_;
    auto* sub = add("augment", "Draw a contact sheet of what an experiment's augmentations make of its crops",
                    "unseen augment experiments/mini_sbi.toml --sheet augmented.png",
                    [&o] { return door().augment(o); });
    add_experiment(sub, o.experiment, o.set);
    add_only(sub, o.only);
    sub->add_option("--sheet", o.sheet, "the PNG to write: a row a crop, epoch after epoch")->required();
    sub->add_option("--samples", o.samples, "crops, drawn at random")->check(CLI::Range(1, 100));
    sub->add_option("--epoch", o.epoch, "the first epoch to show, from 0")->check(CLI::NonNegativeNumber);
    sub->add_flag("--validation", o.validation, "the augmentations of [validate], the same at each epoch");
  }

  void add_predict() {
    auto& o = predict_;
    auto* sub = add("predict", "Score images and videos: P(fake) of each file",
                    "unseen predict --run 3fa9 interview.mp4 photos/", [&o] { return door().predict(o); });
    sub->add_option("PATH", o.paths, "images, videos, and folders of them")->required();
    sub->add_option("--run", o.run, "the checkpoint, network and crop of this run");
    add_database(sub, o.database);
    sub->add_option("--checkpoint", o.checkpoint, "a weight file, with --backbone");
    sub->add_option("--backbone", o.backbone, "the plugin of --checkpoint's network");
    sub->add_option("--variant", o.variant, "its variant");
    sub->add_option("--tag", o.tag, "the published weights whose side, mean and deviation it follows");
    sub->add_option("--side", o.side, "its input side; default: the variant's own")
        ->check(CLI::Range(32, 4096));
    sub->add_option("--frames-per-video", o.frames_per_video,
                    "frames of each video, evenly spread; at most 1000")
        ->check(CLI::Range(1, 1000));
    sub->add_option("--batch-size", o.batch_size, "frames at once")->check(CLI::Range(1, 4096));
    sub->add_option("--device", o.device, "auto | cpu | cuda | cuda:N");
    sub->add_option("--faces", o.faces, "with --checkpoint: none for whole frames, or who finds faces")
        ->check(CLI::IsMember({"none", "mtcnn", "yunet"}));
    sub->add_option("--faces-model", o.faces_model, "the face detector's model; default: weights/mtcnn");
    sub->add_flag("--frames", o.frames, "one row a frame instead of one a file");
    sub->add_flag("--json", o.json, "JSON lines instead of CSV");
  }

  void add_readers() {
    auto* sub =
        add("ls", "List runs, newest first", "unseen ls --state finished", [this] { return ls(ls_); });
    sub->add_option("FILTER", ls_.selector, "KEY=VALUE,...: regularizer=erm, tag=paper, train.epochs=3");
    add_database(sub, ls_.database);
    sub->add_option("--state", ls_.state, "only runs in this state");
    sub->add_option("--experiment", ls_.experiment, "only runs of this experiment");
    sub->add_option("--limit", ls_.limit, "at most so many");

    sub = add("show", "Show one run: configuration, curves' ends, tests, files", "unseen show 3fa9",
              [this] { return show(show_); });
    add_database(sub, show_.database);
    sub->add_option("RUN", show_.run, "a run id, or its beginning")->required();

    sub = add("query", "Read the results with SQL",
              "unseen query \"SELECT test, metric, value FROM v_final\" --csv",
              [this] { return unseen::query(query_); });
    add_database(sub, query_.database);
    sub->add_option("SQL", query_.sql, "one SELECT; results/README.md documents the views")->required();
    sub->add_flag_callback(
        "--csv", [this] { query_.format = "csv"; }, "comma-separated values");
    sub->add_flag_callback(
        "--json", [this] { query_.format = "json"; }, "a JSON array of objects");
  }

  void add_annotations() {
    auto* sub = add("tag", "Put tags on runs, or take them off",
                    "unseen tag experiment=paper-table4 --add submitted", [this] { return tag(tag_); });
    sub->add_option("RUNS", tag_.selector, "a run's id, or KEY=VALUE,...")->required();
    add_database(sub, tag_.database);
    sub->add_option("--add", tag_.add, "a tag to put on")->take_all()->allow_extra_args(false);
    sub->add_option("--remove", tag_.remove, "a tag to take off")->take_all()->allow_extra_args(false);
    sub = add("note", "Write a note on runs; `unseen show` tells it",
              "unseen note 3fa9 \"the disk was slow\"", [this] { return note(note_); });
    sub->add_option("RUNS", note_.selector, "a run's id, or KEY=VALUE,...")->required();
    sub->add_option("TEXT", note_.text, "the note")->required();
    add_database(sub, note_.database);
  }

  void add_plot() {
    auto* sub =
        app_.add_subcommand("plot", "Draw pictures of results: PNG, SVG or PDF, as the file's ending says");
    sub->require_subcommand(1);
    const auto add_chart = [this, sub](const std::string& name, const std::string& description,
                                       const std::string& example, Command command) {
      auto* chart = sub->add_subcommand(name, description);
      chart->footer("Example: " + example);
      chart->callback([this, command = std::move(command)] { command_ = command; });
      chart->add_option("RUNS", plot_.selectors, "one line each: a run's id, or KEY=VALUE,...")->required();
      add_database(chart, plot_.database);
      chart->add_option("--out", plot_.out, "the picture")->required();
      return chart;
    };
    auto* curves = add_chart("curves", "Learning curves by epoch, with the range over seeds",
                             "unseen plot curves rule=ERM rule=SAM --out curves.png",
                             [this] { return plot_curves(plot_); });
    curves->add_option("--metric", plot_.metrics, "one chart each; default: val/video_auc and train/loss")
        ->take_all()
        ->allow_extra_args(false);
    auto* roc = add_chart("roc", "ROC curves of a test, with AUC and a band over seeds or videos",
                          "unseen plot roc rule=ERM rule=SAM --test CDF --out roc.pdf",
                          [this] { return plot_roc(plot_); });
    roc->add_option("--test", plot_.tests, "one chart each; default: all tests of the runs")
        ->take_all()
        ->allow_extra_args(false);
  }

  void add_report() {
    auto* sub =
        add("report", "Write one self-contained page: tables, curves, ROC, pictures, settings, runs",
            "unseen report experiment=paper-table4 --out report.html", [this] { return report(report_); });
    sub->add_option("FILTER", report_.selector, "a run's id, or KEY=VALUE,...; default: all runs");
    add_database(sub, report_.database);
    sub->add_option("--title", report_.title, "what stands at the top");
    sub->add_option("--out", report_.out, "the HTML file to write")->required();
  }

  void add_export() {
    auto* sub = add("export", "Write runs, curves and scores as CSV, JSON lines or TensorBoard events",
                    "unseen export tag=submitted --format tensorboard --out events",
                    [this] { return export_runs(export_); });
    sub->add_option("FILTER", export_.selector, "a run's id, or KEY=VALUE,...; default: all runs");
    add_database(sub, export_.database);
    sub->add_option("--format", export_.format, "csv | jsonl | tensorboard")
        ->check(CLI::IsMember({"csv", "jsonl", "tensorboard"}));
    sub->add_option("--out", export_.out, "the folder to write to")->required();
  }

  void add_compare() {
    auto& o = compare_;
    auto* sub = add("compare", "Is one better than the other, by how much, and is it noise?",
                    "unseen compare regularizer=erm regularizer=gradreg_pim\n"
                    "         unseen compare 3fa9 81c2 --pairs",
                    [&o] { return compare(o); });
    sub->add_option(
           "A", o.first,
           "a run's id or its beginning, or KEY=VALUE,...: a column of v_runs, experiment, an axis of a "
           "sweep, or a path of the configuration")
        ->required();
    sub->add_option("B", o.second, "likewise; runs are paired with those that differ least")->required();
    add_database(sub, o.database);
    sub->add_option("--metric", o.metric, "video_auc | video_accuracy | video_logloss");
    sub->add_option("--resamples", o.replicates, "of the bootstrap")->check(CLI::Range(100, 1'000'000));
    sub->add_option("--seed", o.seed, "of the bootstrap");
    sub->add_flag("--pairs", o.pairs, "each pair of runs by itself too");
    sub->add_flag("--json", o.json, "one JSON object");
  }

  void add_table() {
    auto* sub = add("table", "Print the [table] of an experiment from the results",
                    "unseen table experiments/quickstart.toml --latex\n"
                    "         unseen table experiments/paper/*.toml --out results/tables",
                    [this] { return table(table_); });
    sub->add_option("EXPERIMENT", table_.experiments, "TOML files of experiments")->required();
    add_set(sub, table_.set);
    add_database(sub, table_.database);
    for (const auto* format : {"markdown", "latex", "csv", "json", "html"}) {
      sub->add_flag_callback(
          std::string{"--"} + format, [this, format] { table_.format = format; }, "this format");
    }
    sub->add_flag("--cells", table_.cells, "for each number the runs behind it, their commit and data");
    sub->add_option("--out", table_.out, "write each table in every format into this folder");
  }

  void add_gc() {
    auto* sub =
        add("gc", "List failed, lost and superseded runs; with --yes delete their rows and checkpoints",
            "unseen gc --yes", [this] { return gc(gc_); });
    add_database(sub, gc_.database);
    sub->add_option("RUN", gc_.runs, "these runs alone, finished ones too");
    sub->add_flag("--yes", gc_.yes, "delete");
    sub = add("doctor", "Check this installation and its results", "unseen doctor",
              [this] { return door().doctor(doctor_); });
    add_database(sub, doctor_.database);
  }

  void add_plugins() {
    auto* sub = add("plugins", "List the plugins, or the parameters of one", "unseen plugins gradreg_pim",
                    [this] { return door().plugins(plugins_); });
    sub->add_option("NAME", plugins_.name, "one plugin");
    sub = add("new", "Write the skeleton of a plugin's own project", "unseen new regularizer my_rule",
              [this] { return new_plugin(new_); });
    sub->add_option("KIND", new_.kind, "regularizer")->required();
    sub->add_option("NAME", new_.name, "the plugin's name")->required();
    sub->add_option("--folder", new_.folder, "where to write; default: NAME in the current folder");
  }

  void add_dataset() {
    auto& o = dataset_;
    auto* sub =
        add("dataset", "Count what a data set holds beside what is published, and name what is absent",
            "unseen dataset dfdc --root /data/DFDC release=validation", [&o] { return door().dataset(o); });
    sub->add_option("PLUGIN", o.plugin, "the data set's plugin")->required();
    sub->add_option("PARAMETER", o.parameters,
                    "its parameters, as `unseen plugins PLUGIN` lists them: NAME=VALUE");
    sub->add_option("--root", o.root, "the folder that it lies in, or @NAME of a roots.toml");
    sub->add_option("--split", o.splits, "only this split")->take_all()->allow_extra_args(false);
    sub->add_flag("--json", o.json, "one JSON object");
  }

  void add_weights() {
    auto* sub =
        add("weights", "List a weight file's tensors and the backbones that they fit",
            "unseen weights convnext_base.pth\n         unseen weights convert model.pth model.safetensors",
            [this] { return door().weights(weights_); });
    sub->add_option("FILE", weights_.file, ".safetensors, or what torch.save wrote of a state dict");
    auto* convert = sub->add_subcommand("convert", "Write the same tensors as safetensors");
    convert->add_option("IN", weights_.file, "the file to read")->required();
    convert->add_option("OUT", weights_.out, "the .safetensors file to write")->required();
  }

  CLI::App app_{"Unseen: does a detector trained on these forgeries recognise forgeries it has never seen?",
                "unseen"};
  std::vector<std::string> words_;
  Command command_;
  RunOptions run_;
  EvaluateOptions evaluate_;
  PrepareOptions prepare_;
  AugmentOptions augment_;
  PredictOptions predict_;
  LsOptions ls_;
  ShowOptions show_;
  QueryOptions query_;
  PlotOptions plot_;
  ReportOptions report_;
  TagOptions tag_;
  NoteOptions note_;
  ExportOptions export_;
  CompareOptions compare_;
  TableOptions table_;
  GcOptions gc_;
  PluginsOptions plugins_;
  DatasetOptions dataset_;
  WeightsOptions weights_;
  DoctorOptions doctor_;
  NewPluginOptions new_;
};

}  // namespace

int command_line(int argc, char** argv) { return CommandLine{argc, argv}.parse(argc, argv); }

}  // namespace unseen
