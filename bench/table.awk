# The table of bench/run, from lines of name, field and value.

function number(name, field) { return (name, field) in values ? values[name, field] + 0 : "-" }

# Google Benchmark gives times in the unit that each measurement asks for.
function milliseconds(name,  unit) {
  if (!((name, "real_time") in values) || name in message) return "-"
  unit = values[name, "time_unit"]
  return values[name, "real_time"] * (unit == "s" ? 1000 : unit == "ms" ? 1 : unit == "us" ? 1e-3 : 1e-6)
}

function plus(a, b) { return a == "-" || b == "-" ? "-" : a + b }
function times(a, b) { return a == "-" ? "-" : a * b }
function over(a, b) { return a == "-" || b == "-" || b == 0 ? "-" : a / b }

# `sense`: "<=" or ">=" a budget, "" where there is none.
function row(what, value, unit, sense, budget,  verdict) {
  verdict = ""
  if (value == "-") verdict = "not measured"
  else if (sense == "<=") verdict = value <= budget ? "within" : "over"
  else if (sense == ">=") verdict = value >= budget ? "within" : "under"
  printf "%-52s %12s %-9s %-12s %s\n", what, value == "-" ? "-" : sprintf("%.4g", value), unit,
         sense == "" ? "" : sense " " budget, verdict
}

{
  values[$1, $2] = $3
  if ($2 == "real_time") order[++count] = $1
  if ($2 == "error_message") message[$1] = $3
}

END {
  row("metric rows logged by one run", number("log_rows", "items_per_second"), "rows/s", ">=", 100000)
  row("one value, as a training step pays", times(milliseconds("metric_call"), 1000), "us", "<=", 5)
  row("ls over 30,000 runs", milliseconds("list_30000_runs"), "ms", "<=", 200)
  row("table over 1,000 runs: read and laid out",
      plus(milliseconds("cell_values_of_1000_runs"), milliseconds("table_over_1000_runs")), "ms", "<=", 500)
  row("compare two runs, 5,000 videos, 2,000 resamples", milliseconds("compare_two_runs_on_5000_videos/auc"), "ms", "<=", 1000)
  row("UMAP of 4,480 x 2,048 features", milliseconds("umap_of_4480_features"), "ms", "<=", 20000)
  row("step outside forward, backward, optimizer",
      times(number("training_step/pictures_at_hand", "outside"), 100), "%", "<=", 3)
  row("  the same, pictures drawn meanwhile", times(number("training_step/pictures_drawn", "outside"), 100), "%")
  row("start: unseen --version", number("start_version", "measured"), "ms", "<=", 50)
  row("start: unseen ls", number("start_ls", "measured"), "ms", "<=", 50)
  row("start: unseen query", number("start_query", "measured"), "ms", "<=", 50)
  row("1024^2 product: as shipped / LibTorch alone",
      over(number("matmul_shipped", "measured"), number("matmul_alone", "measured")), "ratio", "<=", 2)
  row("loader, 1 worker / decoding alone",
      over(number("load_batches/1", "items_per_second"), number("decode_alone", "items_per_second")), "ratio")
  row("loader, 2 workers / decoding alone",
      over(number("load_batches/2", "items_per_second"), number("decode_alone", "items_per_second")), "ratio")

  print "\nevery measurement"
  for (i = 1; i <= count; ++i) {
    name = order[i]
    if (name in message) { printf "  %-42s %s\n", name, message[name]; continue }
    rate = (name, "items_per_second") in values ? sprintf("%.4g/s", values[name, "items_per_second"]) : ""
    if ((name, "outside") in values) {
      rate = sprintf("outside %.3g %%, waiting for data %.3g %%, logged as outside %.3g %%",
                     100 * values[name, "outside"], 100 * values[name, "data_wait"], 100 * values[name, "logged_outside"])
    }
    printf "  %-42s %12.4g ms   %s\n", name, milliseconds(name), rate
  }
}
