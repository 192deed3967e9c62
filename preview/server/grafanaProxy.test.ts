import { createServer } from 'node:http';
import { networkInterfaces } from 'node:os';
import { grafanaProxy, proxyPath } from './grafanaProxy';
import { listen } from '../../command/listen';

const hasIpv6 = Object.values(networkInterfaces())
  .flat()
  .some((address) => address?.address === '::1');

(hasIpv6 ? it : it.skip)('An upstream may be named by its IPv6 address', async () => {
  const upstream = createServer((request, response) => response.end(`asked ${request.url} of ${request.headers.host}`));
  const upstreamPort = await listen(upstream, { host: '::1', port: 0 });
  const routes = [{ path: 'prom/api/v1/query', url: '{{ .JsonData.prometheusUrl }}/api/v1/query' }];
  const uid = 'errorbudget';
  const jsonData = { prometheusUrl: `http://[::1]:${upstreamPort}/base` };
  const proxy = createServer(grafanaProxy({ uid, routes, jsonData }));
  const port = await listen(proxy, { host: '127.0.0.1', port: 0 });
  try {
    const answer = await fetch(`http://127.0.0.1:${port}${proxyPath({ uid })}/prom/api/v1/query?x=1`);
    expect(await answer.text()).toBe(`asked /base/api/v1/query?x=1 of [::1]:${upstreamPort}`);
  } finally {
    [proxy, upstream].forEach((server) => server.close().closeAllConnections());
  }
});
