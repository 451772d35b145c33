#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace unseen {

/// Points joined by a line, with a band about them where `low` and `high` are given.
struct Series {
  std::string title;
  std::vector<double> x, y;
  std::vector<double> low, high;  ///< of y; empty: no band
};

/// Points by themselves.
struct Cloud {
  std::string title;
  std::vector<double> x, y;
};

struct Chart {
  std::string title, x_label, y_label;
  std::vector<Series> series;
  std::vector<Cloud> clouds;
  bool is_unit_square = false;  ///< both axes from 0 to 1, of one length, with the diagonal of chance
  bool has_axes = true;         ///< false: positions mean nothing by themselves, as of UMAP
  bool whole_x = false;         ///< marks stand at whole numbers, as of epochs
};

/// What a picture's ending says: png, svg or pdf.
enum class PictureFormat { png, svg, pdf };

/// InputError where the ending is none of them.
PictureFormat picture_format(const std::filesystem::path& file);

/// Draws charts by gnuplot, `columns` side by side (0: up to three), in colours that the colour-blind tell
/// apart (Okabe and Ito 2008), lines with dashes and clouds with shapes of their own, so that they differ in
/// grey print too. Error where gnuplot is not installed or says what it could not do.
void draw_charts(const std::vector<Chart>& charts, const std::filesystem::path& file,
                 std::size_t columns = 0);

/// The text that gnuplot is given, for a picture at `file`.
std::string gnuplot_script(const std::vector<Chart>& charts, const std::filesystem::path& file,
                           std::size_t columns = 0);

}  // namespace unseen
