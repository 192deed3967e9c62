import fc from 'fast-check';
import { BAD_IN_A_ROW } from '../src/budget/alertConditions';
import { burnRateOf } from '../src/budget/burnRate';
import { HOUR_MS, MINUTE_MS } from '../src/budget/durations';
import { remainingOf } from '../src/budget/errorBudget';
import { queryProblem } from '../src/catalogue/promql';
import { durationMs } from '../src/catalogue/durationShorthand';
import type { Objective } from '../src/catalogue/objective';
import { alertingFor, catalogueRules } from './catalogueRules';
import { KEPT_MS } from './canFire';
import { catalogues } from './catalogues.testing';
import { ruleQueryOf, type RuleQuery } from './ruleQuery';
import { conditionsOf, type Condition } from './conditions';

const PER_MINUTE = 10;
/** Enough items that a target below 100 % allows some to be bad. */
const ITEMS = 1000;

/** Fires as Grafana and Prometheus compare: every figure must pass. */
function fires({ threshold }: RuleQuery, figures: number[]): boolean {
  return figures.every((figure) => figure > threshold);
}

/** The lookback that a query of a burn rate names, in milliseconds. */
function lookbackOf(query: string): number {
  const [, count, unit] = /window="(\d+)(h|m)"/.exec(query) ?? [];
  return Number(count) * (unit === 'h' ? HOUR_MS : MINUTE_MS);
}

/** Burn rate over a lookback that ends `outageMinutes` into a total outage after a clean window, at even traffic. */
function burnRateInOutage(target: number, lookbackMs: number, outageMinutes: number): number {
  const minutes = lookbackMs / MINUTE_MS;
  const bad = Math.min(minutes, outageMinutes) * PER_MINUTE;
  return burnRateOf(minutes * PER_MINUTE - bad, minutes * PER_MINUTE, target);
}

/** What the queries of a condition answer while the given share of all events or items has been bad for a whole window. */
function figuresAt(objective: Objective, condition: Condition, { queries }: RuleQuery, errorRatio: number): number[] {
  const { target } = objective;
  switch (condition.kind) {
    case 'burnRate':
      return queries.map(() => burnRateOf(PER_MINUTE * (1 - errorRatio), PER_MINUTE, target));
    case 'badEvent':
      return [errorRatio * PER_MINUTE];
    case 'badInARow':
      return [errorRatio * BAD_IN_A_ROW];
    case 'budgetExhausted':
      return target < 1 ? [1 - remainingOf(ITEMS * (1 - errorRatio), ITEMS, target)] : [errorRatio];
    case 'badItems':
      return [errorRatio * ITEMS - Math.floor((1 - target) * ITEMS)];
    case 'nothingRan':
      return [errorRatio * condition.afterMs];
    case 'missingData':
      return [errorRatio];
  }
}

const everyCheck = ({ objectives }: { objectives: Objective[] }) =>
  objectives.flatMap((objective) =>
    conditionsOf(objective).conditions.map((condition) => ({
      objective,
      condition,
      check: ruleQueryOf(objective, condition),
    }))
  );

describe('the rules of any catalogue', () => {
  it('fire at 100 % errors and are silent at 0 %', () => {
    fc.assert(
      fc.property(catalogues, (catalogue) => {
        for (const { objective, condition, check } of everyCheck(catalogue)) {
          const context = { kind: condition.kind, target: objective.target };
          expect({ ...context, fires: fires(check, figuresAt(objective, condition, check, 1)) }).toEqual({
            ...context,
            fires: true,
          });
          expect({ ...context, fires: fires(check, figuresAt(objective, condition, check, 0)) }).toEqual({
            ...context,
            fires: false,
          });
        }
      })
    );
  });

  it('fire by burn rate when exactly their share of the budget is spent, to one evaluation', () => {
    let rows = 0;
    fc.assert(
      fc.property(catalogues, (catalogue) => {
        for (const { objective, condition, check } of everyCheck(catalogue)) {
          const { window, target } = objective;
          if (condition.kind !== 'burnRate' || window.type === 'pointInTime') {
            continue;
          }
          rows++;
          const figuresAfter = (minutes: number) =>
            check.queries.map((query) => burnRateInOutage(target, lookbackOf(query), minutes));
          let minutes = 0;
          while (!fires(check, figuresAfter(minutes))) {
            minutes++;
          }
          const windowMs = window.type === 'rolling' ? window.durationMs : durationMs(window);
          const budgetMinutes = (1 - target) * (windowMs / MINUTE_MS);
          const [spent, spentBefore] = [minutes / budgetMinutes, (minutes - 1) / budgetMinutes];
          expect(spent).toBeGreaterThanOrEqual(condition.row.budgetFraction * (1 - 1e-9));
          expect(spentBefore).toBeLessThanOrEqual(condition.row.budgetFraction * (1 + 1e-9));
        }
      }),
      { numRuns: 60 }
    );
    expect(rows).toBeGreaterThan(0);
  });

  it('are written in PromQL that parses', () => {
    fc.assert(
      fc.property(catalogues, (catalogue) => {
        const { rules, grafanaOnly } = catalogueRules(alertingFor(catalogue), KEPT_MS);
        for (const { check, title } of [...rules, ...grafanaOnly]) {
          expect(check.queries.map((query) => [title, queryProblem(query, 'optional')])).toEqual(
            check.queries.map(() => [title, undefined])
          );
        }
      })
    );
  });

  it('have uids and titles of their own that Grafana accepts', () => {
    fc.assert(
      fc.property(catalogues, (catalogue) => {
        const { rules } = catalogueRules(alertingFor(catalogue), KEPT_MS);
        expect(new Set(rules.map(({ uid }) => uid)).size).toBe(rules.length);
        expect(new Set(rules.map(({ title }) => title.toLowerCase())).size).toBe(rules.length);
        for (const { uid, title } of rules) {
          expect(uid).toMatch(/^[\w-]{1,40}$/);
          expect(Buffer.byteLength(title)).toBeLessThanOrEqual(190);
        }
      })
    );
  });

  it('never exceed the severity that the catalogue allows', () => {
    fc.assert(
      fc.property(catalogues, (catalogue) => {
        for (const { objective, condition } of everyCheck(catalogue)) {
          expect([condition.severity === 'page', objective.policy.severity]).not.toEqual([true, 'ticket']);
          expect(objective.policy.severity).not.toBe('none');
        }
      })
    );
  });
});
