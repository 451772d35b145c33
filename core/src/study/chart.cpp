#include "study/chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include <unseen/error.hpp>

namespace unseen {
namespace {

constexpr std::size_t kMostSideBySide = 3;  // more are too small on paper
constexpr std::array kColours{"#0072B2", "#D55E00", "#009E73", "#CC79A7",
                              "#E69F00", "#56B4E9", "#000000", "#999933"};
constexpr int kWidth = 640, kHeight = 480;  // of one chart, pixels

/// In gnuplot's double quotes; without its markup, which titles are not written in.
std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const auto c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += std::iscntrl(static_cast<unsigned char>(c)) != 0 ? ' ' : c;
  }
  return result + "\"";
}

std::string terminal(PictureFormat format, std::size_t columns, std::size_t rows) {
  const auto width = kWidth * static_cast<int>(columns), height = kHeight * static_cast<int>(rows);
  switch (format) {
    case PictureFormat::png:
      return fmt::format("set terminal pngcairo noenhanced size {},{} font 'DejaVu Sans,13'\n", 2 * width,
                         2 * height) +
             "set termoption fontscale 1.8\n";
    case PictureFormat::svg:
      return fmt::format("set terminal svg noenhanced size {},{} dynamic font 'DejaVu Sans,13'\n", width,
                         height);
    case PictureFormat::pdf:
      return fmt::format("set terminal pdfcairo noenhanced size {}in,{}in font 'DejaVu Sans,11'\n",
                         width / 110.0, height / 110.0);
  }
  return "";
}

std::string data_block(const std::string& name, const Series& series) {
  auto text = name + " << EOD\n";
  for (std::size_t i = 0; i < series.x.size(); ++i) {
    text += fmt::format("{} {}", series.x[i], series.y[i]);
    if (!series.low.empty()) text += fmt::format(" {} {}", series.low[i], series.high[i]);
    text += "\n";
  }
  return text + "EOD\n";
}

std::string style_lines() {
  std::string text;
  for (std::size_t i = 0; i < kColours.size(); ++i) {
    text += fmt::format("set style line {0} lc rgb '{1}' lw 2.5 dt {2} pt {3} ps 0.7\n", i + 1, kColours[i],
                        i % 5 + 1, std::array{6, 2, 4, 8, 12, 1, 10, 3}[i]);
  }
  return text;
}

std::size_t style_of(std::size_t number) { return number % kColours.size() + 1; }

/// So that few points can be seen and many do not cover each other.
double point_size(std::size_t points) { return points < 200 ? 1.4 : points < 1000 ? 1.0 : 0.6; }

std::string chart_text(const Chart& chart, std::size_t number) {
  std::string data;
  std::vector<std::string> plots;
  if (chart.is_unit_square) plots.emplace_back("x with lines lc rgb '#BBBBBB' lw 1 dt 2 notitle");
  for (std::size_t i = 0; i < chart.series.size(); ++i) {
    const auto& series = chart.series[i];
    const auto name = fmt::format("$series{}_{}", number, i);
    data += data_block(name, series);
    if (!series.low.empty()) {
      plots.push_back(
          fmt::format("{} using 1:3:4 with filledcurves fs transparent solid 0.15 noborder lc rgb '{}' "
                      "notitle",
                      name, kColours[style_of(i) - 1]));
    }
    const auto* kind = series.x.size() > 1 && series.x.size() < 30 ? "linespoints" : "lines";
    plots.push_back(fmt::format("{} using 1:2 with {} ls {} title {}", name,
                                series.x.size() == 1 ? "points" : kind, style_of(i), quoted(series.title)));
  }
  for (std::size_t i = 0; i < chart.clouds.size(); ++i) {
    const auto& cloud = chart.clouds[i];
    const auto name = fmt::format("$cloud{}_{}", number, i);
    data += data_block(name, {"", cloud.x, cloud.y, {}, {}});
    plots.push_back(fmt::format("{} using 1:2 with points ls {} ps {} title {}", name, style_of(i),
                                point_size(cloud.x.size()), quoted(cloud.title)));
  }
  auto text = data + fmt::format("set title {}\nset xlabel {} offset 0,0.4\nset ylabel {}\n",
                                 quoted(chart.title), quoted(chart.x_label), quoted(chart.y_label));
  text += chart.is_unit_square ? "set xrange [0:1]\nset yrange [0:1]\nset size square\n"
                               : "set autoscale\nset size nosquare\n";
  text += chart.has_axes ? "set tics nomirror\nset border 3\nset grid lc rgb '#E5E5E5' lw 1\n"
                         : "unset tics\nunset grid\nset border 15\nset offsets graph 0.05, graph 0.05, graph "
                           "0.05, graph 0.05\n";
  if (chart.whole_x) text += "set xtics 1\n";
  return text + fmt::format("plot {}\n", fmt::join(plots, ", \\\n  "));
}

}  // namespace

PictureFormat picture_format(const std::filesystem::path& file) {
  if (file.extension() == ".png") return PictureFormat::png;
  if (file.extension() == ".svg") return PictureFormat::svg;
  if (file.extension() == ".pdf") return PictureFormat::pdf;
  throw InputError{file.string() + ": wanted a picture's name that ends in .png, .svg or .pdf"};
}

std::string gnuplot_script(const std::vector<Chart>& charts, const std::filesystem::path& file,
                           std::size_t columns) {
  if (columns == 0) columns = std::clamp<std::size_t>(charts.size(), 1, kMostSideBySide);
  const auto rows = (charts.size() + columns - 1) / columns;
  auto text = terminal(picture_format(file), columns, rows);
  text += fmt::format(
      "set output {}\nset border 3 lw 1.2\nset tics nomirror\nset samples 2\nset key outside below center "
      "vertical Left reverse\n",
      quoted(file.string()));
  text += style_lines();
  if (charts.size() > 1) text += fmt::format("set multiplot layout {},{}\n", rows, columns);
  for (std::size_t i = 0; i < charts.size(); ++i) text += chart_text(charts[i], i);
  return text;
}

}  // namespace unseen
