/* A planning board: one lane a patrol, stops as blocks on a common time axis. It draws what Python
   gives and reports what somebody does; it decides nothing. */
const DRAG_FROM_PX = 6;
const WIDE_PX = 640;
const SVG = "http://www.w3.org/2000/svg";
const MARKS = {
  square: "M2 2h8v8H2z",
  triangle: "M6 1.5 11 10.5H1z",
  diamond: "M6 .8 11.2 6 6 11.2.8 6z",
  ring: "M6 1.5a4.5 4.5 0 1 0 .01 0zm0 2.2a2.3 2.3 0 1 1-.01 0z",
  pause: "M2.5 2h2.6v8H2.5zM6.9 2h2.6v8H6.9z",
  flag: "M2 1h1.4v10H2zM4.2 1.6h6L8.4 4.2l1.8 2.6h-6z",
  lock: "M3.2 5.2V4a2.8 2.8 0 0 1 5.6 0v1.2h.9v5.6H2.3V5.2zm1.4 0h2.8V4a1.4 1.4 0 0 0-2.8 0z",
};

const make = (name, className, text) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
};

const mark = (name) => {
  const drawn = document.createElementNS(SVG, "svg");
  drawn.setAttribute("viewBox", "0 0 12 12");
  drawn.setAttribute("class", "mark");
  drawn.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", MARKS[name] ?? MARKS.ring);
  path.setAttribute("fill-rule", "evenodd");
  drawn.append(path);
  return drawn;
};

const press = (text, className, act, label) => {
  const made = make("button", className, text);
  made.type = "button";
  if (label) made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
};

const place = (made, data, begin, end) => {
  const span = data.until_min - data.from_min;
  made.style.setProperty("--at", `${(100 * (begin - data.from_min)) / span}%`);
  made.style.setProperty("--for", `${(100 * (end - begin)) / span}%`);
  return made;
};

const drawWalk = (walk, data) => {
  const made = place(make("div", "walk"), data, walk.begin_min, walk.end_min);
  made.append(make("span", "", walk.text));
  made.title = walk.text;
  return made;
};

const drawStop = (stop, lane, data) => {
  const made = place(make("button", `stop ${stop.nature}`), data, stop.begin_min, stop.end_min);
  made.type = "button";
  made.dataset.ident = stop.ident;
  made.title = `${stop.times} ${stop.name}`;
  made.setAttribute("aria-label", stop.aria_label);
  made.setAttribute("aria-keyshortcuts", "ArrowLeft ArrowRight ArrowUp ArrowDown Delete Enter");
  made.style.setProperty("--room", stop.room_min / Math.max(stop.end_min - stop.begin_min, 1));
  made.style.setProperty("--fill", lane.fill);
  made.style.setProperty("--on", lane.ink);
  if (stop.place_id === data.chosen) made.classList.add("chosen");
  const bar = make("span", "bar");
  bar.append(make("b", "", stop.label), mark(stop.mark));
  const label = make("span", "label");
  const [from, until] = stop.times.split("–");
  const times = make("span", "times", from);
  times.append(make("span", "until", `–${until}`));
  label.append(times, make("span", "name", stop.name));
  if (stop.held) {
    const held = make("span", "held");
    held.append(mark("lock"), make("span", "", stop.held));
    label.append(held);
  }
  made.append(bar, label, make("span", "kind", stop.kind));
  return made;
};

const drawMenu = (stop, board) => {
  const made = make("div", "menu");
  made.setAttribute("role", "group");
  made.setAttribute("aria-label", `What to do with ${stop.label}, ${stop.name}`);
  const head = make("p", "head");
  head.append(make("b", "", `${stop.label} ${stop.name}`), make("span", "", ` ${stop.about}`));
  made.append(head);
  const row = make("div", "acts");
  for (const { action, label } of stop.actions)
    row.append(press(label, `act act-${action}`, () => board.send({ action, ident: stop.ident })));
  row.append(press("Close", "act act-close", () => board.open(null, true)));
  made.append(row);
  return made;
};

const drawLane = (lane, n, board) => {
  const { data } = board;
  const made = make("div", "lane");
  made.setAttribute("role", "group");
  made.setAttribute("aria-label", `${lane.name}, ${lane.shift}, ${lane.summary}`);
  made.dataset.lane = n;
  const who = make("div", "who");
  const badge = make("b", "badge", lane.letter);
  badge.style.background = lane.fill;
  badge.style.color = lane.ink;
  const words = make("span", "", "");
  words.append(make("strong", "", lane.name), make("small", "", lane.summary));
  if (lane.actions.length) {
    const row = make("span", "crew");
    for (const { action, label } of lane.actions)
      row.append(press(label, `link act-${action}`, () => board.send({ action, lane: n }), `${label}, from ${lane.name}`));
    words.append(row);
  }
  who.append(badge, words);
  const track = make("div", "track");
  for (const [from, until] of lane.off)
    track.append(place(make("i", "off"), data, from, until));
  for (const tick of data.ticks)
    track.append(place(make("i", tick.label ? "tick hour" : "tick"), data, tick.minute, tick.minute));
  for (const each of lane.items)
    track.append(each.ident ? drawStop(each, lane, data) : drawWalk(each, data));
  if (!lane.items.length) track.append(make("p", "none", "No stop fits into this shift."));
  made.append(who, track);
  const open = lane.items.find((each) => each.ident && each.ident === board.opened);
  if (open && board.wide) made.append(drawMenu(open, board));
  else if (open) [...track.children].find((each) => each.dataset.ident === open.ident).after(drawMenu(open, board));
  return made;
};

const drawAxis = (data) => {
  const made = make("div", "axis");
  made.setAttribute("aria-hidden", "true");
  const track = make("div", "track");
  for (const tick of data.ticks)
    if (tick.label) {
      const label = place(make("span", "", tick.label), data, tick.minute, tick.minute);
      if (tick.minute === data.from_min) label.className = "first";
      if (tick.minute === data.until_min) label.className = "last";
      track.append(label);
    }
  made.append(make("div", "who"), track);
  return made;
};

const drawHead = (board) => {
  const { data } = board;
  const made = make("div", "top");
  const facts = make("p", "facts");
  for (const [name, figure, more] of data.facts) {
    const fact = make("span", "", `${name} `);
    fact.append(make("b", "", figure));
    if (more) fact.title = more;
    facts.append(fact);
  }
  const row = make("div", "acts");
  for (const [action, label] of data.whole)
    row.append(press(label, `act act-${action}`, () => board.send({ action })));
  const history = [["undo", "Undo", data.undo], ["redo", "Redo", data.redo]];
  for (const [action, label, what] of history) {
    const button = press(label, `act act-${action}`, () => board.send({ action }), what ? `${label}: ${what}` : label);
    button.disabled = !what;
    button.title = what;
    row.append(button);
  }
  made.append(facts, row);
  return made;
};

/* What a key does to a stop. */
const KEYS = { ArrowLeft: "earlier", ArrowRight: "later", ArrowUp: "up", ArrowDown: "down", Delete: "drop", Backspace: "drop" };

class Board {
  constructor(box) {
    this.box = box;
    this.lanes = box.querySelector(".lanes");
    this.live = box.querySelector(".message");
    this.opened = null;
    this.drag = null;
    this.onKey = (event) => this.history(event);
    box.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("pointerdown", (event) => this.grab(event));
    box.addEventListener("pointermove", (event) => this.pull(event));
    box.addEventListener("pointerup", (event) => this.let(event));
    box.addEventListener("pointercancel", () => this.release());
    box.addEventListener("click", (event) => this.click(event));
    document.addEventListener("keydown", this.onKey);
  }

  get wide() {
    return this.box.clientWidth > WIDE_PX;
  }

  end() {
    document.removeEventListener("keydown", this.onKey);
  }

  show(data) {
    const root = this.box.getRootNode();
    const at = root.activeElement;
    const focus = { ident: at?.dataset?.ident, act: at?.classList?.contains("act") ? at.className : "" };
    this.data = data;
    this.release();
    this.box.classList.remove("busy");
    this.box.removeAttribute("aria-busy");
    clearTimeout(this.waiting);
    if (this.gone && !data.refused) [this.opened, this.follow] = [null, true];
    this.gone = null;
    if (this.follow && data.focus) [focus.ident, this.follow] = [data.focus, false];
    if (this.opened && data.focus && !this.stop(this.opened)) this.opened = this.stop(data.focus) ? data.focus : null;
    this.draw();
    const [title, message] = this.live.children;
    if (title.textContent !== data.title) title.textContent = data.title;
    if (message.textContent !== data.message) message.textContent = data.message;
    this.live.classList.toggle("refused", data.refused);
    this.focus(focus);
  }

  draw() {
    this.lanes.replaceChildren(
      drawHead(this), drawAxis(this.data), ...this.data.lanes.map((lane, n) => drawLane(lane, n, this)));
    for (const each of this.lanes.querySelectorAll(".stop"))
      each.setAttribute("aria-expanded", String(each.dataset.ident === this.opened));
  }

  focus({ ident, act }) {
    const named = act ? `.${act.trim().split(/\s+/).join(".")}:not(:disabled)` : "";
    const again = ident ? this.find(ident) : named && this.lanes.querySelector(named);
    if (again) again.focus({ preventScroll: true });
  }

  find(ident) {
    return [...this.lanes.querySelectorAll(".stop")].find((each) => each.dataset.ident === ident);
  }

  stop(ident) {
    return this.data.lanes.flatMap((lane) => lane.items).find((each) => each.ident && each.ident === ident);
  }

  send(done) {
    this.follow = done.action !== "pick" && !this.lanes.querySelector(".menu")?.contains(this.box.getRootNode().activeElement);
    if (done.action !== "pick") {
      this.box.classList.add("busy");
      this.box.setAttribute("aria-busy", "true");
      this.waiting = setTimeout(() => this.box.classList.remove("busy"), 20000);
    }
    if (done.action === "drop" || done.action === "replace") this.gone = done.ident;
    this.report({ ...done, turn: this.data.turn });
  }

  open(ident, back) {
    const before = this.opened;
    this.opened = ident;
    this.draw();
    this.find(back ? before : ident)?.focus({ preventScroll: true });
  }

  click(event) {
    const stop = event.target.closest(".stop");
    if (!stop) return;
    if (this.dragged) {
      this.dragged = false;
      return;
    }
    const { ident } = stop.dataset;
    const byKey = event.detail === 0;
    const shut = this.opened === ident;
    this.open(shut ? null : ident, shut);
    if (shut) return;
    if (byKey) this.lanes.querySelector(".menu .act")?.focus();
    else this.lanes.querySelector(".menu")?.scrollIntoView({ block: "nearest" });
    this.send({ action: "pick", ident });
  }

  key(event) {
    if (event.key === "Escape" && (this.drag || this.opened)) {
      event.preventDefault();
      if (this.drag) this.release();
      else this.open(null, true);
      return;
    }
    const stop = event.target.closest?.(".stop");
    const action = KEYS[event.key];
    if (!stop || !action || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (this.box.classList.contains("busy")) return;
    this.send({ action, ident: stop.dataset.ident });
  }

  history(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (event.target.closest?.("input, textarea, [contenteditable]")) return;
    const letter = event.key.toLowerCase();
    const redo = letter === "y" || (letter === "z" && event.shiftKey);
    if (!redo && letter !== "z") return;
    event.preventDefault();
    if (redo ? this.data.redo : this.data.undo) this.send({ action: redo ? "redo" : "undo" });
  }

  grab(event) {
    const stop = event.target.closest(".stop");
    this.dragged = false;
    if (!stop || event.button !== 0 || !this.wide) return;
    const about = this.stop(stop.dataset.ident);
    const track = stop.parentElement.getBoundingClientRect();
    const minute_px = track.width / (this.data.until_min - this.data.from_min);
    this.drag = { stop, about, minute_px, x: event.clientX, y: event.clientY, on: false };
  }

  pull(event) {
    const { drag } = this;
    if (!drag) return;
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
    if (!drag.on && Math.hypot(dx, dy) < DRAG_FROM_PX) return;
    if (!drag.on) {
      drag.on = true;
      drag.stop.setPointerCapture(event.pointerId);
      drag.stop.classList.add("held-up");
      drag.line = make("i", "drop");
      drag.line.append(make("span", "", ""));
    }
    drag.stop.style.transform = `translate(${dx}px, ${dy}px)`;
    const { from_min, until_min } = this.data;
    const length = drag.about.end_min - drag.about.begin_min;
    const minute = Math.round(drag.about.begin_min + dx / drag.minute_px);
    drag.minute = Math.min(Math.max(minute, from_min), until_min - length);
    const lanes = [...this.lanes.querySelectorAll(".lane")];
    const over = lanes.find((lane) => event.clientY < lane.getBoundingClientRect().bottom) ?? lanes.at(-1);
    drag.lane = Number(over.dataset.lane);
    const clock = `${Math.floor(drag.minute / 60)}:${String(drag.minute % 60).padStart(2, "0")}`;
    drag.line.firstChild.textContent = `${this.data.lanes[drag.lane].name} ${clock}`;
    place(drag.line, this.data, drag.minute, drag.minute + length);
    over.querySelector(".track").append(drag.line);
  }

  let(event) {
    const { drag } = this;
    if (!drag?.on) {
      this.drag = null;
      return;
    }
    this.dragged = true;
    const done = { action: "move", ident: drag.about.ident, lane: drag.lane, minute: drag.minute };
    drag.stop.releasePointerCapture?.(event.pointerId);
    this.drag = null;
    drag.stop.classList.add("landed");
    this.send(done);
  }

  release() {
    const { drag } = this;
    this.drag = null;
    if (!drag?.on) return;
    drag.stop.style.transform = "";
    drag.stop.classList.remove("held-up");
    drag.line?.remove();
  }
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const box = parentElement.querySelector(".ab-board");
  box.board ??= new Board(box);
  box.board.report = (done) => setTriggerValue("done", done);
  box.board.show(data);
  return () => {
    box.board?.end();
    delete box.board;
  };
}
