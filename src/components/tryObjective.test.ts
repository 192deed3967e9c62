import { tryInGrafana } from './tryObjective';

const get = jest.fn();
jest.mock('@grafana/runtime', () => ({ getDataSourceSrv: () => ({ get }) }));

const { signal } = new AbortController();

describe('trying an objective in Grafana', () => {
  it('asks the data source that was made from the saved settings', async () => {
    const tryObjective = jest.fn(async () => 'answer');
    get.mockResolvedValue({ tryObjective });
    expect(await tryInGrafana('uid', 'runs', signal)).toBe('answer');
    expect(get).toHaveBeenCalledWith({ uid: 'uid' });
    expect(tryObjective).toHaveBeenCalledWith('runs', signal);
  });

  it('says what to do where Grafana does not have the data source yet', async () => {
    get.mockResolvedValue({});
    await expect(tryInGrafana('uid', 'runs', signal)).rejects.toThrow(/uid uid\) yet\. Reload the page/);
  });
});
