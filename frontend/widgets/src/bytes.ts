// Bytes of messages: as Blobs for the page, as text for Colab.

const PIECE = 0x8000; // so many arguments every browser takes

/** Whatever view a front end gives. */
export type Bytes = ArrayBuffer | ArrayBufferView<ArrayBuffer>;

/** Bytes of a message as a Blob. */
export function blob(bytes: Bytes, type: string): Blob {
  return new Blob([bytes], { type });
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
