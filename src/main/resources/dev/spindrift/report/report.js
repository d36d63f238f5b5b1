"use strict";
// Draws the plots of a Spindrift report from the page's data block. SI units throughout.
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement;
  root.classList.remove("plain");
  const charts = new Map();
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  let axis = "time";
  let printing = false;

  // ---- numbers -----------------------------------------------------------------------------
  const PREFIXES = "qryzafpn\u00b5m kMGTPEZYRQ";
  function si(value, unit, digits) {
    if (value === null || value === undefined || Number.isNaN(value)) return "-";
    if (value === 0) return unit ? "0 " + unit : "0";
    const rounded = Number(value.toPrecision(digits || 3));
    const group = Math.floor(Number(rounded.toExponential().split("e")[1]) / 3);
    const prefix = PREFIXES[10 + group];
    if (prefix === undefined) return rounded.toExponential(2) + " " + unit;
    const mantissa = rounded / Math.pow(10, 3 * group);
    const text = digits ? String(Number(mantissa.toPrecision(digits))) : mantissa.toPrecision(3);
    return (text + " " + (prefix === " " ? "" : prefix) + unit).trim();
  }
  const tick = (unit) => (v) => si(v, unit, 4);
  const percent = (v) => (v === null || v === undefined ? "-" : (100 * v).toFixed(2) + " %");
  const shortPercent = (v) => Number((100 * v).toPrecision(4)) + " %";
  const count = (v) => (v < 1e6 ? v.toLocaleString("en-US") : si(v, ""));
  const text = (s) => String(s).replace(/[&<>"']/g, (c) => "&#" + c.charCodeAt(0) + ";");

  // ---- looks -------------------------------------------------------------------------------
  const colour = (name) => getComputedStyle(root).getPropertyValue("--" + name).trim();
  const workColour = (work) => colour(work) || colour("other");
  const narrow = () => window.innerWidth < 600;

  function axisStyle(extra) {
    return Object.assign({
      nameLocation: "middle", nameGap: 30,
      nameTextStyle: { color: colour("soft"), fontSize: 12 },
      axisLabel: { color: colour("soft"), fontSize: 12, hideOverlap: true },
      axisLine: { show: true, lineStyle: { color: colour("line") } },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: colour("line"), opacity: 0.7 } }
    }, extra, extra && extra.axisLabel ? {
      axisLabel: Object.assign({ color: colour("soft"), fontSize: 12, hideOverlap: true }, extra.axisLabel)
    } : {});
  }
  function base(title, extra) {
    return Object.assign({
      animation: !still && !printing,
      animationDuration: 300,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      aria: { enabled: true, label: { description: title } },
      title: { text: title, left: 0, top: 0, textStyle: { color: colour("ink"), fontSize: 14, fontWeight: 600 } },
      grid: { left: 8, right: 20, top: 64, bottom: 28, containLabel: true },
      legend: { left: 0, top: 24, itemWidth: 22, itemHeight: 10, icon: null, textStyle: { color: colour("soft"), fontSize: 12 } },
      toolbox: { right: 0, top: -4, itemSize: 13, iconStyle: { borderColor: colour("soft") },
        feature: { saveAsImage: { title: "Save as PNG", pixelRatio: 2, name: "spindrift", backgroundColor: colour("panel") } } },
      tooltip: { trigger: "axis", confine: true, backgroundColor: colour("panel"), borderColor: colour("line"),
        textStyle: { color: colour("ink"), fontSize: 12 } }
    }, extra);
  }
  const zoom = () => [{ type: "inside", zoomOnMouseWheel: "ctrl", moveOnMouseMove: false, moveOnMouseWheel: false }];
  function zoomable(option) {
    if (narrow()) return option; // the buttons would lie on the title
    option.toolbox.feature = Object.assign({
      dataZoom: { yAxisIndex: "none", title: { zoom: "Zoom", back: "Undo zoom" }, brushStyle: { color: colour("chip"), opacity: 0.15 } },
      restore: { title: "Reset" }
    }, option.toolbox.feature);
    return option;
  }
  function line(name, points, colourName, extra) {
    return Object.assign({
      name, type: "line", data: points, symbol: "none", sampling: "lttb",
      lineStyle: { width: 2 }, color: colour(colourName), emphasis: { disabled: true }
    }, extra);
  }
  const dashed = { lineStyle: { width: 2, type: [6, 4] } };
  function level(value, label, colourName, position) {
    return { silent: true, symbol: "none", lineStyle: { color: colour(colourName), type: "dashed", width: 1.5 },
      label: { formatter: label, color: colour(colourName), position: position || "insideEndTop", fontSize: 12 },
      data: [{ yAxis: value }] };
  }
  function rows(heading, lines) {
    return "<b>" + text(heading) + "</b><br>" + lines.map(([marker, name, value]) =>
      marker + " " + text(name) + ": <b>" + text(value) + "</b>").join("<br>");
  }
  const axisTip = (head, value) => (ps) => rows(head(ps[0]), ps
    .filter((p) => p.value !== null && (!Array.isArray(p.value) || p.value[1] !== null))
    .map((p) => [p.marker, p.seriesName, value(Array.isArray(p.value) ? p.value[1] : p.value)]));

  // ---- plots -------------------------------------------------------------------------------
  const AXES = {
    time: { name: "simulated time", unit: "s" },
    energy: { name: "energy of the chip", unit: "J" },
    miniBatch: { name: "mini-batches", unit: "" }
  };
  function curve(column) {
    const x = data.history[axis];
    return x.map((v, i) => [v, data.history[column][i]]).filter((p) => p[0] !== null && p[1] !== null);
  }
  function historyPlot(title, yAxis, value, series) {
    const a = AXES[axis];
    return zoomable(base(title, {
      dataZoom: zoom(),
      xAxis: axisStyle({ type: "value", name: a.name, max: "dataMax", axisLabel: { formatter: tick(a.unit), showMaxLabel: false } }),
      yAxis: axisStyle(Object.assign({ type: "value", scale: true }, yAxis)),
      tooltip: Object.assign(base("").tooltip, { formatter: axisTip((p) => a.name + " " + si(p.value[0], a.unit), value) }),
      series: series.filter((s) => s.data.length > 0)
    }));
  }
  function accuracyPlot() {
    return historyPlot("Test accuracy", { axisLabel: { formatter: shortPercent } }, percent, [
      line("chip, current model", curve("accuracy"), "chip", { symbol: "circle", symbolSize: 5 }),
      line("float reference", curve("reference"), "float", Object.assign({ symbol: "diamond", symbolSize: 6 }, dashed))
    ]);
  }
  function smooth(points) {
    // Exponential mean over about a fiftieth of the run: mini-batch losses scatter.
    const rate = 1 / Math.max(1, points.length / 50);
    let mean = null;
    return points.map((p) => { mean = mean === null ? p[1] : mean + rate * (p[1] - mean); return [p[0], mean]; });
  }
  function lossPlot() {
    const raw = curve("loss");
    const log = raw.every((p) => p[1] > 0);
    const range = log ? { type: "log", min: (v) => Number((0.8 * v.min).toPrecision(1)), max: (v) => Number((1.2 * v.max).toPrecision(2)) } : {};
    return historyPlot("Training loss [nat]", { ...range, axisLabel: { formatter: (v) => String(Number(v.toPrecision(3))) } },
      (v) => v.toFixed(4), [
        line("mini-batch", raw, "chip", { lineStyle: { width: 1, opacity: 0.35 } }),
        line("running mean", smooth(raw), "chip")
      ]);
  }
  const ruler = document.createElement("canvas").getContext("2d");
  function labelWidth(labels) {
    ruler.font = "12px " + getComputedStyle(document.body).fontFamily;
    return Math.min(narrow() ? 100 : 150, 6 + Math.max(...labels.map((s) => ruler.measureText(s).width)));
  }
  function stackedPlot(title, set) {
    const width = labelWidth(set.bars);
    return base(title, {
      grid: { left: width + 10, right: 24, top: 64, bottom: 48 },
      xAxis: axisStyle({ type: "value", name: "energy of the whole run", axisLabel: { formatter: tick("J") } }),
      yAxis: axisStyle({ type: "category", inverse: true, data: set.bars, splitLine: { show: false },
        axisLabel: { width, overflow: "truncate", interval: 0 } }),
      tooltip: Object.assign(base("").tooltip, { axisPointer: { type: "shadow" }, formatter: (ps) => rows(ps[0].name,
        ps.filter((p) => p.value > 0).map((p) => [p.marker, p.seriesName, si(p.value, "J")])
          .concat([["", "sum", si(ps.reduce((s, p) => s + (p.value || 0), 0), "J")]])) }),
      series: Object.keys(set.stacks).map((work) => ({ name: work, type: "bar", stack: "energy", barMaxWidth: 22,
        color: workColour(work), data: set.stacks[work], emphasis: { focus: "series" } }))
    });
  }
  function powerPlot() {
    const p = data.power;
    const points = p.power.map((v, i) => [i * p.width, v]);
    points.push([Math.max(p.end, (p.power.length - 1) * p.width), p.power[p.power.length - 1]]);
    const mean = level(p.mean, "mean " + si(p.mean, "W"), "ink");
    Object.assign(mean.label, { backgroundColor: colour("panel"), padding: [2, 5], borderRadius: 3 }); // it lies on the curve
    return zoomable(base("Power over simulated time", {
      dataZoom: zoom(),
      xAxis: axisStyle({ type: "value", name: "simulated time", max: "dataMax", axisLabel: { formatter: tick("s"), showMaxLabel: false } }),
      yAxis: axisStyle({ type: "value", min: 0, axisLabel: { formatter: tick("W") } }),
      tooltip: Object.assign(base("").tooltip, { formatter: axisTip((q) => "from " + si(q[0].value[0], "s", 5), (v) => si(v, "W")) }),
      legend: { show: false },
      series: [line("mean of " + si(p.width, "s"), points, "chip", { step: "end", lineStyle: { width: 1, opacity: 0.6 }, markLine: mean })]
    }));
  }
  function phasePlot() {
    return base("Simulated time per mini-batch", {
      grid: { left: 8, right: 30, top: narrow() ? 90 : 60, bottom: 28, containLabel: true },
      xAxis: axisStyle({ type: "value", max: "dataMax", name: "mean time per mini-batch", axisLabel: { formatter: tick("s") } }),
      yAxis: axisStyle({ type: "category", data: [""], splitLine: { show: false }, axisLine: { show: false } }),
      tooltip: Object.assign(base("").tooltip, { trigger: "item", formatter: (p) => rows(p.seriesName, [
        ["", "per mini-batch", si(p.value, "s")], ["", "whole run", si(data.phases[p.seriesIndex].total, "s")]]) }),
      series: data.phases.map((p) => ({ name: p.work, type: "bar", stack: "t", barWidth: 46, color: workColour(p.work),
        data: [p.perMiniBatch], itemStyle: { borderColor: colour("panel"), borderWidth: 1 } }))
    });
  }
  function widthPlot() {
    const steps = (bins) => bins.flatMap(([from, to, n, share]) => [[from, share || null, to, n]])
      .concat(bins.length ? [[bins[bins.length - 1][1], null]] : []);
    const ends = [data.pulses.shortest, data.pulses.longest].filter((v) => v !== null);
    const lowest = Math.min(...data.pulses.short.concat(data.pulses.long).map((b) => b[3]).filter((v) => v > 0));
    const floor = Math.pow(10, Math.floor(Math.log10(lowest)));
    const shape = { step: "end", sampling: undefined, areaStyle: { opacity: 0.14, origin: "start" } };
    // A markLine needs minus infinity, which a logarithmic axis does not have: two-point series instead.
    const mark = (x, name, align) => ({ name, type: "line", symbol: "none", silent: true, color: colour("soft"), lineStyle: { type: "dotted", width: 1.5 },
      tooltip: { show: false }, data: [[x, floor], [x, 1]],
      endLabel: { show: true, formatter: name + " " + si(x, "s"), color: colour("soft"), fontSize: 12, align, verticalAlign: "top", offset: [align === "left" ? 0 : -10, 0] } });
    return zoomable(base("Pulse widths", {
      dataZoom: zoom(),
      legend: Object.assign(base("").legend, { data: ["shorter pulse of a pair", "longer pulse"] }),
      xAxis: axisStyle({ type: "log", name: "pulse width", min: ends[0] * 0.8, max: ends[1] * 1.25,
        axisLabel: { formatter: tick("s"), showMinLabel: false, showMaxLabel: false }, minorTick: { show: true } }),
      yAxis: axisStyle({ type: "log", min: floor, max: 1, name: narrow() ? "" : "share of pulses per driver step", nameGap: 60,
        axisLabel: { formatter: (v) => (v >= 0.0001 ? shortPercent(v) : v.toExponential(0)) } }),
      tooltip: Object.assign(base("").tooltip, { formatter: (ps) => rows("from " + si(ps[0].value[0], "s"), ps
        .filter((p) => p.value[3]).map((p) => [p.marker, p.seriesName, count(p.value[3]) + " up to " + si(p.value[2], "s")])) }),
      series: [
        line("shorter pulse of a pair", steps(data.pulses.short), "chip", shape),
        line("longer pulse", steps(data.pulses.long), "float", Object.assign({}, shape, dashed)),
        mark(ends[0], "shortest", "left"),
        mark(ends[1], "longest", "right")
      ]
    }));
  }
  function reliabilityPlot() {
    const c = data.calibration;
    const middle = c.lower.map((v, i) => (v + c.upper[i]) / 2);
    const curvePoints = c.confidence.map((v, i) => [v, c.accuracy[i], c.count[i]]).filter((p) => p[0] !== null && p[1] !== null);
    const most = Math.max(...c.count); // a bin of few images weighs little: a small dot
    const share = axisStyle({ type: "value", min: 0, max: 1, axisLabel: { formatter: shortPercent } });
    const small = Object.assign({}, share, { gridIndex: 1, name: "confidence", nameGap: 26 });
    return base("Reliability", {
      grid: [{ left: 62, right: 20, top: 62, height: "52%" }, { left: 62, right: 20, bottom: 44, height: "14%" }],
      xAxis: [Object.assign({}, share, { axisLabel: { show: false } }), small],
      yAxis: [Object.assign({}, share, { name: "accuracy", nameGap: 46 }),
        axisStyle({ type: "value", gridIndex: 1, name: "images", nameGap: 46, splitNumber: 2, axisLabel: { formatter: (v) => si(v, "", 3) } })],
      tooltip: Object.assign(base("").tooltip, { trigger: "item", formatter: (p) => p.seriesName === "images"
        ? rows("confidence " + shortPercent(c.lower[p.dataIndex]) + " to " + shortPercent(c.upper[p.dataIndex]), [[p.marker, "test images", count(p.value[1])]])
        : rows(p.seriesName, [["", "mean confidence", percent(p.value[0])], ["", "accuracy", percent(p.value[1])]]) }),
      series: [
        { name: "perfect calibration", type: "line", data: [[0, 0], [1, 1]], symbol: "none", silent: true, color: colour("soft"), lineStyle: { type: "dotted", width: 1.5 } },
        line("model", curvePoints, "chip", { symbol: "circle", symbolSize: (v) => 4 + 10 * Math.sqrt(v[2] / most), sampling: undefined, lineStyle: { width: 1.5 } }),
        { name: "images", type: "bar", xAxisIndex: 1, yAxisIndex: 1, barWidth: Math.max(4, 600 / middle.length) / 2, barMaxWidth: 34,
          color: colour("bar"), data: middle.map((v, i) => [v, c.count[i]]) }
      ]
    });
  }
  function posteriorPlot(key, title, format) {
    const p = data.posterior;
    const series = [line("posterior mean", p.samples.map((n, i) => [n, p[key].ensemble[i]]), "chip", { symbol: "circle", symbolSize: 7, sampling: undefined })];
    const flat = (name, value, colourName, extra) => {
      if (value !== null) series.push(line(name, p.samples.map((n) => [n, value]), colourName, extra));
    };
    flat("current model", p[key].current, "soft", { lineStyle: { width: 1.5, type: "dotted" } });
    flat("float", p[key].reference, "float", { lineStyle: { width: 1.5, type: [6, 4] } });
    return base(title, {
      legend: Object.assign(base("").legend, { itemGap: 6, itemWidth: 18 }),
      xAxis: axisStyle({ type: "value", name: "samples", minInterval: 1, min: 1, max: Math.max(2, p.samples[p.samples.length - 1]) }),
      yAxis: axisStyle({ type: "value", scale: true, axisLabel: { formatter: format === percent ? shortPercent : undefined } }),
      tooltip: Object.assign(base("").tooltip, { formatter: axisTip((q) => q.value[0] + " samples", format) }),
      series
    });
  }
  function railPlot(rail) {
    const points = (column) => rail.time.map((t, i) => [t - rail.time[0], rail[column][i]]);
    return zoomable(base(rail.name + ": peak " + si(rail.peak, "A") + " of " + si(rail.limit, "A"), {
      dataZoom: zoom(),
      xAxis: axisStyle({ type: "value", name: "time in the last mini-batch", max: "dataMax", axisLabel: { formatter: tick("s"), showMaxLabel: false } }),
      yAxis: axisStyle({ type: "value", min: 0, max: (v) => 1.12 * Math.max(v.max, rail.limit || 0), axisLabel: { formatter: (v) => si(v, "A", 2) } }),
      tooltip: Object.assign(base("").tooltip, { formatter: axisTip((p) => si(p.value[0], "s"), (v) => si(v, "A")) }),
      series: [
        line("highest", points("max"), "float", { step: "end", lineStyle: { width: 1 }, sampling: "max",
          markLine: rail.limit === null ? undefined : level(rail.limit, "limit " + si(rail.limit, "A"), "ink") }),
        line("mean", points("mean"), "chip", { step: "end", lineStyle: { width: 1.5 }, areaStyle: { opacity: 0.18 } })
      ]
    }));
  }

  function railTrialPlot() {
    const colours = ["chip", "float", "ink"];
    return base("Time of a mini-batch against the peak current of one rail", {
      legend: Object.assign(base("").legend, { itemGap: 12 }),
      xAxis: axisStyle({ type: "log", name: "peak current (large dots: this chip)", axisLabel: { formatter: (v) => si(v, "A", 2) } }),
      yAxis: axisStyle({ type: "value", min: 0, axisLabel: { formatter: tick("s") } }),
      tooltip: Object.assign(base("").tooltip, { trigger: "item", formatter: (q) => text(q.seriesName) + ": " + si(q.data[0], "A") + ", " + si(q.data[1], "s") }),
      series: data.railTrials.map((rail, i) => line(rail.name, rail.points, colours[i % colours.length],
        { symbol: "circle", symbolSize: (v) => (v[2] ? 11 : 6), sampling: undefined }))
    });
  }

  // ---- page --------------------------------------------------------------------------------
  function place(id, plot, height) {
    const box = document.getElementById(id);
    if (!box) return;
    if (height) box.style.height = height + "px";
    const chart = echarts.init(box);
    box.setAttribute("role", "img");
    box.setAttribute("aria-label", box.dataset.label);
    charts.set(id, { chart, plot });
    chart.setOption(plot(), true);
  }
  const redraw = () => charts.forEach(({ chart, plot }) => chart.setOption(plot(), true));
  const barHeight = (set) => Math.max(240, 110 + (set.bars.length > 24 ? 17 : 26) * set.bars.length);
  place("accuracy", accuracyPlot);
  place("loss", lossPlot);
  place("components", () => stackedPlot("By component", data.components), barHeight(data.components));
  place("layers", () => stackedPlot("By layer", data.layers), barHeight(data.layers));
  place("power-time", powerPlot);
  place("phases", phasePlot, 190);
  place("widths", widthPlot, 360);
  place("reliability", reliabilityPlot, 430);
  place("post-accuracy", () => posteriorPlot("accuracy", "Accuracy", percent));
  place("post-nll", () => posteriorPlot("nll", "NLL [nat]", (v) => v.toFixed(4)));
  place("post-ece", () => posteriorPlot("ece", "ECE", percent));
  if (data.railTrials.length) place("rail-trials", railTrialPlot);
  data.rails.forEach((rail, i) => place("rail-" + i, () => railPlot(rail)));

  document.querySelectorAll("input[name=axis]").forEach((input) => input.addEventListener("change", () => {
    axis = input.value;
    ["accuracy", "loss"].forEach((id) => { const c = charts.get(id); if (c) c.chart.setOption(c.plot(), true); });
  }));

  const button = document.getElementById("theme");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);
  function label() { button.textContent = isDark() ? "Light" : "Dark"; button.setAttribute("aria-label", "Switch to " + (isDark() ? "light" : "dark") + " colours"); }
  // Storage is closed to pages opened from disk in some browsers; the choice is then not kept.
  try { const kept = localStorage.getItem("spindrift-theme"); if (kept) { root.dataset.theme = kept; redraw(); } } catch (e) { /* not kept */ }
  button.hidden = false;
  label();
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.setItem("spindrift-theme", root.dataset.theme); } catch (e) { /* not kept */ }
    label();
    redraw();
  });
  dark.addEventListener("change", () => { label(); redraw(); });
  let waiting = 0;
  window.addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(() => { charts.forEach(({ chart }) => chart.resize()); redraw(); }, 120); });
  let before = null;
  window.addEventListener("beforeprint", () => { before = root.dataset.theme || ""; printing = true; root.dataset.theme = "light"; charts.forEach(({ chart }) => chart.resize()); redraw(); });
  window.addEventListener("afterprint", () => { printing = false; if (before) root.dataset.theme = before; else delete root.dataset.theme; redraw(); });
})();
