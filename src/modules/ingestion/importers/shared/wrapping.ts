/** The form that `curl -F` and browsers send a file in: a boundary, and headers with the file's name. */
const MULTIPART = /^--[^\r\n]+\r?\n(?:[\w-]+:[^\r\n]*\r?\n)*?content-disposition:/i;

/** A zip begins with a local file header, or where it is empty with the end of its directory (APPNOTE 6.3.10, 4.3). */
const ZIP = ['PK\u0003\u0004', 'PK\u0005\u0006'];

/** What a file is wrapped in that no format reads, and the way out; null where it is in nothing of the kind. */
export function wrappingOf(head: string): string | null {
  if (MULTIPART.test(head)) {
    return 'the body is a multipart form: send the file itself, with `--data-binary @file` where curl has `-F`';
  }
  if (ZIP.some((start) => head.startsWith(start)))
    return 'the file is a zip archive: unpack it, or send it as gzip';
  return null;
}
