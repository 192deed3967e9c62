import { objectiveOf } from '../evaluation/objective.testing';
import { alertPolicyOf } from '../evaluation/alertPolicy';
import { durationInWords } from '../budget/inWords';
import { burnRateFrame, burnRateQuery } from './burnRate';
import { demoRun, demoRunSources } from './demoRun.testing';
import { INSTANTS, seriesOf } from '../frames/results.testing';

describe('the burn rate over time', () => {
  it('has a line for each lookback, with a name and a label of its own', () => {
    const [, hour, days] = burnRateFrame('A', INSTANTS, [seriesOf()]).fields;
    expect(hour).toMatchObject({
      name: 'Burn rate',
      labels: { lookback: '1 h' },
      values: [1, null, 14.4],
      config: { displayNameFromDS: 'Objective api-requests, 1 h', unit: 'suffix:×' },
    });
    expect(days).toMatchObject({ labels: { lookback: '3 d' }, values: [0.5, 0.5, 0.5] });
  });

  it('shares one axis among objectives of any policy', () => {
    const series = [0.9, 0.99].map((target) => seriesOf({ objective: objectiveOf({ id: `at-${target}`, target }) }));
    const [, ...lines] = burnRateFrame('A', INSTANTS, series).fields;
    const limits = lines.map(({ config }) => config.custom);
    expect(limits).toEqual(lines.map(() => limits[0]));
    expect(limits[0].axisSoftMax).toBeGreaterThan(10);
  });
});

describe('the lookbacks of burn rates', () => {
  /** Lookbacks of an objective's lines, in their order. */
  async function lookbacksOf(id: string, lookbacks: string[]): Promise<string[]> {
    const objectives = demoRun.objectives.filter((objective) => objective.id === id);
    let shown: string[] = [];
    const run = { ...demoRun, objectives, options: { lookbacks } };
    await burnRateQuery.evaluate(
      run,
      ({ series }) => (shown = series[0].burnRates.map(({ lookbackMs }) => durationInWords(lookbackMs))),
      new AbortController().signal
    );
    return shown;
  }

  it('are those of each objective’s own alerts, where the query asks for these', async () => {
    const withAlerts = demoRun.objectives.filter((objective) => alertPolicyOf(objective).rows.length > 0);
    const measured = withAlerts.filter(({ indicator }) => indicator.source in demoRunSources);
    expect(measured.length).toBeGreaterThan(1);
    for (const objective of measured) {
      const own = alertPolicyOf(objective).rows.map(({ longMs }) => durationInWords(longMs));
      expect(await lookbacksOf(objective.id, ['alerts'])).toEqual(own);
    }
  });

  it('are those that the query lists, in its order, before those of alerts', async () => {
    expect(await lookbacksOf('api-availability', ['2h', '30m'])).toEqual(['2 h', '30 min']);
    expect(await lookbacksOf('api-availability', ['2h', 'alerts', '1h'])).toEqual(['2 h', '1 h', '6 h', '1 d', '3 d']);
  });

  it('are 1 h, 6 h and 3 d without any', async () => {
    expect(await lookbacksOf('api-availability', [])).toEqual(['1 h', '6 h', '3 d']);
  });
});
