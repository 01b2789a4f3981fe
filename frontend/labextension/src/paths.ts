// Paths of JupyterLab's file browser: from the server's root, with slashes.

/** Return the folder of a path; empty is the root. */
export function folderOf(path: string): string {
  return path.split("/").slice(0, -1).join("/");
}

/** Return a path as it is seen from a folder; both from the root. */
export function seenFrom(folder: string, path: string): string {
  const from = folder.split("/").filter(Boolean);
  const to = path.split("/").filter(Boolean);
  let shared = 0;
  while (shared < from.length && shared < to.length && from[shared] === to[shared]) shared++;
  return [...from.slice(shared).map(() => ".."), ...to.slice(shared)].join("/") || ".";
}

/** Return the first of `stem`, `stem 2`, `stem 3` … with an ending that is not taken. */
export function freeName(stem: string, ending: string, taken: ReadonlySet<string>): string {
  let name = `${stem}${ending}`;
  for (let number = 2; taken.has(name); number++) name = `${stem} ${number}${ending}`;
  return name;
}

/** Return the last part of a path. */
export function baseOf(path: string): string {
  return path.split("/").pop() ?? "";
}
