/** One part of a multipart/form-data body, as bytes: clients may send a file without a file name. */
export interface Part {
  readonly filename: string | undefined;
  readonly bytes: Buffer;
}

const BLANK_LINE = '\r\n\r\n';

/** The parts of a body by field name; empty when the body is no multipart form. */
export function readMultipart(contentType: string, body: Buffer): Map<string, Part> {
  const parts = new Map<string, Part>();
  const boundary = /^multipart\/form-data;.*boundary=(?:"([^"]+)"|([^;]+))/i.exec(contentType);
  if (boundary === null) return parts;
  const line = `--${(boundary[1] ?? boundary[2] ?? '').trim()}`;
  let from = body.indexOf(line);
  while (from !== -1) {
    const next = body.indexOf(`\r\n${line}`, from + line.length);
    if (next === -1) break;
    const part = body.subarray(from + line.length + 2, next);
    const headEnd = part.indexOf(BLANK_LINE);
    const head = headEnd === -1 ? '' : part.toString('utf8', 0, headEnd);
    const name = /[;\s]name="([^"]*)"/i.exec(head)?.[1];
    if (name !== undefined) {
      const filename = /[;\s]filename="([^"]*)"/i.exec(head)?.[1];
      parts.set(name, { filename, bytes: part.subarray(headEnd + BLANK_LINE.length) });
    }
    from = next + 2;
  }
  return parts;
}
