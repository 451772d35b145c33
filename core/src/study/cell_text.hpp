#pragma once

#include <string>

#include "study/table.hpp"

namespace unseen {

/// The parts of a shown number, as plain text; empty where the cell has no such part.
struct CellText {
  std::string value;       ///< "83.06"; without a value "-" (never run) or the state
  std::string spread;      ///< "1.20"
  std::string interval;    ///< "[70.1, 92.3]"
  std::string difference;  ///< "+1.20"
  std::string remark;      ///< "n=2/3, running": where seeds are missing
};

CellText cell_text(const TableCell& cell, const Table& table);

/// What was published of it, with the distance of a value that is there; "-" where nothing was.
CellText published_text(const TableCell& cell, const Table& table);

/// "83.06 ± 1.20 (+0.52) (n=2/3, running)", value and plus-minus as the format at hand writes them.
std::string joined(const CellText& text, const std::string& value, const std::string& plus_minus);

}  // namespace unseen
