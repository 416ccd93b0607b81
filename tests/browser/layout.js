// What a page looks like to those who zoom, spread the letters, touch, or force colours.
// Each question answers with the faults that it finds, as short sentences.

const told = (it) => {
  const words = (it.innerText ?? it.value ?? "").trim().replaceAll(/\s+/g, " ").slice(0, 40);
  return `${it.tagName.toLowerCase()}.${it.getAttribute("class") ?? ""} “${words}”`;
};
const shown = (it) =>
  it.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })
  && !it.closest(".visually-hidden, .skip");
const all = (places) => [...document.querySelectorAll(places)].filter(shown);
const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary";

function* above(it) {
  for (let up = it; up; up = up.parentElement) yield up;
}
const look = (it, part = "") => getComputedStyle(it, part);
const isStuck = (it) => ["sticky", "fixed"].includes(look(it).position);
const scrolls = (it) => ["auto", "scroll"].includes(look(it).overflowX);
const stays = (it) => [...above(it)].some((up) => isStuck(up) && !scrolls(up));
const scroller = (it) =>
  [...above(it.parentElement)].find((up) => scrolls(up) && up.scrollWidth > up.clientWidth);

// The parts of it that can be seen: what scrolls in a frame is cut by the frame.
const seen = (it) => {
  const frames = [...above(it.parentElement)].filter((up) => look(up).overflowY !== "visible");
  return [...it.getClientRects()].map((box) => {
    let { left, right, top, bottom } = box;
    for (const frame of frames.map((up) => up.getBoundingClientRect())) {
      left = Math.max(left, frame.left);
      right = Math.min(right, frame.right);
      top = Math.max(top, frame.top);
      bottom = Math.min(bottom, frame.bottom);
    }
    return { left, right, top, bottom };
  }).filter((box) => box.right > box.left && box.bottom > box.top);
};

const layout = {
  unfold() {
    for (const part of document.querySelectorAll("details")) part.removeAttribute("name");
    for (const part of document.querySelectorAll("details")) part.open = true;
  },

  // WCAG 1.4.12. A style sheet made by a script is not inline: the pages' policy lets it be.
  spread() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      * { line-height: 1.5 !important; letter-spacing: .12em !important;
          word-spacing: .16em !important; }
      p { margin-block-end: 2em !important; }`);
    document.adoptedStyleSheets = [sheet];
  },

  // WCAG 1.4.10: only a table may scroll sideways, where the keyboard reaches it under a name.
  sideways() {
    const wide = document.documentElement.clientWidth, faults = [];
    const beyond = document.documentElement.scrollWidth - wide;
    if (beyond > 0) faults.push(`the page scrolls ${beyond} px sideways`);
    for (const it of all("main *, header *, footer *")) {
      if (it.getBoundingClientRect().right > wide + 1 && !scroller(it)) {
        faults.push(`leaves the page: ${told(it)}`);
      }
    }
    for (const it of all("*:not(textarea)")) {
      if (!scrolls(it) || it.scrollWidth <= it.clientWidth) continue;
      const named = it.getAttribute("aria-label") || it.getAttribute("aria-labelledby");
      if (!it.querySelector("table") || it.tabIndex !== 0 || !it.getAttribute("role") || !named) {
        faults.push(`scrolls without a name or the keyboard: ${told(it)}`);
      }
    }
    return faults;
  },

  // What stays on the screen leaves three quarters of it, and half of the width of a table.
  staying() {
    return all("*").filter(isStuck).filter((it) => {
      const box = it.getBoundingClientRect(), beside = scroller(it);
      if (scrolls(it)) return it.clientHeight < 400;
      return beside ? box.width > beside.clientWidth / 2 : box.height > innerHeight / 4;
    }).map((it) => `stays on ${it.offsetWidth} x ${it.offsetHeight} px: ${told(it)}`);
  },

  // No words are cut by what holds them, and none leave the box drawn around them.
  cut() {
    const cuts = (way) => ["hidden", "clip"].includes(way);
    const isCut = (it) => {
      if (it.matches("progress, select, svg, svg *")) return false;
      const isTooWide = it.scrollWidth > it.clientWidth + 1;
      const isTooHigh = it.scrollHeight > it.clientHeight + 1;
      if (it.matches("input")) return it.type === "text" && isTooHigh;
      const isHeld = it.matches(".button, .badge, .chip, .state, .notice, .card, .field");
      return it.innerText?.trim() && it.clientWidth > 0
        && (isTooWide && (isHeld || cuts(look(it).overflowX)) || isTooHigh && cuts(look(it).overflowY));
    };
    return all("body *").filter(isCut).map((it) => `is cut: ${told(it)}`);
  },

  // Two controls never lie over each other, except under what stays on the screen.
  overlapping() {
    const boxes = all(CONTROLS).filter((it) => !stays(it)).map((it) => [it, seen(it)]);
    const lies = (a, b) =>
      Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
      && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
    return boxes.flatMap(([one, its], place) => boxes.slice(place + 1)
      .filter(([other, others]) => !one.contains(other) && !other.contains(one)
        && its.some((a) => others.some((b) => lies(a, b))))
      .map(([other]) => `${told(one)} lies over ${told(other)}`));
  },

  // WCAG 2.5.8: 24 px, or as much room around; a link in a sentence is as high as its line.
  small() {
    const box = (it) => (it.matches("input") && it.closest("label") || it).getBoundingClientRect();
    const isInSentence = (it) => it.matches("a") && look(it).display === "inline"
      && [...it.parentElement.childNodes].some((each) => each.nodeType === 3 && each.data.trim());
    const isSmall = (a) => Math.min(a.width, a.height) < 24;
    const middle = (a) => [(a.left + a.right) / 2, (a.top + a.bottom) / 2];
    const isNear = (a, b) => {
      const [x, y] = middle(a);
      if (isSmall(b)) return Math.hypot(x - middle(b)[0], y - middle(b)[1]) < 24;
      const across = x - Math.max(b.left, Math.min(x, b.right));
      const down = y - Math.max(b.top, Math.min(y, b.bottom));
      return Math.hypot(across, down) < 12;
    };
    const targets = all(CONTROLS).filter((it) => !it.disabled).map((it) => [it, box(it)]);
    return targets
      .filter(([it, a]) => isSmall(a) && !isInSentence(it)
        && targets.some(([other, b]) => other !== it && isNear(a, b)))
      .map(([it, a]) => `${Math.round(a.width)} x ${Math.round(a.height)} px: ${told(it)}`);
  },

  // What moves, or would: each element, and what is drawn before and after it.
  moving() {
    const longest = (times) => Math.max(...times.split(",").map(parseFloat));
    const moves = (style) => longest(style.transitionDuration) > 0.01
      || style.scrollBehavior === "smooth"
      || style.animationName !== "none" && longest(style.animationDuration) > 0.01;
    return [...document.querySelectorAll("*")].flatMap((it) =>
      ["", "::before", "::after"].filter((part) => moves(look(it, part)))
        .map((part) => `moves: ${told(it)}${part}`));
  },

  // In the few colours that the reader chose, no frame and no mark has the colour of its ground,
  // and the place where one is does not look like the others.
  faded() {
    const ground = document.body.appendChild(document.createElement("i"));
    ground.style.cssText = "forced-color-adjust: none; color: Canvas";
    const canvas = look(ground).color;
    ground.remove();
    // What is transparent stays so, in the colour of the ground.
    const isNone = (colour) => colour === canvas || /^rgba.*, 0\)$/.test(colour);
    const isFramed = (it) => parseFloat(look(it).borderTopWidth) && !isNone(look(it).borderTopColor);
    const typed = ".field :is(input:not([type=radio], [type=checkbox]), select, textarea)";
    const framed = `.badge, .state, .notice, .button, .chip, .card, .meter, ${typed}`;
    const frames = all(framed).filter((it) => !isFramed(it) && isNone(look(it).backgroundColor));
    const marks = [[".icon, .key", ""], [".notice, .state, .empty", "::before"]]
      .flatMap(([places, part]) =>
        all(places).filter((it) => isNone(look(it, part).backgroundColor)));
    const face = (it) => look(it).borderBottomColor + look(it).backgroundColor;
    const lost = all("a[aria-current]").filter((it) =>
      [...it.closest("ul, nav").querySelectorAll("a:not([aria-current])")]
        .some((other) => face(other) === face(it)));
    return [...frames, ...marks, ...lost].map((it) => `fades: ${told(it)}`);
  },
};
