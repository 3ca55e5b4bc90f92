const steps = 100000;
const decode = (numbers) => {
  const found = [];
  let lat = 0, lon = 0;
  for (let i = 0; i < numbers.length; i += 2) {
    lat += numbers[i];
    lon += numbers[i + 1];
    found.push([lat / steps, lon / steps]);
  }
  return found;
};
L.Icon.Default.imagePath = look.images;
map.getContainer().style.background = look.ground;
map.createPane("ground").style.zIndex = 250;
map.createPane("names").style.zIndex = 350;
map.getPane("names").style.pointerEvents = "none";
const canvas = L.canvas({ pane: "ground", padding: 0.5 });
const quiet = { renderer: canvas, pane: "ground", interactive: false, smoothFactor: 1 };
const widths = [];
const line = (pieces, color, weight, extra) => {
  if (!pieces.length) return;
  const style = Object.assign({ color, weight, opacity: 1, lineCap: "round" }, quiet, extra);
  widths.push([L.polyline(pieces.map(decode), style).addTo(map), weight]);
};
const area = (pieces, fillColor) => {
  if (!pieces.length) return;
  const style = Object.assign({ stroke: false, fill: true, fillColor, fillOpacity: 1 }, quiet);
  L.polygon(pieces.map((rings) => rings.map(decode)), style).addTo(map);
};
area(ground.parks, look.park);
area(ground.water, look.water);
line(ground.streams, look.water, 3);
for (const [kind, color, weight] of look.streets) line(ground.streets[kind], color, weight);
line(ground.rail, look.rail, 2.4, { lineCap: "butt" });
line(ground.rail, look.halo, 1.2, { lineCap: "butt", dashArray: "7 7" });
line(ground.wards, look.ward, 1, { dashArray: "1 5" });
for (const [kind, name, lat, lon, angle] of ground.names) {
  const html = `<span style="transform:translate(-50%,-50%) rotate(${angle}deg)">${name}</span>`;
  const icon = L.divIcon({ className: `ab-name ab-name-${kind}`, html, iconSize: [0, 0] });
  L.marker([lat, lon], { icon, pane: "names", interactive: false, keyboard: false }).addTo(map);
}
const fitted = () => {
  const zoom = map.getZoom();
  const grown = Math.min(Math.max(2 ** ((zoom - 14) / 1.5), 0.62), 4.5);
  for (const [drawn, weight] of widths) drawn.setStyle({ weight: weight * grown });
  map.getContainer().dataset.near = zoom >= 15.25 ? "close" : zoom >= 13.75 ? "middle" : "far";
};
map.on("zoomend", fitted);
const fit = () => {
  const { x, y } = map.getSize();
  const edge = Math.min(14, x / 8, y / 8);
  map.setMinZoom(0);
  map.fitBounds(ground.bounds, { padding: [edge, edge], animate: false });
  map.setMinZoom(map.getZoom() - 1.5);
  if (!x || !y) map.once("resize", fit);
};
fit();
map.setMaxZoom(18);
map.setMaxBounds(L.latLngBounds(ground.bounds).pad(0.6));
fitted();
map.keyboard.enable();
L.control.zoom({ position: "topright" }).addTo(map);
L.control.scale({ position: "bottomright", imperial: false, maxWidth: 110 * look.scale }).addTo(map);
const north = L.control({ position: "topright" });
north.onAdd = () => {
  const box = L.DomUtil.create("div", "ab-north");
  box.innerHTML = '<span aria-label="North is up"><i></i>N</span>';
  return box;
};
north.addTo(map);
