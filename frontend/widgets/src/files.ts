// Files on their way to Python: big pictures are scaled down here, and travel in pieces.
import type { Send } from "./connect.ts";
import { context, make } from "./elements.ts";

const LARGEST_SIDE_PX = 2048;
const LARGEST_BYTES = 4e6; // smaller files travel as they are
const PIECE_BYTES = 512 * 1024; // below the strictest front end's limit on messages (1 MB)

/** Return the size of a picture whose longest side is at most 2048 px. */
export function reducedSize(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, LARGEST_SIDE_PX / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Return a picture as it travels: a large one as a smaller JPEG. */
export async function reduced(data: Blob): Promise<Blob> {
  if (data.size <= LARGEST_BYTES) return data;
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(data);
  } catch {
    return data; // a format that the browser does not read: Python may
  }
  const size = reducedSize(bitmap.width, bitmap.height);
  const canvas = make("canvas", size);
  const paper = context(canvas);
  Object.assign(paper, { imageSmoothingQuality: "high", fillStyle: "#fff" });
  paper.fillRect(0, 0, size.width, size.height);
  paper.drawImage(bitmap, 0, 0, size.width, size.height);
  bitmap.close();
  return new Promise((resolve) => canvas.toBlob((made) => resolve(made ?? data), "image/jpeg", 0.95));
}

/** Sends files, one piece on its way at a time. */
export class Uploads {
  readonly #send: Send<"picker">;
  #arrived: () => void = () => {};

  constructor(send: Send<"picker">) {
    this.#send = send;
  }

  /** A piece has arrived: the next one may go. */
  arrived(): void {
    this.#arrived();
  }

  /** Send a file; of those that come together, one is chosen: `first` says where they begin. */
  async upload(name: string, data: Blob, first: boolean): Promise<void> {
    const parts = Math.max(1, Math.ceil(data.size / PIECE_BYTES));
    for (let part = 0; part < parts; part++) {
      const bytes = await data.slice(part * PIECE_BYTES, (part + 1) * PIECE_BYTES).arrayBuffer();
      const arrived = new Promise<void>((resolve) => {
        this.#arrived = resolve;
      });
      this.#send("upload", { name, part, parts, first }, [new DataView(bytes)]);
      if (part + 1 < parts) await arrived;
    }
  }
}

/** Have `add` called for files that are dropped on an element or pasted into it. */
export function takeFiles(root: HTMLElement, add: (files: FileList) => void): void {
  for (const kind of ["dragenter", "dragover"] as const) {
    root.addEventListener(kind, (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      event.stopPropagation();
      root.classList.add("over");
    });
  }
  root.addEventListener("dragleave", (event) => {
    if (!root.contains(event.relatedTarget as Node | null)) root.classList.remove("over");
  });
  function take(event: Event, files: FileList | undefined): void {
    if (!files?.length) return;
    event.preventDefault();
    event.stopPropagation();
    add(files);
  }
  root.addEventListener("drop", (event) => {
    root.classList.remove("over");
    take(event, event.dataTransfer?.files);
  });
  root.addEventListener("paste", (event) => take(event, event.clipboardData?.files));
}
