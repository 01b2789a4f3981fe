// How much room there is, and the Studio brought in sight when its cell has been run.

const FRAME_SHARE = 0.6; // of the screen, where the page is a frame as tall as what is in it

/** Tell the Studio how tall the screen is where 100vh says nothing: in a frame that grows with its content. */
function measure(studio: HTMLElement): void {
  if (window.top !== window)
    studio.style.setProperty("--uw-screen", `${Math.round(FRAME_SHARE * screen.availHeight)}px`);
}

/** Bring the picture and what is beside it in sight, as far as there is room in the notebook. */
export function reveal(el: HTMLElement): void {
  const main = el.closest(".uw-studio")?.querySelector(".uw-studio-main") ?? el;
  const { top, bottom, height } = main.getBoundingClientRect();
  const room = el.closest(".jp-WindowedPanel-outer")?.getBoundingClientRect() ?? { top: 0, bottom: innerHeight };
  if (top >= room.top && bottom <= room.bottom) return;
  main.scrollIntoView({ block: height > room.bottom - room.top ? "start" : "nearest" });
}

/** Do so once, if somebody has run the cell; return what forgets that. */
export function revealed(el: HTMLElement): () => void {
  const timer = setTimeout(() => {
    const studio = el.closest<HTMLElement>(".uw-studio");
    if (!studio) return;
    measure(studio);
    // A page that was only opened or loaded again stays where it is.
    if (navigator.userActivation?.hasBeenActive && el.closest(".jp-Notebook")) reveal(el);
  }, 100); // the view is attached, and the boxes around it are laid out, after render returns
  return () => clearTimeout(timer);
}
