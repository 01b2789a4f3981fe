// Bytes of messages: as Blobs for the page, as text for Colab.

const PIECE = 0x8000; // so many arguments every browser takes

/** Whatever view a front end gives. */
export type Bytes = ArrayBuffer | ArrayBufferView<ArrayBuffer>;

/** Bytes of a message as a Blob. */
export function blob(bytes: Bytes, type: string): Blob {
  return new Blob([bytes], { type });
}

/** Bytes of a message in a buffer of their own, to be read as numbers of any width. */
export function copied(bytes: Bytes): ArrayBuffer {
  if (!ArrayBuffer.isView(bytes)) return bytes;
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}

export function toBase64(bytes: Bytes): string {
  const all = ArrayBuffer.isView(bytes)
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes);
  let text = "";
  for (let at = 0; at < all.length; at += PIECE) text += String.fromCharCode(...all.subarray(at, at + PIECE));
  return btoa(text);
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
}
