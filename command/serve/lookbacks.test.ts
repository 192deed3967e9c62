import fc from 'fast-check';
import { catalogues } from '../../alerting/catalogues.testing';
import { ruleQueryOf } from '../../alerting/ruleQuery';
import { conditionsOf } from '../../alerting/conditions';
import { lookbackText } from '../../alerting/promqlText';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/budget/durations';
import { shippedCatalogue } from '../../src/catalogue/shippedCatalogue';
import { objectiveOf } from '../../src/evaluation/objective.testing';
import { alertPolicyOf } from '../../src/evaluation/alertPolicy';
import { lookbacksOf } from './lookbacks';

const hours = (lookbacksMs: number[]) => lookbacksMs.map((ms) => ms / HOUR_MS);

describe('the lookbacks that are exposed of an objective', () => {
  it('are those of its alert rules, the last 24 hours and its window', () => {
    const minutes = lookbacksOf(objectiveOf()).map((ms) => ms / MINUTE_MS);
    expect(minutes).toEqual([5, 30, 60, 120, 360, 1440, 4320, 43_200]);
  });

  it('grow with the target of the objective, as its rules do', () => {
    expect(hours(lookbacksOf(objectiveOf({ target: 0.75 })))).toEqual([0.5, 1, 2, 6, 12, 24, 72, 720]);
  });

  it('include every lookback of every rule of the shipped catalogue', () => {
    for (const objective of shippedCatalogue.objectives) {
      const needed = alertPolicyOf(objective).rows.flatMap(({ longMs, shortMs }) => [longMs, shortMs ?? longMs]);
      expect(lookbacksOf(objective)).toEqual(expect.arrayContaining(needed));
    }
  });

  it('include every window that a rule of any catalogue asks the exporter for', () => {
    let asked = 0;
    fc.assert(
      fc.property(catalogues, (catalogue) => {
        for (const objective of catalogue.objectives) {
          const exposed = lookbacksOf(objective).map(lookbackText);
          for (const condition of conditionsOf(objective).conditions) {
            const promql = ruleQueryOf(objective, condition).queries.join();
            for (const [, window] of promql.matchAll(/\bslo_window_events\{[^}]*window="([^"]+)"/g)) {
              asked++;
              expect(exposed).toContain(window);
            }
          }
        }
      })
    );
    expect(asked).toBeGreaterThan(0);
  });

  it('are the last 24 hours and the window of an objective without rules', () => {
    const silent = objectiveOf({ window: { type: 'rolling', durationMs: 28 * DAY_MS } });
    silent.policy = { ...silent.policy, severity: 'none' };
    expect(hours(lookbacksOf(silent))).toEqual([24, 672]);
  });

  it('are none for items, which are as they are now', () => {
    expect(lookbacksOf(objectiveOf({ window: { type: 'pointInTime' } }))).toEqual([]);
  });
});
