/** A native histogram whose bucket limits are powers of two, as it was at one scrape. */
export interface HistogramScrape {
  timeMs: number;
  /** Events since the start in (2^-3, 2^-2], (2^-2, 2^-1] and so on; whole numbers. */
  counts: readonly number[];
}

const FIRST_BUCKET = -2;
/** The resolution in which every limit is twice the one before. */
const SCHEMA = 0;
const LONGEST_LITERAL = 65_536;

/**
 * Sends the scrapes of one series, in order of time, to a Prometheus that was started with `REMOTE_WRITE_FLAGS`: its text format has
 * no native histograms. Rejects when they are refused.
 */
export async function writeHistograms(
  url: string,
  labels: Readonly<Record<string, string>>,
  scrapes: readonly HistogramScrape[]
): Promise<void> {
  const answer = await fetch(`${url}/api/v1/write`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-protobuf',
      'Content-Encoding': 'snappy',
      'X-Prometheus-Remote-Write-Version': '0.1.0',
    },
    body: new Uint8Array(snappy(writeRequest(labels, scrapes))),
  });
  if (!answer.ok) {
    throw new Error(`HTTP ${answer.status} from ${url}: ${await answer.text()}`);
  }
}

export const REMOTE_WRITE_FLAGS = ['--web.enable-remote-write-receiver', '--enable-feature=native-histograms'];

/** prometheus.WriteRequest of prompb/remote.proto and prompb/types.proto. */
function writeRequest(labels: Readonly<Record<string, string>>, scrapes: readonly HistogramScrape[]): Buffer {
  const series = [
    // Labels are sorted by name.
    ...Object.entries(labels)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => bytes(1, Buffer.concat([bytes(1, Buffer.from(name)), bytes(2, Buffer.from(value))]))),
    ...scrapes.map((scrape) => bytes(4, histogram(scrape))),
  ];
  return bytes(1, Buffer.concat(series));
}

/** Each count is written as its difference from that of the bucket before. */
function histogram({ timeMs, counts }: HistogramScrape): Buffer {
  const deltas = counts.map((count, i) => varint(zigzag(count - (counts[i - 1] ?? 0))));
  return Buffer.concat([
    integer(
      1,
      counts.reduce((sum, count) => sum + count, 0)
    ),
    integer(4, zigzag(SCHEMA)),
    integer(6, 0),
    bytes(11, Buffer.concat([integer(1, zigzag(FIRST_BUCKET)), integer(2, counts.length)])),
    bytes(12, Buffer.concat(deltas)),
    integer(15, timeMs),
  ]);
}

function bytes(field: number, content: Buffer): Buffer {
  return Buffer.concat([varint(field * 8 + 2), varint(content.length), content]);
}

function integer(field: number, value: number): Buffer {
  return Buffer.concat([varint(field * 8), varint(value)]);
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function varint(value: number): Buffer {
  const digits: number[] = [];
  let rest = value;
  while (rest >= 128) {
    digits.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return Buffer.from([...digits, rest]);
}

/** The block format of snappy, of literals alone: nothing is compressed. */
function snappy(content: Buffer): Buffer {
  const parts = [varint(content.length)];
  for (let from = 0; from < content.length; from += LONGEST_LITERAL) {
    const literal = content.subarray(from, from + LONGEST_LITERAL);
    const header = Buffer.from([61 << 2, 0, 0]);
    header.writeUInt16LE(literal.length - 1, 1);
    parts.push(header, literal);
  }
  return Buffer.concat(parts);
}
