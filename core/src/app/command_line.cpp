#include "app/command_line.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <functional>

#include <unseen/error.hpp>

#include "app/command_options.hpp"
#include "app/commands.hpp"
#include "app/door_library.hpp"
#include "app/exit_code.hpp"
#include "app/result_commands.hpp"
#include "app/version.hpp"

namespace unseen {
namespace {

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
    add_plugins();
    add_dataset();
    add_weights();
    result_commands_.add_to(app_, [this](Command command) { command_ = std::move(command); });
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
  ResultCommands result_commands_;
  RunOptions run_;
  EvaluateOptions evaluate_;
  PrepareOptions prepare_;
  AugmentOptions augment_;
  PredictOptions predict_;
  PluginsOptions plugins_;
  DatasetOptions dataset_;
  WeightsOptions weights_;
  NewPluginOptions new_;
};

}  // namespace

int command_line(int argc, char** argv) { return CommandLine{argc, argv}.parse(argc, argv); }

}  // namespace unseen
