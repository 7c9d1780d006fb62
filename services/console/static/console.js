// What a keyboard and a clipboard add. Every page works without it.
"use strict";

const rows = () => [...document.querySelectorAll("[data-row]")];
const typing = (at) => at.closest("input, textarea, select, [contenteditable]");

function step(by) {
  const all = rows();
  if (!all.length) return;
  const now = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[Math.min(Math.max(now + by, 0), all.length - 1)];
  const first = next.querySelector("[data-open], a, button");
  if (first) first.focus();
}

function press(what) {
  const row = document.activeElement && document.activeElement.closest("[data-row]");
  const button = (row || document).querySelector(`[data-${what}]`);
  if (button) button.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const does = { j: () => step(1), k: () => step(-1), c: () => press("claim"), o: () => press("outcome") }[event.key];
  if (!does) return;
  event.preventDefault();
  does();
});

const current = document.querySelector("nav [aria-current]");
if (current) current.scrollIntoView({ inline: "center", block: "nearest" });

document.addEventListener("click", async (event) => {
  const copy = event.target.closest("[data-copy]");
  if (!copy) return;
  const from = document.querySelector(copy.dataset.copy);
  await navigator.clipboard.writeText(from.value ?? from.textContent);
  copy.textContent = "Copied";
});

document.addEventListener("input", (event) => {
  if (!["subject", "body"].includes(event.target.id)) return;
  const mail = document.querySelector("[data-mail]");
  if (!mail) return;
  const said = (id) => encodeURIComponent(document.getElementById(id).value);
  mail.href = `mailto:${mail.dataset.mail}?subject=${said("subject")}&body=${said("body")}`;
});

// A page is asked for anew when what it shows has changed; while nothing tells of changes, every half minute.
// Its address of changes says when it was made, so that nothing is missed that came before it listened.
// A page nobody looks at listens to nothing: a browser keeps only six lines to one place open.
const POLL_MS = 30000;

function follow() {
  const here = () => document.querySelector("[data-live]");
  if (!here()) return;
  const look = () => htmx.trigger(here(), "changed");
  let heard;
  const listen = () => {
    heard = new EventSource(here().dataset.live);
    heard.addEventListener("changed", look);
  };
  const lost = () => !heard || heard.readyState === EventSource.CLOSED;
  listen();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return heard.close();
    if (lost()) listen();
    else look();
  });
  setInterval(() => {
    if (document.hidden || heard.readyState === EventSource.OPEN) return;
    look();
    if (lost()) listen();
  }, POLL_MS);
}

document.addEventListener("DOMContentLoaded", follow);

// Where a page that looks by itself is led elsewhere (to sign in, to the first tasks), the window goes along.
// Where it is of somebody who was erased meanwhile, it says so.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig } = event.detail;
  if (xhr.status === 410) return location.reload();
  if (new URL(xhr.responseURL).pathname === new URL(requestConfig.path, location).pathname) return;
  event.detail.shouldSwap = false;
  location.assign(xhr.responseURL);
});
