import { explainGatewayFailures } from './gatewayFailures';

function sendTo(status: number, text: string) {
  const port = explainGatewayFailures({ send: async () => ({ status, headers: {}, text }) });
  return port.send({ upstream: 'trino', method: 'GET', path: '/v1/statement/x' }, new AbortController().signal);
}

describe('an error of the proxy itself', () => {
  it('is no answer of the upstream', async () => {
    await expect(sendTo(502, '')).rejects.toMatchObject({ kind: 'unreachable', upstream: 'trino' });
    await expect(sendTo(504, '')).rejects.toMatchObject({ kind: 'timeout', upstream: 'trino' });
  });

  it('is distinguished from an answer by its missing body', async () => {
    expect(await sendTo(502, '<html>')).toMatchObject({ status: 502, text: '<html>' });
    expect(await sendTo(504, 'upstream request timeout')).toMatchObject({ status: 504 });
  });

  it('leaves empty answers of other statuses alone', async () => {
    expect(await sendTo(204, '')).toMatchObject({ status: 204 });
    expect(await sendTo(503, '')).toMatchObject({ status: 503 });
  });
});
