// Bar and line charts from a small description; a chart is a view of the table beside it and carries nothing that the table has not.
import { use, init } from "echarts/core";
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent } from "echarts/components";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, LineChart, GridComponent, AriaComponent, LegendComponent, SVGRenderer]);

const INK = "#1a1a1a";
const FAINT = "#5c5c5c";
const RULE = "#dcdcdc";
const FONT = '"IBM Plex Sans", system-ui, sans-serif';
/** The colours of sources are the same as in strips and tables; others follow. */
const COLOURS = { "kilde-1": "#08519c", "kilde-2": "#a63603", "kilde-3": "#54278f", "kilde-4": "#006d2c", graa: "#8e8e8e" };
const ORDER = ["kilde-1", "kilde-2", "kilde-3", "kilde-4", "graa"];
const danish = new Intl.NumberFormat("da-DK", { maximumFractionDigits: 2 });

/** `d`: { slags: "soejle" | "liggende" | "linje", kategorier, serier: [{ navn, tal, farve? }], enhed, links?, stablet? }. */
function option(d, width) {
  const lying = d.slags === "liggende";
  // On a narrow screen the names of series take two lines, and fewer marks fit on the axis.
  const narrow = width < 480;
  const line = d.slags === "linje";
  const many = d.serier.length > 1;
  const text = { color: INK, fontFamily: FONT, fontSize: 13 };
  const category = { type: "category", data: d.kategorier, inverse: lying, axisTick: { show: false }, axisLine: { lineStyle: { color: FAINT } }, axisLabel: { ...text, hideOverlap: true } };
  const value = { type: "value", splitNumber: narrow ? 2 : 5, min: line ? undefined : (v) => Math.min(0, v.min), name: d.enhed, nameLocation: lying ? "middle" : "end", nameGap: lying ? 28 : 14, nameTextStyle: { ...text, color: FAINT, align: lying ? "center" : "left" }, splitLine: { lineStyle: { color: RULE } }, axisLabel: { ...text, color: FAINT, formatter: (n) => danish.format(n) } };
  return {
    animation: false,
    textStyle: text,
    aria: { enabled: true, label: { enabled: false }, decal: { show: many && !line } },
    legend: many ? { top: 0, left: 0, itemGap: 20, textStyle: text, selectedMode: false } : undefined,
    grid: { top: many ? (narrow ? 84 : 56) : lying ? 8 : 34, right: lying ? 72 : 24, bottom: lying ? 30 : 8, left: 8, containLabel: true },
    xAxis: lying ? value : category,
    yAxis: lying ? category : value,
    series: d.serier.map((serie, at) => ({
      name: serie.navn,
      type: line ? "line" : "bar",
      stack: d.stablet ? "alt" : undefined,
      data: serie.tal,
      barMaxWidth: 34,
      symbolSize: 6,
      color: COLOURS[serie.farve] ?? COLOURS[ORDER[at % ORDER.length]],
      cursor: d.links ? "pointer" : "default",
      label: { show: !many && !line && d.kategorier.length <= 12, position: lying ? "right" : "top", ...text, formatter: (p) => danish.format(p.value) },
      emphasis: { disabled: true },
    })),
  };
}

/** Draws once; follows the width of the page. */
export function draw(element) {
  if (element.dataset.tegnet) return;
  element.dataset.tegnet = "1";
  const d = JSON.parse(element.dataset.diagram);
  element.classList.add("er-tegnet");
  const chart = init(element, null, { renderer: "svg" });
  chart.setOption(option(d, element.clientWidth));
  if (d.links) chart.on("click", (point) => d.links[point.dataIndex] && location.assign(d.links[point.dataIndex]));
  // With a viewBox paper may shrink the drawing to its own width.
  const frame = () => element.querySelector("svg")?.setAttribute("viewBox", `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
  frame();
  new ResizeObserver(() => {
    if (matchMedia("print").matches) return;
    chart.resize();
    chart.setOption(option(d, element.clientWidth));
    frame();
  }).observe(element);
}
