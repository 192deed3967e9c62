/**
 * Serves what the demo's applications expose now, going on from where seed.mjs ended:
 *
 *   node generator.mjs --from FOLDER [--port 9099]
 *
 * /metrics       every series, with the labels that the shipped catalogue asks for
 * /apiserver     200 while the API server answers, 503 while it does not
 * ?at=EPOCH_MS   the same at another moment
 *
 * Values depend on time alone, so that no restart and no pause resets a counter.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { apiServerAnswers, SERIES, seriesName } from './series.mjs';

const { values } = parseArgs({
  options: { from: { type: 'string' }, port: { type: 'string', default: '9099' } },
});
if (!values.from) {
  throw new Error('--from FOLDER is missing');
}
const epochMs = Number(readFileSync(join(values.from, 'epoch'), 'utf8'));

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://generator');
  const sinceEpochMs = Number(url.searchParams.get('at') ?? Date.now()) - epochMs;
  switch (url.pathname) {
    case '/metrics':
      answer(response, 200, exposition(sinceEpochMs));
      break;
    case '/apiserver':
      answer(response, apiServerAnswers(sinceEpochMs) ? 200 : 503, '');
      break;
    default:
      answer(response, 404, '');
  }
});

server.listen(Number(values.port), () => console.log(`Listening on port ${server.address().port}`));
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => server.close().closeAllConnections());
}

function answer(response, status, text) {
  response.writeHead(status, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text);
}

function exposition(sinceEpochMs) {
  let text = '';
  let metric;
  for (const series of SERIES) {
    if (series.metric !== metric) {
      metric = series.metric;
      text += `# TYPE ${metric} ${series.type}\n`;
    }
    text += `${seriesName(series)} ${series.valueAt(sinceEpochMs)}\n`;
  }
  return text;
}
