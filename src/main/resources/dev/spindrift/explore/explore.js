"use strict";
// Draws an exploration from the page's data block. SI units throughout; null is "not known".
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement;
  root.classList.remove("plain");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const byId = (id) => document.getElementById(id);
  const charts = new Map();
  const metric = new Map(data.metrics.map((m) => [m.name, m]));
  const axes = data.axes;
  const excluded = axes.map(() => new Set());
  const STEPS = 200;
  const ranges = [];
  let onlyFront = false;
  let inFull = false;

  // ---- numbers -----------------------------------------------------------------------------
  const PREFIXES = "qryzafpn\u00b5m kMGTPEZYRQ";
  // A prefix is raised with its symbol: 1e-6 m^2 is one square millimetre.
  function si(value, unit, digits) {
    if (value === null || value === undefined) return "-";
    const rounded = Number(value.toPrecision(digits || 3));
    if (rounded === 0) return "0" + (unit ? " " + unit : "");
    const exponent = Number(rounded.toExponential().split("e")[1]);
    if (!unit && exponent >= -3 && exponent < 7) return String(Number(value.toPrecision(digits || 4)));
    const power = /^m\^[23]/.test(unit) ? Number(unit[2]) : 1;
    const group = Math.floor((exponent + (power > 1 ? 2 : 0)) / (3 * power)); // 0.01 mm^2, not um^2
    const shift = 3 * power * group;
    const number = String(Number((rounded / Math.pow(10, shift)).toPrecision(digits || 3)));
    if (!unit) return number + (shift ? "e" + shift : "");
    const prefix = PREFIXES[10 + group];
    return prefix === undefined ? rounded.toExponential(2) + " " + unit
      : (number + " " + (prefix === " " ? "" : prefix) + unit).replace("^2", "\u00b2").replace("^3", "\u00b3");
  }
  // Marks of one axis share a prefix, that of its largest value.
  function tick(unit, values) {
    const most = Math.max(0, ...values.filter((v) => v !== null).map(Math.abs));
    const sample = unit && most ? si(most, unit).split(" ") : null;
    if (!sample || sample.length !== 2) return (v) => si(v, unit, 6);
    const factor = Number(most.toPrecision(3)) / Number(sample[0]);
    return (v) => (v === 0 ? "0" : Number((v / factor).toPrecision(6)) + " " + sample[1]);
  }
  const text = (s) => String(s).replace(/[&<>"']/g, (c) => "&#" + c.charCodeAt(0) + ";");
  const mean = (row, name) => (row.m[name] ? row.m[name][0] : null);
  const half = (row, name) => (row.m[name] && row.m[name][1] !== null ? row.m[name][1] : 0);
  const shown = (row, name) => (row.m[name] ? row.m[name][2] : "-");
  const named = (row) => axes.map((a, i) => a.name + " " + row.levels[i]).join(", ");
  const full = (row) => row.status === "done" || row.status === "violates";
  const measured = data.metrics.filter((m) => data.rows.some((r) => mean(r, m.name) !== null));

  // ---- looks -------------------------------------------------------------------------------
  const colour = (name) => getComputedStyle(root).getPropertyValue("--" + name).trim();
  const palette = () => ["chip", "float", "good", "gradient", "handover", "forward", "mark", "control", "other", "update"].map(colour);
  function axis(extra) {
    return Object.assign({ nameLocation: "middle", nameGap: 32, nameTextStyle: { color: colour("soft") },
      axisLine: { lineStyle: { color: colour("line") } }, axisTick: { show: false },
      splitLine: { lineStyle: { color: colour("line"), opacity: 0.7 } } }, extra,
    { axisLabel: Object.assign({ color: colour("soft"), hideOverlap: true }, extra.axisLabel) });
  }
  const valueAxis = (m, rows, extra) => axis(Object.assign({ type: "value", scale: true, name: m.label + (m.unit ? "" : ""),
    axisLabel: { formatter: tick(m.unit, rows.map((r) => mean(r, m.name))) } }, extra));
  function base(title, extra) {
    return Object.assign({ animation: !still, animationDuration: 250, color: palette(),
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      aria: { enabled: true, label: { description: title } },
      title: { text: title, left: 0, top: 0, textStyle: { color: colour("ink"), fontSize: 14, fontWeight: 600 } },
      grid: { left: 30, right: 24, top: 56, bottom: 36, containLabel: true },
      legend: { left: 0, top: 24, textStyle: { color: colour("soft") } },
      toolbox: { right: 0, top: -4, itemSize: 13, iconStyle: { borderColor: colour("soft") },
        feature: { saveAsImage: { title: "Save as PNG", pixelRatio: 2, name: "exploration", backgroundColor: colour("panel") } } },
      tooltip: { confine: true, backgroundColor: colour("panel"), borderColor: colour("line"), textStyle: { color: colour("ink"), fontSize: 12 } }
    }, extra);
  }
  const tip = (row) => "<b>" + text(named(row)) + "</b><br>" + text(row.status) + (row.why ? ": " + text(row.why) : "")
    + data.objectives.map((o) => "<br>" + text(metric.get(o.name).label) + ": " + text(shown(row, o.name))).join("");

  // ---- filter ------------------------------------------------------------------------------
  const visible = () => data.rows.filter((r) => (!onlyFront || r.front) && (!inFull || full(r))
    && axes.every((a, i) => !excluded[i].has(r.levels[i]))
    && ranges.every((g) => (g.low === 0 && g.high === STEPS) || g.holds(g.of(r))));
  const drawn = () => visible().filter((r) => data.objectives.some((o) => mean(r, o.name) !== null));
  function box(label, checked, change) {
    const l = document.createElement("label");
    const c = document.createElement("input");
    c.type = "checkbox"; c.checked = checked;
    c.addEventListener("change", () => { change(c.checked); redraw(); });
    l.append(c, label);
    return l;
  }
  function filters() {
    const place = byId("filters");
    axes.forEach((a, i) => {
      const levels = a.labels;
      if (!a.few || levels.length > 24) return;
      const set = document.createElement("fieldset");
      const legend = document.createElement("legend");
      legend.textContent = a.name; legend.title = a.paths.join(", ");
      set.append(legend, ...levels.map((v) => box(v, true, (on) => { if (on) excluded[i].delete(v); else excluded[i].add(v); })));
      place.append(set);
    });
    const set = document.createElement("fieldset");
    const legend = document.createElement("legend");
    legend.textContent = "configurations";
    set.append(legend, box("only the front", false, (on) => { onlyFront = on; }), box("only full runs", false, (on) => { inFull = on; }));
    place.append(set);
  }

  // Two sliders per value: the arrow keys move them, as a drag does.
  function range(name, unit, log, values, of) {
    const known = values.filter((v) => v !== null && (!log || v > 0));
    const low = Math.min(...known), high = Math.max(...known);
    if (!(high > low)) return;
    const at = (step) => (log ? low * Math.pow(high / low, step / STEPS) : low + (high - low) * step / STEPS);
    const slack = 1e-9 * (high - low);
    const g = { low: 0, high: STEPS, of, holds: (v) => v !== null && v >= at(g.low) - slack && v <= at(g.high) + slack };
    ranges.push(g);
    const set = document.createElement("fieldset");
    const legend = document.createElement("legend");
    legend.textContent = name;
    set.append(legend);
    ["low", "high"].forEach((end) => {
      const l = document.createElement("label"), input = document.createElement("input"), out = document.createElement("output");
      input.type = "range"; input.min = 0; input.max = STEPS; input.value = g[end];
      input.setAttribute("aria-label", name + (end === "low" ? " at least" : " at most"));
      const tell = () => { out.textContent = si(at(g[end]), unit, 4); input.setAttribute("aria-valuetext", out.textContent); };
      input.addEventListener("input", () => { g[end] = Number(input.value); tell(); redraw(); });
      tell();
      l.append(end === "low" ? "least" : "most", input, out);
      set.append(l);
    });
    byId("ranges").append(set);
  }
  const number = (a, row, i) => a.values[a.labels.indexOf(row.levels[i])];
  function sliders() {
    axes.forEach((a, i) => { if (!a.few) range(a.name, a.unit, a.log, a.values, (r) => number(a, r, i)); });
    data.objectives.forEach((o) => range(metric.get(o.name).label, metric.get(o.name).unit, false, data.rows.map((r) => mean(r, o.name)), (r) => mean(r, o.name)));
  }

  // ---- plots -------------------------------------------------------------------------------
  function scatter() {
    const mx = metric.get(byId("x").value), my = metric.get(byId("y").value);
    const rows = drawn().filter((r) => mean(r, mx.name) !== null && mean(r, my.name) !== null);
    const point = (r) => ({ value: [mean(r, mx.name), mean(r, my.name)], row: r });
    const without = drawn().length - rows.length;
    byId("scatter-note").textContent = without ? without + " of the shown configurations have no value of one of the two and are not drawn; the table says why." : "";
    const front = rows.filter((r) => r.front).sort((p, q) => mean(p, mx.name) - mean(q, mx.name));
    const bars = { type: "custom", silent: true, clip: true, encode: { x: [0, 2, 3], y: [1, 4, 5] }, data: rows.map((r) => {
        const [x, y, dx, dy] = [mean(r, mx.name), mean(r, my.name), half(r, mx.name), half(r, my.name)];
        return [x, y, x - dx, x + dx, y - dy, y + dy]; }),
      name: "95 % interval", color: colour("soft"), renderItem: (p, api) => {
        const at = (x, y) => api.coord([x, y]);
        const [x, y, left, right, low, high] = [0, 1, 2, 3, 4, 5].map((k) => api.value(k));
        const line = (f, t) => ({ type: "line", shape: { x1: f[0], y1: f[1], x2: t[0], y2: t[1] }, style: { stroke: colour("soft"), lineWidth: 1, opacity: 0.6 } });
        return { type: "group", children: [line(at(left, y), at(right, y)), line(at(x, low), at(x, high))] };
      } };
    return base(my.label + " against " + mx.label, {
      grid: { left: 62, right: 24, top: 56, bottom: 36, containLabel: true },
      xAxis: valueAxis(mx, rows), yAxis: valueAxis(my, rows, { nameGap: 60 }),
      tooltip: Object.assign(base("").tooltip, { trigger: "item", formatter: (p) => (p.data && p.data.row ? tip(p.data.row) : "") }),
      series: [bars,
        { name: "beaten", type: "scatter", symbolSize: 9, data: rows.filter((r) => !r.front && full(r)).map(point), itemStyle: { color: "transparent", borderColor: colour("chip"), borderWidth: 1.5 } },
        { name: "stopped early", type: "scatter", symbol: "triangle", symbolSize: 7, data: rows.filter((r) => !full(r)).map(point), itemStyle: { color: colour("control") } },
        { name: "front", type: "line", symbol: "circle", symbolSize: 11, data: front.map(point), lineStyle: { type: data.objectives.length === 2 ? "solid" : "dotted", color: colour("float"), width: data.objectives.length === 2 ? 1.5 : 0 }, itemStyle: { color: colour("float") } }]
    });
  }
  const halo = () => ({ color: colour("soft"), textBorderColor: colour("panel"), textBorderWidth: 3 });
  const GAP = 92;
  const lines = (name, width) => name.split(/(?<=[ .-])/).reduce((all, word) => {
    const last = all.length - 1;
    if (last >= 0 && (all[last] + word).length * 6.4 < width) all[last] += word; else all.push(word);
    return all;
  }, []).join("\n");
  function parallel() {
    const rows = drawn();
    const count = axes.length + data.objectives.length;
    const room = byId("coordinates").clientWidth - 44;
    byId("wide").style.minWidth = GAP * count > room ? GAP * count + "px" : "";
    const gap = (Math.max(room, GAP * count) - 140) / Math.max(1, count - 1);
    const dims = axes.map((a, i) => (a.few
      ? { dim: i, name: a.name, type: "category", data: a.labels, boundaryGap: a.labels.length > 1, axisLabel: { width: gap - 20, overflow: "truncate" } }
      : { dim: i, name: a.name, type: a.log ? "log" : "value", scale: true, min: "dataMin", max: "dataMax", axisLabel: { formatter: (v) => si(v, a.unit, a.log ? 2 : 3) } })
    ).concat(data.objectives.map((o, k) => {
      const m = metric.get(o.name);
      const values = rows.map((r) => mean(r, o.name)).filter((v) => v !== null);
      const low = values.length ? Math.min(...values) : 0, high = values.length ? Math.max(...values) : 1, space = (high - low || Math.abs(high) || 1) * 0.03;
      return { dim: axes.length + k, name: m.label, type: "value", min: low - space, max: high + space, inverse: o.minimise, nameLocation: o.minimise ? "start" : "end", axisLabel: { showMinLabel: false, showMaxLabel: false, formatter: tick(m.unit, values) } };
    }));
    const value = (r) => axes.map((a, i) => (a.few ? r.levels[i] : number(a, r, i))).concat(data.objectives.map((o) => { const v = mean(r, o.name); return v === null ? "-" : v; }));
    const group = (name, list, style) => ({ name, type: "parallel", smooth: false, data: list.map((r) => ({ value: value(r), row: r })), lineStyle: style, inactiveOpacity: 0.03 });
    const faint = rows.length > 60 ? 0.18 : 0.4;
    return base("", {
      title: undefined, toolbox: { show: false },
      legend: { left: "center", bottom: 0, textStyle: { color: colour("soft") } },
      parallel: { left: 70, right: 70, top: 64, bottom: 50, parallelAxisDefault: {
        nameLocation: "end", nameGap: 14, nameTextStyle: { color: colour("ink"), fontSize: 12, lineHeight: 14 }, axisLine: { lineStyle: { color: colour("soft"), width: 1.5 } },
        axisTick: { alignWithLabel: true, lineStyle: { color: colour("soft") } }, areaSelectStyle: { color: colour("chip"), opacity: 0.2, borderColor: colour("chip") } } },
      parallelAxis: dims.map((d) => Object.assign({}, d, { name: lines(d.name, gap), axisLabel: Object.assign(halo(), d.axisLabel) })),
      tooltip: Object.assign(base("").tooltip, { trigger: "item", formatter: (p) => (p.data && p.data.row ? tip(p.data.row) : "") }),
      series: [group("beaten", rows.filter((r) => !r.front), { color: colour("chip"), opacity: faint, width: 1 }),
        group("front", rows.filter((r) => r.front), { color: colour("float"), opacity: rows.filter((r) => r.front).length > 40 ? 0.45 : 0.95, width: rows.filter((r) => r.front).length > 40 ? 1.5 : 2.5 })]
    });
  }
  // What configurations of one seed have in common counts once: means per seed first, then their spread.
  function overSeeds(rows, name) {
    const seeds = rows[0].m[name][3].length;
    const means = Array.from({ length: seeds }, (v, s) => rows.reduce((sum, r) => sum + r.m[name][3][s], 0) / rows.length);
    const middle = means.reduce((sum, v) => sum + v, 0) / seeds;
    const square = means.reduce((sum, v) => sum + (v - middle) * (v - middle), 0);
    return [middle, seeds > 1 ? data.t * Math.sqrt(square / (seeds - 1) / seeds) : null];
  }
  function effect(i) {
    const a = axes[i], m = metric.get(byId("effect").value);
    const rows = drawn().filter((r) => full(r) && mean(r, m.name) !== null);
    const place = (r) => (a.few ? r.levels[i] : number(a, r, i));
    const levels = a.few ? a.labels.filter((v) => rows.some((r) => r.levels[i] === v)) : [];
    const of = levels.map((v) => overSeeds(rows.filter((r) => r.levels[i] === v), m.name));
    const bars = { type: "custom", silent: true, name: "95 % over seeds", data: of.map(([v, h], k) => [levels[k], v - (h || 0), v + (h || 0)]), encode: { x: 0, y: [1, 2] },
      renderItem: (p, api) => { const f = api.coord([api.value(0), api.value(1)]), t = api.coord([api.value(0), api.value(2)]);
        return { type: "line", shape: { x1: f[0], y1: f[1], x2: t[0], y2: t[1] }, style: { stroke: colour("chip"), lineWidth: 2 } }; } };
    return base(a.name, {
      legend: { show: false }, grid: { left: 8, right: 24, top: 34, bottom: 8, containLabel: true },
      toolbox: { show: false },
      xAxis: a.few ? axis({ type: "category", data: levels, axisLabel: { interval: 0, hideOverlap: false, width: 290 / (levels.length || 1) - 6, overflow: "truncate" } })
        : axis({ type: a.log ? "log" : "value", scale: true, axisLabel: { formatter: (v) => si(v, a.unit, 2) } }),
      yAxis: axis({ type: "value", scale: true, splitNumber: 4, axisLabel: { formatter: tick(m.unit, rows.map((r) => mean(r, m.name))) } }),
      tooltip: Object.assign(base("").tooltip, { trigger: "item", formatter: (p) => { if (p.data && p.data.row) return tip(p.data.row);
        const [v, h] = of[p.dataIndex]; return text(levels[p.dataIndex]) + "<br>mean " + si(v, m.unit) + (h === null ? "" : " \u00b1 " + si(h, m.unit)); } }),
      series: [{ name: "configurations", type: "scatter", symbolSize: 5, itemStyle: { color: colour("control"), opacity: 0.7 }, data: rows.map((r) => ({ value: [place(r), mean(r, m.name)], row: r })) },
        bars, { name: "mean", type: "line", data: of.map(([v], k) => [levels[k], v]), symbol: "circle", symbolSize: 9, lineStyle: { width: a.unit === null ? 0 : 2 }, color: colour("chip") }]
    });
  }
  const chosen = () => [data.rows[Number(byId("a").value)], data.rows[Number(byId("b").value)]];
  function breakdown(key, title, unit) {
    const pair = chosen();
    const total = (p) => Object.values(p[key] || {}).reduce((s, v) => s + v, 0);
    const parts = [...new Set(pair.flatMap((r) => Object.keys(r[key] || {})))]
      .sort((p, q) => pair.reduce((s, r) => s + ((r[key] || {})[q] || 0) - ((r[key] || {})[p] || 0), 0));
    return base(title, {
      grid: { left: 8, right: 20, top: 92, bottom: 8, containLabel: true },
      legend: { type: "scroll", left: 0, top: 26, textStyle: { color: colour("soft") } },
      xAxis: axis({ type: "value", axisLabel: { formatter: tick(unit, pair.map(total)) } }), yAxis: axis({ type: "category", inverse: true, data: ["A", "B"] }),
      tooltip: Object.assign(base("").tooltip, { trigger: "item", formatter: (p) => text(p.seriesName) + "<br>" + p.name + ": " + si(p.value, unit) + " (" + (100 * p.value / (total(pair[p.dataIndex]) || 1)).toFixed(1) + " %)" }),
      series: parts.map((part) => ({ name: part, type: "bar", stack: "all", barMaxWidth: 46, data: pair.map((r) => (r[key] || {})[part] || 0) }))
    });
  }
  function pairTable() {
    const [a, b] = chosen();
    const line = (cells, tag) => "<tr>" + cells.map((c, i) => (i === 0 ? "<th scope=\"row\">" : "<" + tag + " class=\"n\">") + text(c) + (i === 0 ? "</th>" : "</" + tag + ">")).join("") + "</tr>";
    const change = (m) => { const p = mean(a, m.name), q = mean(b, m.name); return p === null || q === null || p === 0 ? "-" : ((q / p - 1) * 100).toFixed(1) + " %"; };
    byId("pair").innerHTML = "<thead>" + line(["", "A", "B", "B against A"], "th") + "</thead><tbody>"
      + axes.map((x, i) => line([x.name, a.levels[i], b.levels[i], ""], "td")).join("")
      + measured.map((m) => line([m.label, shown(a, m.name), shown(b, m.name), change(m)], "td")).join("") + "</tbody>";
  }

  // ---- page --------------------------------------------------------------------------------
  function place(id, plot) {
    const at = byId(id);
    const chart = echarts.init(at);
    at.setAttribute("role", "img");
    at.setAttribute("aria-label", at.dataset.label);
    charts.set(id, { chart, plot });
    return chart;
  }
  function options(select, list, value) {
    list.forEach(([v, label]) => { const o = document.createElement("option"); o.value = v; o.textContent = label; select.append(o); });
    select.value = value;
    select.addEventListener("change", redraw);
  }
  function redraw() {
    charts.forEach(({ chart, plot }) => { chart.setOption(plot(), true); chart.resize(); });
    pairTable();
    const rows = new Set(visible());
    byId("count").textContent = rows.size + " of " + data.rows.length + " configurations";
    data.rows.forEach((r, i) => { const tr = byId("row-" + i); if (tr) tr.hidden = !rows.has(r); });
  }
  const list = measured.map((m) => [m.name, m.label]);
  if (!data.rows.length || !measured.length) {
    byId("count").textContent = "No point has results.";
    return;
  }
  const first = data.objectives.map((o) => o.name).filter((n) => measured.some((m) => m.name === n)).concat(measured.map((m) => m.name));
  options(byId("x"), list, first[1] || first[0]);
  options(byId("y"), list, first[0]);
  options(byId("effect"), list, first[0]);
  const withResults = data.rows.map((r, i) => [i, r]).filter(([, r]) => r.energy);
  const front = withResults.filter(([, r]) => r.front);
  const labels = withResults.map(([i, r]) => [i, (r.front ? "\u2605 " : "") + named(r)]);
  const start = (front[0] || withResults[0])[0];
  options(byId("a"), labels, start);
  options(byId("b"), labels, (front[front.length - 1] || withResults[withResults.length - 1])[0]);
  filters();
  sliders();
  const plane = place("scatter", scatter);
  let turn = "a";
  plane.on("click", (p) => { if (!p.data || !p.data.row) return; byId(turn).value = data.rows.indexOf(p.data.row); turn = turn === "a" ? "b" : "a"; redraw(); });
  place("parallel", parallel);
  axes.forEach((a, i) => {
    const box = document.createElement("div");
    box.className = "chart"; box.id = "effect-" + i; box.dataset.label = "Main effect of " + a.name;
    byId("effects").append(box);
    place(box.id, () => effect(i));
  });
  place("breakdown-energy", () => breakdown("energy", "Energy per mini-batch by component", "J"));
  place("breakdown-time", () => breakdown("time", "Time per mini-batch by work", "s"));

  const button = byId("theme");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);
  const label = () => { button.textContent = isDark() ? "Light" : "Dark"; button.setAttribute("aria-label", "Switch to " + button.textContent.toLowerCase() + " colours"); };
  button.hidden = false;
  label();
  button.addEventListener("click", () => { root.dataset.theme = isDark() ? "light" : "dark"; label(); redraw(); });
  dark.addEventListener("change", () => { label(); redraw(); });
  let waiting = 0;
  window.addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(() => charts.forEach(({ chart, plot }, id) => { if (id === "parallel") chart.setOption(plot(), true); chart.resize(); }), 120); });
  redraw();
})();
