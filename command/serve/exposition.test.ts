import { judgeItems } from '../../src/budget/pointInTime';
import { objectiveOf } from '../../src/evaluation/objective.testing';
import { demoSources } from '../sources';
import { exposition, type Exposed } from './exposition';
import { readFigures, type ItemFigures } from './figures';

const NOW = Date.UTC(2026, 2, 1, 10, 37);
const never = new AbortController().signal;

function exposed(parts: Partial<Exposed> = {}): Exposed {
  return {
    build: { version: '1.2.3', revision: 'abc' },
    intervalMs: 60_000,
    rounds: [],
    figures: [],
    ...parts,
  };
}

function items(good: number, total: number, target: number): ItemFigures {
  const objective = objectiveOf({ id: 'fresh', target, window: { type: 'pointInTime' } });
  return { kind: 'items', objective, judged: judgeItems({ good, total }, target) };
}

const samplesOf = (text: string) => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

describe('the exposition', () => {
  it('is OpenMetrics: every family is announced once, every line is a sample of the last one, and it ends', async () => {
    const objectives = [objectiveOf(), objectiveOf({ id: 'other', target: 1 })];
    const figures = await Promise.all(objectives.map((one) => readFigures(one, demoSources(), NOW, never)));
    const text = await exposition(exposed({ figures, queries: [{ outcome: 'finished', errorCode: '', count: 3 }] }));
    const lines = text.split('\n');
    const families = lines.flatMap((line) => /^# TYPE (\S+) (?:gauge|counter)$/.exec(line)?.[1] ?? []);
    expect(new Set(families).size).toBe(families.length);
    expect(families).toHaveLength(lines.filter((line) => line.startsWith('# HELP ')).length);
    expect(lines.slice(-2)).toEqual(['# EOF', '']);
    let family = '';
    for (const line of lines.slice(0, -2)) {
      family = /^# TYPE (\S+)/.exec(line)?.[1] ?? family;
      if (!line.startsWith('#')) {
        const [, name] = /^([a-z_]+)(?:\{(?:[a-z_]+="[^"]*",?)+\})? -?[\d.e+-]+$/.exec(line) ?? [];
        expect([line, name]).toEqual([line, expect.stringMatching(new RegExp(`^${family}(_total)?$`))]);
      }
    }
  });

  it('has no two samples with the same name and labels', async () => {
    const figures = [await readFigures(objectiveOf(), demoSources(), NOW, never), items(40, 48, 0.9)];
    const names = samplesOf(await exposition(exposed({ figures }))).map((line) => line.replace(/ \S+$/, ''));
    expect(new Set(names).size).toBe(names.length);
  });

  it('says which status is the current one', async () => {
    const text = await exposition(exposed({ figures: [items(40, 48, 0.9)] }));
    expect(samplesOf(text).filter((line) => line.startsWith('slo_status'))).toEqual([
      'slo_status{objective="fresh",status="met"} 0',
      'slo_status{objective="fresh",status="atRisk"} 0',
      'slo_status{objective="fresh",status="breached"} 1',
      'slo_status{objective="fresh",status="noData"} 0',
    ]);
  });

  it('counts items as they are now, with how many may be bad', async () => {
    const text = await exposition(exposed({ figures: [items(46, 48, 1)] }));
    expect(samplesOf(text).filter((line) => line.startsWith('slo_items'))).toEqual([
      'slo_items{objective="fresh",state="good"} 46',
      'slo_items{objective="fresh",state="bad"} 2',
      'slo_items{objective="fresh",state="total"} 48',
      'slo_items{objective="fresh",state="allowed"} 0',
    ]);
  });

  it('leaves out a figure that does not exist: never 0 %, never 100 %', async () => {
    const text = await exposition(exposed({ figures: [items(46, 48, 1), items(0, 0, 0.9)] }));
    expect(text).not.toMatch(/^slo_error_budget_remaining_ratio\{/m);
    expect(text).toMatch(/^slo_items\{objective="fresh",state="total"\} 0$/m);
    expect(text.match(/state="allowed"/g)).toHaveLength(1);
    expect(text).not.toMatch(/NaN|Inf|null/);
  });

  it('escapes what a catalogue may call an objective', async () => {
    const [, first] = await exposition(
      exposed({ figures: [{ ...items(1, 1, 0.9), objective: objectiveOf({ id: 'a"b\\c\nd' }) }] })
    ).then((text) => /slo_status\{(objective=.*?),status="met"/.exec(text) ?? []);
    expect(first).toBe('objective="a\\"b\\\\c\\nd"');
  });

  it.each([
    [true, ['slo_memory_up 1']],
    [false, ['slo_memory_up 0']],
    [undefined, []],
  ])('shows whether the memory can be relied on, where there is one: %s', async (isMemoryUp, expected) => {
    const text = await exposition(exposed({ isMemoryUp }));
    expect(samplesOf(text).filter((line) => line.startsWith('slo_memory'))).toEqual(expected);
  });

  it('reports on the exporter itself', async () => {
    const rounds = [{ source: 'Dagster', atMs: NOW, tookMs: 1500, lastSuccessMs: NOW - 60_000 }];
    const text = await exposition(exposed({ rounds }));
    expect(samplesOf(text)).toEqual(
      expect.arrayContaining([
        `slo_source_last_success_timestamp_seconds{source="Dagster"} ${NOW / 1000 - 60}`,
        'slo_exporter_interval_seconds 60',
        `slo_exporter_last_round_timestamp_seconds{source="Dagster"} ${NOW / 1000}`,
        'slo_exporter_last_round_duration_seconds{source="Dagster"} 1.5',
        'slo_exporter_build_info{version="1.2.3",revision="abc"} 1',
      ])
    );
  });
});
