// Files that are dragged from JupyterLab's file browser: its drags are events of its own, and carry paths.
const DRAG = ["lm-dragenter", "lm-dragover", "lm-dragleave", "lm-drop"] as const;
const PATHS = "application/x-jupyter-icontents";

type Drag = Event & {
  mimeData?: { hasData(mime: string): boolean; getData(mime: string): unknown };
  proposedAction?: string;
  dropAction?: string | undefined;
};

/** Return the paths that a drag carries, from the server's root; undefined if it carries none. */
export function draggedPaths(data: unknown): string[] | undefined {
  const paths = Array.isArray(data) ? data.filter((each) => typeof each === "string") : [];
  return paths.length ? paths.map((path) => path.replace(/^[^/]*:/, "")) : undefined; // without the name of a drive
}

/** Have `bring` called for files that are dropped on an element. */
export function takeDrags(root: HTMLElement, bring: (paths: string[]) => void): void {
  for (const kind of DRAG) {
    root.addEventListener(kind, (event: Drag) => {
      if (!event.mimeData?.hasData(PATHS)) return;
      event.preventDefault();
      event.stopPropagation();
      root.classList.toggle("over", kind === "lm-dragenter" || kind === "lm-dragover");
      if (kind === "lm-dragover" || kind === "lm-drop") event.dropAction = event.proposedAction;
      const paths = kind === "lm-drop" && draggedPaths(event.mimeData.getData(PATHS));
      if (paths) bring(paths);
    });
  }
}
