import { createHash } from 'node:crypto';

/** Paints the page in the colour of its theme before anything has loaded; the client's `theme.ts` knows the same key. */
const PAINT_BACKGROUND = `(function () {
  var asked = new URLSearchParams(location.search).get('theme');
  var kept = null;
  try { kept = localStorage.getItem('error-budget-preview.theme'); } catch (e) {}
  var light = (asked || kept) === 'light';
  document.documentElement.style.background = light ? '#fbfbfb' : '#111217';
  document.documentElement.style.colorScheme = light ? 'light' : 'dark';
})();`;

/** Loads the page again when the server has rebuilt it. */
const RELOAD = `new EventSource('/api/reload').onmessage = function () { location.reload(); };`;

const hashOf = (script: string) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`;

/** Own scripts only. Grafana's table compiles its readers at run time; emotion and uPlot write styles. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `script-src 'self' 'unsafe-eval' ${hashOf(PAINT_BACKGROUND)} ${hashOf(RELOAD)}`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page that starts the client; `files` are its scripts and styles below /assets/. */
export function pageOf(files: readonly string[], { reloads }: { reloads: boolean }): string {
  const assets = files.map((file) =>
    file.endsWith('.css')
      ? `<link rel="stylesheet" href="/assets/${file}">`
      : `<script defer src="/assets/${file}"></script>`
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Error Budget</title>
<style>body { margin: 0; }</style>
<link rel="icon" href="/public/plugins/oso-errorbudget-datasource/img/logo.svg">
<link rel="preload" as="script" href="/public/plugins/oso-errorbudget-datasource/module.js">
<script>${PAINT_BACKGROUND}</script>${reloads ? `\n<script>${RELOAD}</script>` : ''}
${assets.join('\n')}
</head>
<body><div id="root"></div><noscript>The preview draws its dashboards with JavaScript.</noscript></body>
</html>
`;
}

/** Shown instead of a page that does not exist. */
export function notFoundPage(): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><link rel="icon" href="data:,"><title>Not found - Error Budget</title></head>
<body>
<h1>Nothing here</h1>
<p>This server shows the dashboards of Error Budget: <a href="/">start with the overview</a>, or open one as
<code>/d/&lt;uid&gt;</code>. <a href="/api/dashboards">/api/dashboards</a> lists their uids.</p>
</body>
</html>
`;
}
