import { ApiError } from '../api/client';

/** What a request needs; XMLHttpRequest, since fetch tells nothing about upload progress. */
export interface Sending {
  method: string;
  url: string;
  headers?: Record<string, string>;
  body: XMLHttpRequestBodyInit;
  progress?: (bytes: number) => void;
  signal: AbortSignal;
}

export interface Sent { status: number; body: string; header: (name: string) => string | null }

/** Sends and resolves with any answer; rejects with a `network` error when there was none, and with AbortError on abort. */
export function send({ method, url, headers, body, progress, signal }: Sending): Promise<Sent> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(aborted());
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    const settled = (act: () => void) => () => {
      signal.removeEventListener('abort', abort);
      act();
    };
    request.open(method, url);
    for (const [name, value] of Object.entries(headers ?? {})) request.setRequestHeader(name, value);
    if (progress) request.upload.onprogress = (event) => progress(event.loaded);
    request.onload = settled(() =>
      resolve({ status: request.status, body: request.responseText, header: (name) => request.getResponseHeader(name) }));
    request.onerror = settled(() => reject(new ApiError(0, 'network', `${method} got no answer`)));
    request.onabort = settled(() => reject(aborted()));
    signal.addEventListener('abort', abort);
    request.send(body);
  });
}

const aborted = () => new DOMException('aborted', 'AbortError');
