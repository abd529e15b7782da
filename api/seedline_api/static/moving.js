// The part of a picture that is in sight: moved with the pointer, zoomed, centred. The picture itself never changes.

export class Sight {
  /** Takes a canvas and its picture; `changed` is called when somebody moved it. */
  constructor(canvas, picture, changed) {
    this.canvas = canvas;
    this.picture = picture;
    this.changed = changed;
    this.whole = picture.getAttribute("viewBox").split(" ").map(Number);
    this.box = null;
    this.#follow();
  }

  /** Shows a part of the picture, or all of it. */
  see(box) {
    this.box = box;
    this.picture.setAttribute("viewBox", (box ?? this.whole).map((part) => part.toFixed(1)).join(" "));
    this.picture.classList.toggle("moved", Boolean(box));
  }

  /** Zooms about a point, never so far out that nothing is left, nor so far in that nothing is. */
  zoom(factor, at) {
    const [x, y, w, h] = this.box ?? this.whole;
    const width = Math.min(this.whole[2] * 1.5, Math.max(this.whole[2] / 12, w / factor));
    const [cx, cy] = at ?? [x + w / 2, y + h / 2];
    const by = width / w;
    this.see([cx - (cx - x) * by, cy - (cy - y) * by, width, h * by]);
    this.changed();
  }

  /** Shows all. */
  fit() {
    this.see(null);
    this.changed();
  }

  /** Brings something into the middle, large enough to be read. */
  centre(link) {
    const { x, y, width, height } = this.#place(link);
    const shape = this.canvas.clientHeight / this.canvas.clientWidth || 0.6;
    const wide = Math.min(this.whole[2], Math.max(width * 2.2, (height * 1.6) / shape, 760));
    this.see([x + width / 2 - wide / 2, y + height / 2 - (wide * shape) / 2, wide, wide * shape]);
    this.changed();
  }

  /** Moves the part in sight so that something is within it. */
  reveal(link) {
    if (!this.box) { link.scrollIntoView({ block: "nearest", inline: "nearest" }); return; }
    const { x, y, width, height } = this.#place(link);
    const [left, top, w, h] = this.box;
    if (x >= left && y >= top && x + width <= left + w && y + height <= top + h) return;
    this.see([x + width / 2 - w / 2, y + height / 2 - h / 2, w, h]);
    this.changed();
  }

  #place(link) {
    const inner = link.getBBox();
    const offset = this.picture.querySelector(".sl-graph")?.transform.baseVal.consolidate()?.matrix;
    return { x: inner.x + (offset?.e ?? 0), y: inner.y + (offset?.f ?? 0), width: inner.width, height: inner.height };
  }

  #pointAt(event) {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.picture.getScreenCTM().inverse());
    return [point.x, point.y];
  }

  #follow() {
    const { canvas } = this;
    let from = null;
    let dragged = false;
    canvas.addEventListener("pointerdown", (event) => {
      dragged = false;
      if (event.pointerType !== "mouse" || event.button !== 0) return;
      from = { at: this.#pointAt(event), x: event.clientX, y: event.clientY };
      const stop = new AbortController();
      window.addEventListener("pointermove", (moved) => {
        if (!dragged && Math.hypot(moved.clientX - from.x, moved.clientY - from.y) < 5) return;
        dragged = true;
        const [x, y] = this.#pointAt(moved);
        const [left, top, width, height] = this.box ?? this.whole;
        this.see([left + from.at[0] - x, top + from.at[1] - y, width, height]);
      }, { signal: stop.signal });
      window.addEventListener("pointerup", () => { stop.abort(); if (dragged) this.changed(); }, { signal: stop.signal });
    });
    // A drag that ends on a link is no choice of it.
    canvas.addEventListener("click", (event) => { if (dragged) { event.preventDefault(); event.stopImmediatePropagation(); } }, true);
    canvas.addEventListener("dragstart", (event) => event.preventDefault());
    // Two fingers zoom, one scrolls.
    const fingers = new Map();
    const apart = () => { const [one, other] = [...fingers.values()]; return Math.hypot(one.x - other.x, one.y - other.y); };
    canvas.addEventListener("pointerdown", (event) => { if (event.pointerType === "touch") fingers.set(event.pointerId, { x: event.clientX, y: event.clientY }); });
    canvas.addEventListener("pointermove", (event) => {
      if (!fingers.has(event.pointerId)) return;
      const before = fingers.size === 2 ? apart() : 0;
      fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      if (before > 0) this.zoom(apart() / before, this.#pointAt(event));
    });
    for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, (event) => fingers.delete(event.pointerId));
    // Plain wheels scroll the page; with Ctrl or a pinch they zoom.
    canvas.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      this.zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, this.#pointAt(event));
    }, { passive: false });
  }
}
