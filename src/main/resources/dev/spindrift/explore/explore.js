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
  let onlyFront = false;
  let inFull = false;

  // ---- numbers -----------------------------------------------------------------------------
  const PREFIXES = "qryzafpn\u00b5m kMGTPEZYRQ";
  function si(value, unit) {
    if (value === null || value === undefined) return "-";
    if (!unit) return String(Number(value.toPrecision(4)));
    if (value === 0) return "0 " + unit;
    const rounded = Number(value.toPrecision(3));
    const group = Math.floor(Number(rounded.toExponential().split("e")[1]) / 3);
    const prefix = PREFIXES[10 + group];
    if (prefix === undefined) return rounded.toExponential(2) + " " + unit;
    return Number((rounded / Math.pow(10, 3 * group)).toPrecision(3)) + " " + (prefix === " " ? "" : prefix) + unit;
  }
  const text = (s) => String(s).replace(/[&<>"']/g, (c) => "&#" + c.charCodeAt(0) + ";");
  const mean = (row, name) => (row.m[name] ? row.m[name][0] : null);
  const half = (row, name) => (row.m[name] && row.m[name][1] !== null ? row.m[name][1] : 0);
  const shown = (row, name) => si(mean(row, name), metric.get(name).unit)
    + (row.m[name] && row.m[name][1] !== null ? " \u00b1 " + si(row.m[name][1], metric.get(name).unit) : "");
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
  const valueAxis = (m, extra) => axis(Object.assign({ type: "value", scale: true, name: m.label + (m.unit ? "" : ""),
    axisLabel: { formatter: (v) => si(v, m.unit) } }, extra));
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
  const tip = (row) => "<b>" + text(named(row)) + "</b><br>" + text(row.status)
    + data.objectives.map((o) => "<br>" + text(metric.get(o.name).label) + ": " + text(shown(row, o.name))).join("");

  // ---- filter ------------------------------------------------------------------------------
  const visible = () => data.rows.filter((r) => (!onlyFront || r.front) && (!inFull || full(r))
    && axes.every((a, i) => !excluded[i].has(r.levels[i])));
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
      const levels = [...new Set(data.rows.map((r) => r.levels[i]))];
      if (levels.length > 24) return;
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

  // ---- plots -------------------------------------------------------------------------------
  function scatter() {
    const mx = metric.get(byId("x").value), my = metric.get(byId("y").value);
    const rows = drawn().filter((r) => mean(r, mx.name) !== null && mean(r, my.name) !== null);
    const point = (r) => ({ value: [mean(r, mx.name), mean(r, my.name)], row: r });
    const front = rows.filter((r) => r.front).sort((p, q) => mean(p, mx.name) - mean(q, mx.name));
    const bars = { type: "custom", silent: true, clip: true, data: rows.map((r) => [mean(r, mx.name), mean(r, my.name), half(r, mx.name), half(r, my.name)]),
      name: "95 % interval", color: colour("soft"), renderItem: (p, api) => {
        const at = (x, y) => api.coord([x, y]);
        const [x, y, dx, dy] = [0, 1, 2, 3].map((k) => api.value(k));
        const line = (f, t) => ({ type: "line", shape: { x1: f[0], y1: f[1], x2: t[0], y2: t[1] }, style: { stroke: colour("soft"), opacity: 0.6 } });
        return { type: "group", children: [line(at(x - dx, y), at(x + dx, y)), line(at(x, y - dy), at(x, y + dy))] };
      } };
    return base(my.label + " against " + mx.label, {
      xAxis: valueAxis(mx), yAxis: valueAxis(my, { nameGap: 62 }),
      tooltip: Object.assign(base("").tooltip, { trigger: "item", formatter: (p) => (p.data && p.data.row ? tip(p.data.row) : "") }),
      series: [bars,
        { name: "beaten", type: "scatter", symbolSize: 9, data: rows.filter((r) => !r.front && full(r)).map(point), itemStyle: { color: "transparent", borderColor: colour("chip"), borderWidth: 1.5 } },
        { name: "stopped early", type: "scatter", symbol: "triangle", symbolSize: 7, data: rows.filter((r) => !full(r)).map(point), itemStyle: { color: colour("control") } },
        { name: "front", type: "line", symbol: "circle", symbolSize: 11, data: front.map(point), lineStyle: { type: data.objectives.length === 2 ? "solid" : "dotted", color: colour("float"), width: data.objectives.length === 2 ? 1.5 : 0 }, itemStyle: { color: colour("float") } }]
    });
  }
  function parallel() {
    const rows = drawn();
    const dims = axes.map((a, i) => {
      const levels = [...new Set(data.rows.map((r) => r.levels[i]))];
      return { dim: i, name: a.name, type: "category", data: levels };
    }).concat(data.objectives.map((o, k) => {
      const m = metric.get(o.name);
      const values = rows.map((r) => mean(r, o.name)).filter((v) => v !== null);
      const low = Math.min(...values), high = Math.max(...values), room = (high - low || Math.abs(high) || 1) * 0.03;
      return { dim: axes.length + k, name: m.label, type: "value", min: low - room, max: high + room, inverse: o.minimise, nameLocation: o.minimise ? "start" : "end", axisLabel: { showMinLabel: false, showMaxLabel: false, formatter: (v) => si(v, m.unit) } };
    }));
    const value = (r) => r.levels.concat(data.objectives.map((o) => { const v = mean(r, o.name); return v === null ? "-" : v; }));
    const group = (name, list, style) => ({ name, type: "parallel", smooth: false, data: list.map((r) => ({ value: value(r), row: r })), lineStyle: style });
    return base("", {
      title: undefined, toolbox: base("").toolbox,
      legend: { left: "center", bottom: 0, textStyle: { color: colour("soft") } },
      parallel: { left: 50, right: 90, top: 50, bottom: 50, parallelAxisDefault: {
        nameLocation: "end", nameTextStyle: { color: colour("ink"), fontSize: 12, width: 110, overflow: "break" }, axisLine: { lineStyle: { color: colour("soft") } },
        axisLabel: { color: colour("soft") }, areaSelectStyle: { color: colour("chip"), opacity: 0.2, borderColor: colour("chip") } } },
      parallelAxis: dims.map((d) => Object.assign({}, d)),
      tooltip: Object.assign(base("").tooltip, { trigger: "item", formatter: (p) => (p.data && p.data.row ? tip(p.data.row) : "") }),
      series: [group("beaten", rows.filter((r) => !r.front), { color: colour("chip"), opacity: 0.35, width: 1 }),
        group("front", rows.filter((r) => r.front), { color: colour("float"), opacity: 0.95, width: 2.5 })]
    });
  }
  function effect(i) {
    const m = metric.get(byId("effect").value);
    const rows = drawn().filter((r) => full(r) && mean(r, m.name) !== null);
    const levels = [...new Set(data.rows.map((r) => r.levels[i]))].filter((v) => rows.some((r) => r.levels[i] === v));
    const of = levels.map((v) => rows.filter((r) => r.levels[i] === v).map((r) => mean(r, m.name)));
    const low = of.map((v) => Math.min(...v)), high = of.map((v) => Math.max(...v));
    const invisible = { lineStyle: { opacity: 0 }, symbol: "none", type: "line", silent: true, stack: "band" };
    return base(axes[i].name, {
      legend: { show: false }, grid: { left: 8, right: 16, top: 34, bottom: 8, containLabel: true },
      toolbox: { show: false },
      xAxis: axis({ type: "category", data: levels }), yAxis: axis({ type: "value", scale: true, axisLabel: { formatter: (v) => si(v, m.unit) } }),
      tooltip: Object.assign(base("").tooltip, { trigger: "axis", formatter: (p) => { const k = p[0].dataIndex;
        return text(levels[k]) + "<br>mean " + si(of[k].reduce((s, v) => s + v, 0) / of[k].length, m.unit) + "<br>" + si(low[k], m.unit) + " to " + si(high[k], m.unit) + " (" + of[k].length + ")"; } }),
      series: [Object.assign({ name: "least", data: low, stackStrategy: "all" }, invisible),
        Object.assign({ name: "range", data: high.map((h, k) => h - low[k]), areaStyle: { color: colour("chip"), opacity: 0.15 }, stackStrategy: "all" }, invisible),
        { name: "mean", type: "line", data: of.map((v) => v.reduce((s, w) => s + w, 0) / v.length), symbolSize: 8, color: colour("chip") }]
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
      xAxis: axis({ type: "value", axisLabel: { formatter: (v) => si(v, unit) } }), yAxis: axis({ type: "category", inverse: true, data: ["A", "B"] }),
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
    charts.forEach(({ chart, plot }) => chart.setOption(plot(), true));
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
  window.addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(() => charts.forEach(({ chart }) => chart.resize()), 120); });
  redraw();
})();
