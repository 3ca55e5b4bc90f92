const make = (name, className, text) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined && text !== "") made.textContent = text;
  return made;
};

const bars = (shares, mark) => {
  const box = make("span", "bars");
  box.setAttribute("aria-hidden", "true");
  shares.forEach((share, n) => {
    const bar = make("i", n === mark ? "marked" : "");
    bar.style.height = `${Math.max(share * 100, 3)}%`;
    box.append(bar);
  });
  return box;
};

const fill = (cell, column, row, data, pick) => {
  const value = row.cells[column.key];
  if (column.kind === "bars") {
    cell.append(bars(value, data.mark));
    return;
  }
  if (column.kind === "badge") {
    const badge = make("b", "badge", value);
    badge.style.background = row.fill;
    badge.style.color = row.ink;
    cell.append(badge);
    return;
  }
  if (column.kind === "name" && data.pickable) {
    const button = make("button", "name", value);
    button.type = "button";
    button.setAttribute("aria-pressed", String(row.ident === data.chosen));
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      pick(row.ident);
    });
    cell.append(button);
  } else {
    cell.append(make("span", column.kind === "name" ? "name" : "", value));
  }
  if (row.small[column.key]) cell.append(make("small", "", row.small[column.key]));
};

const drawRow = (row, data, pick, act) => {
  const line = make("tr", row.ident === data.chosen ? "chosen" : "");
  line.dataset.ident = row.ident;
  for (const column of data.columns) {
    const cell = make(column.kind === "name" ? "th" : "td", column.kind);
    if (column.kind === "name") cell.scope = "row";
    cell.dataset.label = column.label;
    cell.dataset.key = column.key;
    fill(cell, column, row, data, pick);
    line.append(cell);
  }
  if (row.actions.length) {
    const cell = make("td", "actions");
    for (const { action, label } of row.actions) {
      const button = make("button", "act", label);
      button.type = "button";
      button.setAttribute("aria-label", `${label} ${row.cells.place ?? row.ident}`);
      button.addEventListener("click", (event) => {
        event.stopPropagation();
        act(action, row.ident);
      });
      cell.append(button);
    }
    line.append(cell);
  }
  if (data.pickable) line.addEventListener("click", () => pick(row.ident));
  return line;
};

const draw = (data, pick, act) => {
  const table = make("table", data.pickable ? "pickable" : "");
  table.append(make("caption", "", data.caption));
  const head = make("tr");
  for (const column of data.columns) {
    const cell = make("th", column.kind, column.label);
    cell.scope = "col";
    head.append(cell);
  }
  if (data.rows.some((row) => row.actions.length)) {
    const cell = make("td", "actions");
    head.append(cell);
  }
  const top = make("thead");
  top.append(head);
  const body = make("tbody");
  data.rows.forEach((row) => body.append(drawRow(row, data, pick, act)));
  table.append(top, body);
  return table;
};

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const box = parentElement.querySelector(".ab-table");
  const root = box.getRootNode();
  const focused = root.activeElement?.closest?.("tr")?.dataset?.ident;
  const pick = (ident) => setTriggerValue("picked", ident);
  const act = (action, ident) => setTriggerValue("acted", { action, ident });
  box.replaceChildren(draw(data, pick, act));
  if (focused) {
    const again = [...box.querySelectorAll("tr")].find((row) => row.dataset.ident === focused);
    again?.querySelector("button")?.focus({ preventScroll: true });
  }
}
