/** One server-sent event as it came over the wire. */
export interface WireEvent { id: string | null; event: string; data: string; retry: number | null }

/**
 * Parses a stream of server-sent events piece by piece (WHATWG HTML, 9.2.6). An event that the stream cut off is dropped,
 * so that a resume after the last complete one repeats it.
 */
export class SseParser {
  private buffer = '';
  private id: string | null = null;
  private event = '';
  private data: string[] = [];
  private retry: number | null = null;
  private first = true;

  push(chunk: string): WireEvent[] {
    if (this.first && chunk.length > 0) {
      this.first = false;
      if (chunk.charCodeAt(0) === 0xfeff) chunk = chunk.slice(1);
    }
    this.buffer += chunk;
    const events: WireEvent[] = [];
    for (;;) {
      const match = /\r\n|\n|\r/.exec(this.buffer);
      // A carriage return at the very end may be the first half of a CRLF.
      if (!match || (match[0] === '\r' && match.index === this.buffer.length - 1)) return events;
      const line = this.buffer.slice(0, match.index);
      this.buffer = this.buffer.slice(match.index + match[0].length);
      const complete = this.line(line);
      if (complete) events.push(complete);
    }
  }

  private line(line: string): WireEvent | null {
    if (line === '') return this.dispatch();
    if (line.startsWith(':')) return null;
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    let value = colon < 0 ? '' : line.slice(colon + 1);
    if (value.startsWith(' ')) value = value.slice(1);
    if (field === 'data') this.data.push(value);
    else if (field === 'event') this.event = value;
    else if (field === 'id' && !value.includes('\0')) this.id = value;
    else if (field === 'retry' && /^\d+$/.test(value)) this.retry = Number(value);
    return null;
  }

  private dispatch(): WireEvent | null {
    const { event, data, retry } = this;
    this.event = '';
    this.data = [];
    this.retry = null;
    if (data.length === 0 && retry === null) return null;
    return { id: this.id, event: event === '' ? 'message' : event, data: data.join('\n'), retry };
  }
}
