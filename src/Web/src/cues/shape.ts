/** The shape of a voice, to draw: greatest and least sample of equal spans of time, both as 0 to 1 from the middle. */
export interface Shape { seconds: number; above: Float32Array; below: Float32Array }

/** Reads the binary format of audiowaveform, version 2 with 8 bits and one channel, as the service writes it. */
export function readShape(file: ArrayBuffer): Shape {
  const data = new DataView(file);
  const field = (place: number) => data.getInt32(4 * place, true);
  const pairs = file.byteLength >= 24 ? field(4) : 0;
  if (pairs <= 0 || field(0) !== 2 || field(1) !== 1 || field(5) !== 1 || file.byteLength < 24 + 2 * pairs) throw new Error('Not a shape that this page can draw.');
  const above = new Float32Array(pairs);
  const below = new Float32Array(pairs);
  let greatest = 1 / 128;
  for (let i = 0; i < pairs; i++) {
    below[i] = Math.max(0, -data.getInt8(24 + 2 * i) / 128);
    above[i] = Math.max(0, data.getInt8(25 + 2 * i) / 127);
    greatest = Math.max(greatest, above[i] as number, below[i] as number);
  }
  // A soft voice fills the height as a loud one does.
  for (let i = 0; i < pairs; i++) {
    above[i] = (above[i] as number) / greatest;
    below[i] = (below[i] as number) / greatest;
  }
  return { seconds: (pairs * field(3)) / field(2), above, below };
}
