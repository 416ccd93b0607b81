"""A person without a mouse: goes by Tab, and sees at each stop where they are."""

# The focus must show (an outline of at least 2 px) and nothing may lie over it; of a field higher
# than the window, what is in the window.
SEEN = """() => {
  const here = document.activeElement;
  const style = getComputedStyle(here);
  const box = here.getBoundingClientRect();
  const middle = (from, to, end) => (Math.max(from, 0) + Math.min(to, end)) / 2;
  const top = document.elementFromPoint(
    middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight));
  const shows = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return {
    what: here.outerHTML.slice(0, 120),
    shows: shows && here.matches(":focus-visible, [type=date]:focus-within"),
    isUncovered: top !== null && (here.contains(top) || top.contains(here)),
  };
}"""


def tab_to(page, place, *, stops=60):
    """Press Tab until `place` has the focus; every stop on the way must be seen."""
    passed = []
    for _ in range(stops):
        stop = tab(page)
        passed.append(stop["what"])
        assert faults_of(stop) == []
        if place.evaluate("place => place === document.activeElement"):
            return
    raise AssertionError(f"Tab never reached {place}: {passed}")


def tab(page):
    page.keyboard.press("Tab")
    return page.evaluate(SEEN)


def faults_of(stop):
    """What is not so of the place where Tab has stopped."""
    return [f"{name}: no, {stop['what']}" for name in ("shows", "isUncovered") if not stop[name]]
