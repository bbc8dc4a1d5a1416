/** Seconds as `m:ss.mmm`, or `h:mm:ss.mmm` from an hour on; what {@link parseTime} reads back to the millisecond. */
export function formatTime(seconds: number): string {
  const total = Math.max(0, Math.round(seconds * 1000));
  const ms = total % 1000;
  const s = Math.floor(total / 1000) % 60;
  const m = Math.floor(total / 60_000) % 60;
  const h = Math.floor(total / 3_600_000);
  const tail = `${String(s).padStart(2, '0')}.${String(ms).padStart(3, '0')}`;
  return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${tail}` : `${m}:${tail}`;
}

/**
 * Reads `ss`, `m:ss`, `h:mm:ss`, each with an optional fraction after `.` or `,` (SRT writes a comma, a Chinese input
 * method a full-width colon). Null for anything else, and for minutes or seconds of 60 and more behind a colon.
 */
export function parseTime(text: string): number | null {
  const normal = text.trim().replaceAll('：', ':').replace(/[,，。]/, '.');
  const match = /^(?:(?:(\d{1,3}):)?(\d{1,2}):)?(\d{1,6})(\.\d{1,6})?$/.exec(normal);
  if (!match) return null;
  const [, hours, minutes, seconds = '0', fraction] = match;
  if (minutes !== undefined && (seconds.length > 2 || Number(seconds) > 59)) return null;
  if (hours !== undefined && Number(minutes) > 59) return null;
  const whole = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds);
  return Math.round((whole + Number(fraction ?? 0)) * 1000) / 1000;
}
