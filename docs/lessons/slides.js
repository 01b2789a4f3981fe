// One screen at a time. The hash is the place, so that a reload stays; without this script the page scrolls.
(() => {
  const body = document.body;
  const screens = [...document.querySelectorAll("section")];
  const notes = document.getElementById("notes");
  const place = document.getElementById("place");
  const apart = location.search === "?notes"; // the window with the notes, on the teacher's own screen
  let partner = apart ? window.opener : null;

  const here = () => Math.min(Math.max(Number(location.hash.slice(1)) || 1, 1), screens.length);

  const line = (level, text) => Object.assign(document.createElement(level), { textContent: text });

  function show() {
    const at = here();
    screens.forEach((screen, index) => screen.classList.toggle("here", index + 1 === at));
    place.textContent = `${at} / ${screens.length}`;
    const said = screens[at - 1].querySelector("aside").cloneNode(true);
    said.style.display = "block";
    const next = screens[at]?.querySelector(".words").innerText.trim().slice(0, 160);
    notes.replaceChildren(line("h2", `${at} / ${screens.length} · ${notes.dataset.said}`), said);
    if (next) notes.append(line("h2", `${notes.dataset.next}: ${next}`));
    notes.scrollTop = 0;
    if (body.classList.contains("overview")) screens[at - 1].scrollIntoView({ block: "nearest" });
  }

  function go(to, told = false) {
    const at = Math.min(Math.max(to, 1), screens.length);
    if (at === here() && location.hash) return;
    history.replaceState(null, "", `#${at}`);
    show();
    if (!told) partner?.postMessage({ lesson: document.title, at }, "*");
  }

  function overview(on) {
    body.classList.toggle("overview", on);
    body.classList.toggle("playing", !on);
    show();
  }

  function withNotes(on) {
    body.classList.toggle("with-notes", on);
    notes.hidden = !on;
  }

  const keys = {
    ArrowRight: () => go(here() + 1),
    ArrowDown: () => go(here() + 1),
    PageDown: () => go(here() + 1),
    Enter: () => (body.classList.contains("overview") ? overview(false) : go(here() + 1)),
    " ": (event) => go(here() + (event.shiftKey ? -1 : 1)),
    ArrowLeft: () => go(here() - 1),
    ArrowUp: () => go(here() - 1),
    PageUp: () => go(here() - 1),
    Backspace: () => go(here() - 1),
    Home: () => go(1),
    End: () => go(screens.length),
    Escape: () => !apart && overview(!body.classList.contains("overview")),
    f: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()),
    n: () => !apart && withNotes(notes.hidden),
    s: () => {
      if (!apart) partner = window.open(`?notes#${here()}`, "notes", "width=900,height=700");
    },
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = keys[event.key] ?? keys[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act(event);
  });
  addEventListener("click", (event) => {
    if (event.target.closest("a, #notes") || String(getSelection())) return;
    const chosen = screens.indexOf(event.target.closest("section"));
    if (!body.classList.contains("overview")) go(here() + (event.clientX < innerWidth / 8 ? -1 : 1));
    else if (chosen >= 0) {
      overview(false);
      go(chosen + 1);
    }
  });
  addEventListener("message", (event) => {
    const known = event.source === partner || (!apart && event.data?.lesson === document.title);
    if (known && event.data?.lesson === document.title && Number.isInteger(event.data.at)) go(event.data.at, true);
  });
  addEventListener("hashchange", show);

  body.classList.add(apart ? "apart" : "playing");
  if (apart) notes.hidden = false;
  show();
})();
