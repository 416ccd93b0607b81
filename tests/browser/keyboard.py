"""A person without a mouse: goes by Tab, and sees at each stop where they are."""

# The focus must show (an outline of at least 2 px) and nothing may lie over it.
SEEN = """() => {
  const here = document.activeElement;
  const style = getComputedStyle(here);
  const box = here.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
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
        page.keyboard.press("Tab")
        seen = page.evaluate(SEEN)
        passed.append(seen["what"])
        lost = [name for name in ("shows", "isUncovered") if not seen[name]]
        if lost:
            raise AssertionError(f"{lost} is not so of {seen['what']}")
        if place.evaluate("place => place === document.activeElement"):
            return
    raise AssertionError(f"Tab never reached {place}: {passed}")
