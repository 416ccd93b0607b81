"use strict";
// Everything works without this file; it only makes a few things kinder.

document.addEventListener("submit", (event) => {
  const form = event.target;
  const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
  if (question && !window.confirm(question)) {
    event.preventDefault();
    return;
  }
  // A double click sends once. Deferred: a disabled button would not send its own value.
  window.setTimeout(() => {
    for (const button of form.querySelectorAll("button")) button.disabled = true;
    event.submitter?.setAttribute("aria-busy", "true");
  });
  window.setTimeout(() => {
    for (const button of form.querySelectorAll("button")) button.disabled = false;
    event.submitter?.removeAttribute("aria-busy");
  }, "download" in form.dataset ? 1000 : 8000);
});

// Coming back by the back button finds living buttons.
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("form button:disabled")) button.disabled = false;
  for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
});

// A file too large is said before it is sent.
document.addEventListener("change", (event) => {
  const input = event.target;
  const limit = Number(input.dataset?.maxBytes);
  if (input.type !== "file" || !limit) return;
  const tooLarge = [...input.files].filter((file) => file.size > limit);
  input.setCustomValidity(tooLarge.length ? `${tooLarge[0].name} : ${input.dataset.tooLarge}` : "");
  input.reportValidity();
});

// A change that could not be saved in the background is said, until one can.
for (const [name, isFailure] of [
  ["htmx:responseError", true], ["htmx:sendError", true], ["htmx:afterOnLoad", false],
]) {
  document.addEventListener(name, (event) => {
    if (name === "htmx:afterOnLoad" && !event.detail.successful) return;
    for (const notice of document.querySelectorAll("[data-shown-on-failure]")) notice.hidden = !isFailure;
  });
}

// What was refused is read first, and the title says it. An address with a # would stop autofocus.
const refused = document.querySelector("[data-refused]");
if (refused) {
  document.title = `${refused.dataset.refused} ${document.title}`;
  refused.focus();
}

// A button that an answer takes away leaves the focus in its place, not at the top of the page.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const place = detail.target;
  if (!place.contains(document.activeElement)) return;
  place.addEventListener("htmx:afterSettle", () => {
    if (document.activeElement !== document.body) return;
    place.tabIndex = -1;
    place.focus();
  }, { once: true });
});

// A table wider than its place scrolls in it: there the keyboard reaches it, under its own name.
const wide = new ResizeObserver((changes) => {
  for (const { target } of changes) {
    const isWide = target.scrollWidth > target.clientWidth;
    const name = target.querySelector("caption")?.textContent.trim() ?? "";
    for (const [attribute, value] of [["tabindex", "0"], ["role", "group"], ["aria-label", name]]) {
      if (isWide) target.setAttribute(attribute, value);
      else target.removeAttribute(attribute);
    }
  }
});
for (const place of document.querySelectorAll(".table-wrap:not([tabindex])")) wide.observe(place);

// Text becomes HTML only while htmx puts in what our own server has just answered.
if (window.trustedTypes) {
  let isSwapping = false;
  document.addEventListener("htmx:beforeSwap", (event) => { isSwapping = event.detail.shouldSwap; });
  for (const name of ["htmx:afterSwap", "htmx:swapError"]) {
    document.addEventListener(name, () => { isSwapping = false; });
  }
  window.trustedTypes.createPolicy("default", { createHTML: (text) => (isSwapping ? text : null) });
}
