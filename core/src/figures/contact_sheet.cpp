#include "figures/contact_sheet.hpp"

#include <algorithm>
#include <fstream>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <unseen/error.hpp>

namespace unseen {
namespace {

constexpr int kSide = 176, kFrame = 4, kGap = 8, kTextHeight = 18, kDash = 12;
constexpr int kCell = kSide + 2 * kFrame + kGap;
constexpr double kFontScale = 0.36;

// Of Okabe and Ito's palette, as blue, green, red.
const cv::Scalar kReal{178, 114, 0}, kFake{0, 94, 213}, kPaper = cv::Scalar::all(255),
                                                        kInk = cv::Scalar::all(40);

/// The whole picture in a square, its sides' ratio kept.
void put_picture(const cv::Mat& rgb, const cv::Mat& square) {
  const auto scale = static_cast<double>(kSide) / std::max(rgb.cols, rgb.rows);
  const cv::Size size{std::max(1, cvRound(rgb.cols * scale)), std::max(1, cvRound(rgb.rows * scale))};
  cv::Mat bgr;
  cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
  cv::resize(bgr, bgr, size, 0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
  bgr.copyTo(square(cv::Rect{{(kSide - size.width) / 2, (kSide - size.height) / 2}, size}));
}

void put_frame(cv::Mat sheet, const cv::Rect& outer, bool fake) {
  cv::rectangle(sheet, outer, fake ? kFake : kReal, cv::FILLED);
  if (!fake) return;
  const auto clear = [&](int x, int y, int width, int height) {
    cv::rectangle(sheet, cv::Rect{outer.x + x, outer.y + y, width, height} & outer, kPaper, cv::FILLED);
  };
  for (int at = kDash; at < outer.width; at += 2 * kDash) {
    clear(at, 0, kDash, kFrame);
    clear(at, outer.height - kFrame, kDash, kFrame);
    clear(0, at, kFrame, kDash);
    clear(outer.width - kFrame, at, kFrame, kDash);
  }
}

/// Its end, where all of it does not fit: that is where names differ.
std::string shortened(std::string text) {
  int base = 0;
  while (cv::getTextSize(text, cv::FONT_HERSHEY_SIMPLEX, kFontScale, 1, &base).width > kSide) {
    text = text.substr(text.starts_with("..") ? 3 : 1);
    text.insert(0, "..");
  }
  return text;
}

void put_tile(const Tile& tile, cv::Mat sheet, const cv::Point& corner) {
  const cv::Rect outer{corner, cv::Size{kSide + 2 * kFrame, kSide + 2 * kFrame}};
  put_frame(sheet, outer, tile.label == 1);
  const cv::Rect inner{corner + cv::Point{kFrame, kFrame}, cv::Size{kSide, kSide}};
  cv::rectangle(sheet, inner, cv::Scalar::all(230), cv::FILLED);
  put_picture(tile.rgb, sheet(inner));
  cv::putText(sheet, shortened(tile.caption), {inner.x, outer.br().y + kTextHeight - 6},
              cv::FONT_HERSHEY_SIMPLEX, kFontScale, kInk, 1, cv::LINE_AA);
}

}  // namespace

void write_contact_sheet(const std::vector<Tile>& tiles, int columns, const std::filesystem::path& file) {
  const auto rows = (static_cast<int>(tiles.size()) + columns - 1) / columns;
  cv::Mat sheet(rows * (kCell + kTextHeight) + kGap, columns * kCell + kGap, CV_8UC3, kPaper);
  for (int i = 0; i < static_cast<int>(tiles.size()); ++i) {
    put_tile(tiles[static_cast<std::size_t>(i)], sheet,
             {kGap + i % columns * kCell, kGap + i / columns * (kCell + kTextHeight)});
  }
  std::vector<std::uint8_t> bytes;
  cv::imencode(".png", sheet, bytes);
  std::ofstream out{file, std::ios::binary};
  out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  if (!out.flush())
    throw Error{file.string() + ": the contact sheet cannot be written; is the folder there, the disk full?"};
}

}  // namespace unseen
