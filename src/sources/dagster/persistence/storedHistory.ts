import * as z from 'zod/mini';
import { DAY_MS } from '../../../budget/durations';
import type { History, Updated } from '../history';
import type { Run, RunDetail, RunFailures, RunStatus, StepResult } from '../model';
import { JUDGED_TAGS } from '../reliability/judgedTags';
import { at, Names } from './names';

/** Raise this when the shape of a record changes: older records are then read from Dagster again. */
const VERSION = 3;
const UNUSED_FOR_MS = 35 * DAY_MS;
/** A record of more would not be worth the storage: such a history is read again. */
const MAX_RUNS = 100_000;

const RUN_STATUSES: readonly RunStatus[] = [
  'QUEUED',
  'NOT_STARTED',
  'MANAGED',
  'STARTING',
  'STARTED',
  'SUCCESS',
  'FAILURE',
  'CANCELING',
  'CANCELED',
];
const STEP_STATUSES: ReadonlyArray<StepResult['status']> = [null, 'SKIPPED', 'SUCCESS', 'FAILURE', 'IN_PROGRESS'];

const place = z.int().check(z.nonnegative());
const places = z.array(place);
const timeOrNull = z.nullable(z.number());

const storedRun = z.tuple([
  z.string(), // id
  z.nullable(place), // repository
  place, // job
  place, // status
  z.nullable(z.string()), // root
  z.nullable(z.string()), // parent
  z.tuple([z.number(), timeOrNull, timeOrNull, z.number()]), // created, started, ended, updated
  z.nullable(place), // list of steps
  z.nullable(place), // list of assets
  z.array(z.tuple([place, place])), // tags
]);

const storedStep = z.tuple([
  place, // key
  place, // status
  z.array(z.tuple([timeOrNull, timeOrNull])), // attempts
  z.array(z.tuple([place, z.nullable(place), z.number()])), // asset, partition, time
]);

const storedDetail = z.tuple([z.string(), z.number(), z.nullable(place), z.array(storedStep)]);
const storedFailures = z.tuple([
  z.string(), // run
  z.number(), // updated
  z.array(z.tuple([place, place])), // step, message
  z.nullable(place), // message of the run
  z.array(z.tuple([place, place, place])), // check, asset, step
  z.nullable(z.tuple([z.number(), z.boolean()])), // stopped, for running too long
]);

const storedHistory = z.object({
  version: z.literal(VERSION),
  fromMs: z.number(),
  asOfMs: z.number(),
  hasOlder: z.boolean(),
  longest: z.object({ spanMs: z.number(), askedMs: z.number() }),
  names: z.array(z.string()),
  /** Lists of names, by their places. */
  lists: z.array(places),
  runs: z.array(storedRun),
  details: z.array(storedDetail),
  failures: z.array(storedFailures),
  /** Run, list of assets. */
  made: z.array(z.tuple([z.string(), place])),
  gone: z.array(z.string()),
});

export type StoredHistory = z.infer<typeof storedHistory>;

/** The history as plain data in which names and their lists occur once; undefined where there is none, or too much. */
export function toStored(history: History): StoredHistory | undefined {
  if (!Number.isFinite(history.fromMs) || history.runs.size > MAX_RUNS) {
    return undefined;
  }
  const writer = new Writer();
  return {
    version: VERSION,
    fromMs: history.fromMs,
    asOfMs: history.asOfMs,
    hasOlder: history.hasOlder,
    longest: history.longest,
    runs: [...history.runs.values()].map((run) => writer.run(run)),
    details: [...history.details.values()].map((detail) => writer.detail(detail)),
    failures: [...history.failures.values()].map((failures) => writer.failures(failures)),
    made: [...history.made].map(([id, assets]) => [id, writer.list([...assets])]),
    gone: [...history.gone],
    names: writer.names.all,
    lists: writer.lists,
  };
}

/** Undefined for a record of another version, one that is broken, and one that has not been used for 35 days. */
export function readStored(stored: unknown, nowMs: number): History | undefined {
  const parsed = storedHistory.safeParse(stored);
  if (!parsed.success || parsed.data.asOfMs > nowMs || parsed.data.asOfMs < nowMs - UNUSED_FOR_MS) {
    return undefined;
  }
  try {
    return new Reader(parsed.data).history();
  } catch (error) {
    if (error instanceof RangeError) {
      return undefined;
    }
    throw error;
  }
}

class Writer {
  readonly names = new Names();
  readonly lists: number[][] = [];
  private readonly listPlaces = new Map<string, number>();

  run(run: Run): StoredHistory['runs'][number] {
    const tags = [...run.tags].filter(([key]) => JUDGED_TAGS.includes(key));
    return [
      run.id,
      run.repository === null ? null : this.names.placeOf(run.repository),
      this.names.placeOf(run.jobName),
      RUN_STATUSES.indexOf(run.status),
      run.rootRunId,
      run.parentRunId,
      [run.createdMs, run.startMs, run.endMs, run.updatedMs],
      run.stepKeys && this.list(run.stepKeys),
      run.assetSelection && this.list(run.assetSelection),
      tags.map(([key, value]) => [this.names.placeOf(key), this.names.placeOf(value)]),
    ];
  }

  detail({ value, updatedMs }: Updated<RunDetail>): StoredHistory['details'][number] {
    return [
      value.runId,
      updatedMs,
      value.planned && this.list(value.planned),
      value.steps.map((step) => this.step(step)),
    ];
  }

  failures({ value, updatedMs }: Updated<RunFailures>): StoredHistory['failures'][number] {
    const { runId, bySteps, ofRun, checks, stopped } = value;
    const said = [...bySteps].map(([step, message]): [number, number] => [
      this.names.placeOf(step),
      this.names.placeOf(message),
    ]);
    const failed = checks.map(({ name, asset, stepKey }): [number, number, number] => [
      this.names.placeOf(name),
      this.names.placeOf(asset),
      this.names.placeOf(stepKey),
    ]);
    return [
      runId,
      updatedMs,
      said,
      ofRun === null ? null : this.names.placeOf(ofRun),
      failed,
      stopped && [stopped.atMs, stopped.tooLong],
    ];
  }

  private step({ stepKey, status, attempts, materializations }: StepResult): z.infer<typeof storedStep> {
    return [
      this.names.placeOf(stepKey),
      STEP_STATUSES.indexOf(status),
      attempts.map(({ startMs, endMs }) => [startMs, endMs]),
      materializations.map(({ asset, partition, atMs }) => [
        this.names.placeOf(asset),
        partition === null ? null : this.names.placeOf(partition),
        atMs,
      ]),
    ];
  }

  list(names: readonly string[]): number {
    const written = names.map((name) => this.names.placeOf(name));
    const key = written.join();
    const known = this.listPlaces.get(key);
    if (known !== undefined) {
      return known;
    }
    this.listPlaces.set(key, this.lists.length);
    return this.lists.push(written) - 1;
  }
}

class Reader {
  private readonly lists: string[][];

  constructor(private readonly stored: StoredHistory) {
    this.lists = stored.lists.map((list) => list.map((name) => this.name(name)));
  }

  history(): History {
    const { fromMs, asOfMs, hasOlder, longest, runs, details, failures, made, gone } = this.stored;
    return {
      fromMs,
      asOfMs,
      hasOlder,
      longest,
      runs: new Map(runs.map((run) => [run[0], this.run(run)])),
      details: new Map(details.map((detail) => [detail[0], this.detail(detail)])),
      failures: new Map(failures.map((each) => [each[0], this.failures(each)])),
      made: new Map(made.map(([id, assets]) => [id, new Set(at(this.lists, assets))])),
      gone: new Set(gone),
    };
  }

  private run([
    id,
    repository,
    job,
    status,
    rootRunId,
    parentRunId,
    times,
    steps,
    assets,
    tags,
  ]: StoredHistory['runs'][number]): Run {
    const [createdMs, startMs, endMs, updatedMs] = times;
    return {
      id,
      repository: repository === null ? null : this.name(repository),
      jobName: this.name(job),
      status: at(RUN_STATUSES, status),
      rootRunId,
      parentRunId,
      createdMs,
      startMs,
      endMs,
      updatedMs,
      stepKeys: steps === null ? null : at(this.lists, steps),
      assetSelection: assets === null ? null : at(this.lists, assets),
      tags: new Map(tags.map(([key, value]) => [this.name(key), this.name(value)])),
    };
  }

  private detail([runId, updatedMs, planned, steps]: StoredHistory['details'][number]): Updated<RunDetail> {
    return {
      updatedMs,
      value: {
        runId,
        planned: planned === null ? null : at(this.lists, planned),
        steps: steps.map((step) => this.step(step)),
      },
    };
  }

  private failures([
    runId,
    updatedMs,
    said,
    ofRun,
    failed,
    stopped,
  ]: StoredHistory['failures'][number]): Updated<RunFailures> {
    return {
      updatedMs,
      value: {
        runId,
        bySteps: new Map(said.map(([step, message]) => [this.name(step), this.name(message)])),
        ofRun: ofRun === null ? null : this.name(ofRun),
        checks: failed.map(([name, asset, step]) => ({
          name: this.name(name),
          asset: this.name(asset),
          stepKey: this.name(step),
        })),
        stopped: stopped && { atMs: stopped[0], tooLong: stopped[1] },
      },
    };
  }

  private step([key, status, attempts, materializations]: z.infer<typeof storedStep>): StepResult {
    return {
      stepKey: this.name(key),
      status: at(STEP_STATUSES, status),
      attempts: attempts.map(([startMs, endMs]) => ({ startMs, endMs })),
      materializations: materializations.map(([asset, partition, atMs]) => ({
        asset: this.name(asset),
        partition: partition === null ? null : this.name(partition),
        atMs,
      })),
    };
  }

  private name(place: number): string {
    return at(this.stored.names, place);
  }
}
