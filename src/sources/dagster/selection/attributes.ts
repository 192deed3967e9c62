/** Attributes that the asset graph decides, as they are written before the colon. */
export const ATTRIBUTES = [
  'key',
  'tag',
  'owner',
  'group',
  'kind',
  'code_location',
  'job',
  'is',
  'partitions',
  'key_substring',
] as const;

export type Attribute = (typeof ATTRIBUTES)[number];

const CHANGES_WITH_RUNS = 'it changes with every run, and a scope has to hold over the whole window';
const NEEDS_COLUMNS = 'it needs metadata of materializations, which scopes do not read';
const NEEDS_AUTOMATION = 'it needs the automation of the workspace, which scopes do not read';

/** Attributes of Dagster that no scope can use, and why. */
export const UNDECIDABLE: ReadonlyMap<string, string> = new Map([
  ['status', CHANGES_WITH_RUNS],
  ['not_materialized_in_hours', CHANGES_WITH_RUNS],
  ['column', NEEDS_COLUMNS],
  ['table_name', NEEDS_COLUMNS],
  ['column_tag', NEEDS_COLUMNS],
  ['changed_in_branch', 'it exists in branch deployments of Dagster+ only'],
  ['automation_type', NEEDS_AUTOMATION],
  ['sensor', NEEDS_AUTOMATION],
  ['schedule', NEEDS_AUTOMATION],
]);

const WORDS = ['and', 'AND', 'or', 'OR', 'not', 'NOT', 'sinks', 'roots'];

// Words to Dagster 1.13, although one is an attribute here and the other in later versions.
const NO_KEYWORDS = ['key_substring', 'not_materialized_in_hours'];

/** Words that cannot be a value of `key:` without quotes. */
export const KEYWORDS: ReadonlySet<string> = new Set(
  [...WORDS, ...ATTRIBUTES, ...UNDECIDABLE.keys()].filter((word) => !NO_KEYWORDS.includes(word))
);

/** Keywords that may nevertheless be, without quotes, a value of anything but `key:`. */
export const KEYWORD_VALUES: ReadonlySet<string> = new Set(['sensor', 'schedule', 'job']);
