import { isUnauthorized } from './unauthorized';

const answer = (status: number, text = '') => ({ status, headers: {}, text });

describe('refused credentials', () => {
  it.each([401, 403])('are recognized by HTTP %d', (status) => {
    expect(isUnauthorized(answer(status))).toBe(true);
  });

  it("are recognized by the 400 that Grafana makes of an upstream's 401", () => {
    expect(isUnauthorized(answer(400, 'Authentication to data source failed'))).toBe(true);
  });

  it('are not assumed for any other 400', () => {
    expect(isUnauthorized(answer(400, '{"status":"error","errorType":"bad_data"}'))).toBe(false);
    expect(isUnauthorized(answer(200, 'Authentication to data source failed'))).toBe(false);
  });
});
