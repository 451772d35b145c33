#include "app/result_commands.hpp"

#include <utility>

#include "app/commands.hpp"
#include "app/door_library.hpp"

namespace unseen {

class ResultCommands::Commands {
 public:
  Commands(CLI::App& app, std::function<void(Command)> choose) : app_{&app}, choose_{std::move(choose)} {
    add_readers();
    add_table();
    add_compare();
    add_plot();
    add_report();
    add_annotations();
    add_export();
    add_gc();
  }

 private:
  CLI::App* add(const std::string& name, const std::string& description, const std::string& example,
                Command command) {
    auto* sub = app_->add_subcommand(name, description);
    sub->footer("Example: " + example);
    sub->callback([this, command = std::move(command)] { choose_(command); });
    return sub;
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
    sub->add_option("--metric", o.metric,
                    "video_auc | video_accuracy | video_logloss | video_eer | video_ap");
    sub->add_option("--resamples", o.replicates, "of the bootstrap")->check(CLI::Range(100, 1'000'000));
    sub->add_option("--seed", o.seed, "of the bootstrap");
    sub->add_flag("--pairs", o.pairs, "each pair of runs by itself too");
    sub->add_flag("--json", o.json, "one JSON object");
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
        app_->add_subcommand("plot", "Draw pictures of results: PNG, SVG or PDF, as the file's ending says");
    sub->require_subcommand(1);
    const auto add_chart = [this, sub](const std::string& name, const std::string& description,
                                       const std::string& example, Command command) {
      auto* chart = sub->add_subcommand(name, description);
      chart->footer("Example: " + example);
      chart->callback([this, command = std::move(command)] { choose_(command); });
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
    add_model_plots(sub);
    auto* roc = add_chart("roc", "ROC curves of a test, with AUC and a band over seeds or videos",
                          "unseen plot roc rule=ERM rule=SAM --test CDF --out roc.pdf",
                          [this] { return plot_roc(plot_); });
    roc->add_option("--test", plot_.tests, "one chart each; default: all tests of the runs")
        ->take_all()
        ->allow_extra_args(false);
  }

  void add_model_plots(CLI::App* plot) {
    const auto add_picture = [this, plot](const std::string& name, const std::string& description,
                                          const std::string& example, Command command) {
      auto* sub = plot->add_subcommand(name, description);
      sub->footer("Example: " + example);
      sub->callback([this, command = std::move(command)] { choose_(command); });
      add_experiment(sub, model_plot_.experiment, model_plot_.set);
      add_only(sub, model_plot_.only);
      add_database(sub, model_plot_.database);
      sub->add_option("--out", model_plot_.out, "the picture")->required();
      return sub;
    };
    auto* umap =
        add_picture("umap",
                    "Features before the last layer of finished runs, a panel a test: perturbed where the "
                    "test says so",
                    "unseen plot umap experiments/paper/figure1.toml --out figure1.png",
                    [this] { return door().plot_features(model_plot_); });
    umap->add_option("--method", model_plot_.method, "umap | tsne | pca");
    umap->add_option("--seed", model_plot_.layout_seed, "of the layout");
    add_picture("perturbation",
                "Accuracy and log-loss of finished runs as shallow statistics are perturbed more and more",
                "unseen plot perturbation experiments/paper/table3.toml --out perturbation.pdf",
                [this] { return door().plot_perturbation(model_plot_); });
    auto* cam = add_picture("cam", "Grad-CAM: what each detector looks at in fake faces of each test",
                            "unseen plot cam experiments/paper/figure4.toml --out figure4.png",
                            [this] { return door().plot_cam(model_plot_); });
    cam->add_option("--samples", model_plot_.samples, "faces of each test")->check(CLI::Range(1, 16));
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

  CLI::App* app_;
  std::function<void(Command)> choose_;
  LsOptions ls_;
  ShowOptions show_;
  QueryOptions query_;
  PlotOptions plot_;
  ModelPlotOptions model_plot_;
  ReportOptions report_;
  TagOptions tag_;
  NoteOptions note_;
  ExportOptions export_;
  CompareOptions compare_;
  TableOptions table_;
  GcOptions gc_;
  DoctorOptions doctor_;
};

ResultCommands::ResultCommands() = default;
ResultCommands::~ResultCommands() = default;

void ResultCommands::add_to(CLI::App& app, std::function<void(Command)> choose) {
  commands_ = std::make_unique<Commands>(app, std::move(choose));
}

}  // namespace unseen
