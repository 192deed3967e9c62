import type { Objective } from '../../catalogue/objective';
import { seedOf } from './noise';

/** A stretch of trouble, relative to the last midnight (UTC), so that the same day always shows the same story. */
export interface Incident {
  /** Days before the last midnight at which it began; negative is today. */
  daysAgo: number;
  minutes: number;
  /** Share of events that fail while it lasts, 0 to 1; `unobserved` means that it was not observed. */
  errorRatio: number | 'unobserved';
}

/** What an objective's upstream would have answered. */
export interface Scenario {
  /** Mean events an hour. */
  eventsPerHour: number;
  /** Share of the mean by which the traffic swings with the time of day, 0 to 1. */
  daily: number;
  /** Share of events that fail outside incidents. */
  errorRatio: number;
  incidents: Incident[];
}

/** Items of a point-in-time objective. */
export interface DemoItems {
  total: number;
  bad: string[];
  /** Those of the bad ones that were never good. */
  never?: string[];
  outForHours?: number;
}

const PROBES_PER_HOUR = 60;

type Story = Omit<Scenario, 'eventsPerHour' | 'daily'> & Partial<Pick<Scenario, 'eventsPerHour' | 'daily'>>;

const CALM: Story = { errorRatio: 0.0006, incidents: [] };

/** Incidents of the shipped objectives: most are met, some at risk, some breached, one is watched with gaps. */
const STORIES: Record<string, Story> = {
  'core-materialization': {
    eventsPerHour: 4,
    errorRatio: 0.002,
    incidents: [{ daysAgo: 11, minutes: 600, errorRatio: 0.3 }],
  },
  'unstable-materialization': {
    eventsPerHour: 3,
    errorRatio: 0.12,
    incidents: [{ daysAgo: 6, minutes: 2 * 1440, errorRatio: 0.7 }],
  },
  'sqlmesh-materialization': {
    eventsPerHour: 3 / 24,
    errorRatio: 0,
    incidents: [
      { daysAgo: 19, minutes: 1440, errorRatio: 0.5 },
      { daysAgo: 8, minutes: 1440, errorRatio: 0.5 },
    ],
  },
  'dagster-availability': {
    errorRatio: 0,
    incidents: [
      { daysAgo: 22.4, minutes: 95, errorRatio: 1 },
      { daysAgo: 3.3, minutes: 42, errorRatio: 1 },
    ],
  },
  'dagster-requests': { eventsPerHour: 340, ...CALM, incidents: [{ daysAgo: 3.3, minutes: 42, errorRatio: 0.9 }] },
  'sqlmesh-pipeline-availability': {
    errorRatio: 0,
    incidents: [
      { daysAgo: 22.4, minutes: 110, errorRatio: 1 },
      { daysAgo: 12.6, minutes: 150, errorRatio: 1 },
      { daysAgo: 3.3, minutes: 96, errorRatio: 1 },
    ],
  },
  'sqlmesh-pipeline-requests': { eventsPerHour: 60, ...CALM },
  'api-availability': { errorRatio: 0.0004, incidents: [{ daysAgo: 15.2, minutes: 25, errorRatio: 1 }] },
  'api-requests': {
    eventsPerHour: 4200,
    errorRatio: 0.003,
    incidents: [
      { daysAgo: 15.2, minutes: 180, errorRatio: 0.55 },
      { daysAgo: 1.6, minutes: 260, errorRatio: 0.5 },
    ],
  },
  'frontend-availability': { errorRatio: 0, incidents: [{ daysAgo: 26.1, minutes: 18, errorRatio: 1 }] },
  'frontend-requests': { eventsPerHour: 2600, ...CALM },
  'documentation-availability': {
    errorRatio: 0,
    incidents: [{ daysAgo: 9.5, minutes: 6 * 1440, errorRatio: 'unobserved' }],
  },
  'documentation-requests': { eventsPerHour: 410, ...CALM },
  'trino-availability': { errorRatio: 0, incidents: [{ daysAgo: 17.8, minutes: 130, errorRatio: 1 }] },
  'trino-queries': {
    eventsPerHour: 95,
    errorRatio: 0.035,
    incidents: [{ daysAgo: 4.4, minutes: 700, errorRatio: 0.5 }],
  },
  'kubernetes-availability': { errorRatio: 0, incidents: [{ daysAgo: 28.7, minutes: 12, errorRatio: 1 }] },
  'flux-availability': {
    errorRatio: 0.0005,
    incidents: [
      { daysAgo: 13.9, minutes: 240, errorRatio: 1 },
      { daysAgo: 2.2, minutes: 75, errorRatio: 1 },
    ],
  },
};

const ITEMS: Record<string, DemoItems> = {
  'core-freshness': {
    total: 48,
    bad: ['oss_directory/archived_repositories', 'github_archive/events'],
    never: ['oss_directory/archived_repositories'],
    outForHours: 7,
  },
};

/** The story of an objective; an operator's own objective gets a quiet one with an incident at a place of its own. */
export function scenarioOf(objective: Objective): Scenario {
  const story = Object.hasOwn(STORIES, objective.id) ? STORIES[objective.id] : inventedStory(objective.id);
  const { timeBased } = objective.policy;
  const eventsPerHour = timeBased ? PROBES_PER_HOUR : 500;
  const demo = objective.indicator.source === 'Demo' ? objective.indicator.measure : undefined;
  const declared = demo?.shape === 'raw' ? demo.raw : {};
  return { eventsPerHour, daily: timeBased ? 0 : 0.45, ...story, ...declared };
}

export function itemsOf(objective: Objective): DemoItems {
  return Object.hasOwn(ITEMS, objective.id)
    ? ITEMS[objective.id]
    : { total: 20 + (seedOf(objective.id) % 80), bad: [] };
}

function inventedStory(id: string): Story {
  const seed = seedOf(id);
  return { ...CALM, incidents: [{ daysAgo: 1 + (seed % 25), minutes: 20 + (seed % 90), errorRatio: 0.4 }] };
}
