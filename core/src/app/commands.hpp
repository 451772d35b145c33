#pragma once

#include "app/options.hpp"

namespace unseen {

/// The commands that need no torch; each returns the program's exit code.
int ls(const LsOptions& options);
int show(const ShowOptions& options);
int query(const QueryOptions& options);
int plot_curves(const PlotOptions& options);
int plot_roc(const PlotOptions& options);
int report(const ReportOptions& options);
int tag(const TagOptions& options);
int note(const NoteOptions& options);
int export_runs(const ExportOptions& options);
int compare(const CompareOptions& options);
int table(const TableOptions& options);
int gc(const GcOptions& options);
int new_plugin(const NewPluginOptions& options);

}  // namespace unseen
