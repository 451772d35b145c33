// Charts and the report, as a user asks for them.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "laboratory.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

bool is_installed(const char* program) {
  return fs::exists(fs::path{"/usr/bin"} / program) || fs::exists(fs::path{"/usr/local/bin"} / program);
}

std::string two_seeds() { return with(Laboratory::one_epoch(), "seeds = [1]", "seeds = [1, 2]"); }

TEST(Plot, DrawsCurvesAndRocInEachFormat) {
  if (!is_installed("gnuplot")) GTEST_SKIP() << "needs gnuplot: run scripts/setup";
  const Laboratory lab{two_seeds()};
  ASSERT_TRUE(ended(lab.run(), 0));
  const auto out = [&](const std::string& name) { return lab.folder().path() / "made" / name; };
  ASSERT_TRUE(ended(lab.unseen({"plot", "curves", "seed=1", "seed=2", "--out", "made/c.png"}), 0));
  const auto picture = cv::imread(out("c.png").string());
  EXPECT_GT(picture.cols, picture.rows) << "two charts side by side";
  ASSERT_TRUE(
      ended(lab.unseen({"plot", "roc", "regularizer=erm", "--test", "drawn", "--out", "made/r.svg"}), 0));
  EXPECT_TRUE(says(content(out("r.svg")), "(n=2)"));
  ASSERT_TRUE(ended(lab.unseen({"plot", "roc", "seed=1", "--out", "made/r.pdf"}), 0));
  EXPECT_TRUE(content(out("r.pdf")).starts_with("%PDF"));
  EXPECT_EQ(std::distance(fs::directory_iterator{lab.folder().path() / "made"}, {}), 3)
      << "no script is left behind";

  const auto test = lab.unseen({"plot", "roc", "seed=1", "--test", "drwan", "--out", "made/x.png"});
  EXPECT_TRUE(ended(test, 2));
  EXPECT_TRUE(says(test.err, "did you mean \"drawn\"?"));
  const auto metric = lab.unseen({"plot", "curves", "seed=1", "--metric", "val/auc", "--out", "made/x.png"});
  EXPECT_TRUE(ended(metric, 2));
  EXPECT_TRUE(says(metric.err, "none of these runs logged it"));
}

TEST(Plot, LaysOutFeaturesAndShowsWhereADetectorLooks) {
  if (!is_installed("gnuplot")) GTEST_SKIP() << "needs gnuplot: run scripts/setup";
  // Of 64 pixels, so that ResNet's last maps have more than one place.
  const Laboratory lab{
      with(with(Laboratory::one_epoch(), "side = 32\n", "side = 64\n"), "[table]", R"([[test]]
name = "perturbed"
frames_per_video = 2
dataset = { plugin = "procedural", identities = 12, frames = 2, side = 32, methods = ["seam"] }
perturb = { mean = 1.2, sigma = 0.65 }

[[test]]
name = "drawn, perturbed"
frames_per_video = 2
dataset = { plugin = "procedural", identities = 4, frames = 2, side = 32, methods = ["seam"] }
perturb = { mean = 1.2, sigma = 0.65 }

[table])")};
  const auto early = lab.on_experiment("plot", {});
  EXPECT_TRUE(ended(early, 2)) << "plot wants a kind of picture";
  ASSERT_TRUE(ended(lab.run({"--dry-run", "--plan"}), 0));
  const auto untrained = lab.unseen({"plot", "cam", lab.experiment().string(), "--out", "cam.png"});
  EXPECT_TRUE(ended(untrained, 2));
  EXPECT_TRUE(says(untrained.err, "no finished run; `unseen run` trains it"));
  ASSERT_TRUE(ended(lab.run(), 0));

  const auto few = lab.unseen({"plot", "umap", lab.experiment().string(), "--out", "u.png"});
  EXPECT_TRUE(ended(few, 2));
  EXPECT_TRUE(says(few.err, "a layout needs 32 pictures or more, found"));
  ASSERT_TRUE(
      ended(lab.unseen({"plot", "cam", lab.experiment().string(), "--samples", "2", "--out", "cam.png"}), 0));
  const auto sheet = cv::imread((lab.folder().path() / "cam.png").string());
  EXPECT_GT(sheet.cols, sheet.rows) << "six faces in two rows";
  const auto tile = [&](int row, int column) {
    return sheet({12 + 192 * column, 12 + 210 * row, 176, 176}).clone();
  };
  EXPECT_EQ(cv::norm(tile(0, 0), tile(0, 4)), 0.0) << "both tests show the same face";
  EXPECT_GT(cv::norm(tile(1, 0), tile(1, 4)), 0.0) << "one of them with its statistics perturbed";
  EXPECT_EQ(lab.value("SELECT name FROM artifact WHERE path LIKE '%.png'"), "cam-tiny");
  const auto shifted = lab.unseen({"plot", "perturbation", lab.experiment().string(), "--out", "p.svg"});
  ASSERT_TRUE(ended(shifted, 0));
  const auto unshifted =
      std::stod(lab.value("SELECT value FROM v_final WHERE test = 'drawn' AND metric = 'video_accuracy'"));
  EXPECT_TRUE(says(shifted.out, "drawn\t0\taccuracy " + fmt::format("{:.4f}", unshifted))) << shifted.out;
  EXPECT_TRUE(says(shifted.out, "on perturbed\t1.5\t") || says(shifted.out, "perturbed\t1.5\t"))
      << shifted.out;
  ASSERT_TRUE(ended(lab.unseen({"report", "--out", "report.html"}), 0));
  EXPECT_TRUE(says(content(lab.folder().path() / "report.html"), "data:image/png;base64,iVBOR"));
}

TEST(Plot, LaysOutEnoughPictures) {
  if (!is_installed("gnuplot")) GTEST_SKIP() << "needs gnuplot: run scripts/setup";
  const Laboratory lab{with(Laboratory::one_epoch(), R"(frames_per_video = 2
dataset = { plugin = "procedural", identities = 4, frames = 2, side = 32, methods = ["seam"] })",
                            R"(frames_per_video = 8
dataset = { plugin = "procedural", identities = 40, frames = 8, side = 32, methods = ["seam"] })")};
  ASSERT_TRUE(ended(lab.run(), 0));
  for (const auto* method : {"umap", "tsne", "pca"}) {
    const auto plotted = lab.unseen({"plot", "umap", lab.experiment().string(), "--method", method, "--out",
                                     std::string{method} + ".png"});
    ASSERT_TRUE(ended(plotted, 0)) << method;
    EXPECT_TRUE(says(plotted.out, "trustworthiness T(15) = 0.")) << method;
  }
}

TEST(Report, IsOnePageThatNeedsNoNetwork) {
  if (!is_installed("gnuplot")) GTEST_SKIP() << "needs gnuplot: run scripts/setup";
  const Laboratory lab{two_seeds()};
  ASSERT_TRUE(ended(lab.run(), 0));
  ASSERT_TRUE(ended(lab.unseen({"note", "seed=1", "a <b> & \"c\""}), 0));
  ASSERT_TRUE(ended(lab.unseen({"report", "--title", "Study", "--out", "made/report.html"}), 0));
  const auto page = content(lab.folder().path() / "made/report.html");
  for (const auto* part :
       {"<h1>Study</h1>", "<h2>Tables</h2>", "<h2>Learning curves</h2>", "<h2>ROC curves</h2>",
        "<h2>Configuration</h2>", "<h2>Runs</h2>", "a &lt;b&gt; &amp; &quot;c&quot;", "<svg"})
    EXPECT_TRUE(says(page, part)) << part;
  for (const auto* link : {"src=\"http", "href=\"http", "@import", "<script"})
    EXPECT_FALSE(says(page, link)) << link;
}

TEST(Report, OpensInABrowser) {
  if (!is_installed("gnuplot")) GTEST_SKIP() << "needs gnuplot: run scripts/setup";
  if (!is_installed("chromium")) GTEST_SKIP() << "needs chromium";
  const Laboratory lab{Laboratory::one_epoch()};
  ASSERT_TRUE(ended(lab.run(), 0));
  ASSERT_TRUE(ended(lab.unseen({"report", "--out", "report.html"}), 0));
  const auto shot = lab.folder().path() / "shot.png";
  const auto browser = finished(
      "/usr/bin/chromium", {"--headless", "--no-sandbox", "--disable-gpu", "--window-size=1200,900",
                            "--user-data-dir=" + (lab.folder().path() / "profile").string(),
                            "--screenshot=" + shot.string(), (lab.folder().path() / "report.html").string()});
  EXPECT_EQ(browser.code, 0);
  const auto picture = cv::imread(shot.string());
  ASSERT_FALSE(picture.empty()) << browser.err;
  cv::Mat grey;
  cv::cvtColor(picture, grey, cv::COLOR_BGR2GRAY);
  EXPECT_LT(cv::mean(grey)[0], 254.0) << "an empty page";
}

}  // namespace
}  // namespace unseen
