import { memoryIsScarce, trinoAnswers } from './incidents.mjs';

const MINUTE_MS = 60_000;

const USERS = ['analyst', 'dashboards', 'researcher', 'public'];
const SOURCES = ['trino-python-client', 'api', 'trino-jdbc'];

/** What becomes of how many of a thousand queries; the others finish. */
const FAILURES = [
  [55, 'USER_ERROR', 'SYNTAX_ERROR', "line 1:8: mismatched input 'form'"],
  [40, 'USER_ERROR', 'TABLE_NOT_FOUND', "line 1:15: Table 'consumer.projects_v0' does not exist"],
  [15, 'USER_ERROR', 'USER_CANCELED', 'Query was canceled'],
  [5, 'USER_ERROR', 'ABANDONED_QUERY', 'Query was abandoned by the client'],
  [3, 'USER_ERROR', 'ADMINISTRATIVELY_KILLED', 'Query killed. Message: too expensive'],
  [20, 'INSUFFICIENT_RESOURCES', 'EXCEEDED_TIME_LIMIT', 'Query exceeded maximum time limit of 10.00m'],
  [12, 'INTERNAL_ERROR', 'GENERIC_INTERNAL_ERROR', 'Index 14 out of bounds for length 14'],
  [6, 'INTERNAL_ERROR', 'REMOTE_TASK_ERROR', 'Expected response code to be 200, but was 503'],
  [9, 'EXTERNAL', 'JDBC_ERROR', 'Connection refused'],
];

const OUT_OF_MEMORY = ['INSUFFICIENT_RESOURCES', 'EXCEEDED_LOCAL_MEMORY_LIMIT', 'Query exceeded per-node memory limit'];

/**
 * The queries that ended in [fromMs, toMs), both epoch milliseconds. What ended in a minute depends on that minute and on
 * the epoch alone, so that a history that is written again is the same one.
 */
export function* pastQueries({ fromMs, toMs, epochMs }) {
  for (let minute = Math.ceil(fromMs / MINUTE_MS); (minute + 1) * MINUTE_MS <= toMs; minute++) {
    const sinceEpochMs = minute * MINUTE_MS - epochMs;
    if (trinoAnswers(sinceEpochMs)) {
      yield* queriesOf(minute, memoryIsScarce(sinceEpochMs));
    }
  }
}

function* queriesOf(minute, scarce) {
  const random = randomFrom(minute);
  for (let left = queriesAMinute(minute * MINUTE_MS); random() < left; left--) {
    const ended = minute * MINUTE_MS + Math.floor(random() * MINUTE_MS);
    const elapsed = 50 + 10 * MINUTE_MS * random() ** 8;
    const [errorType, errorCode, message] = scarce && random() < 0.6 ? OUT_OF_MEMORY : fate(random() * 1000);
    const [user, source] = [pick(USERS, random()), pick(SOURCES, random())];
    // Query ids know whole seconds only.
    const created = Math.floor((ended - elapsed) / 1000) * 1000;
    const index = String(Math.floor(random() * 1e5)).padStart(5, '0');
    const queryId = `${new Date(created).toISOString().replace(/\D/g, '').slice(0, 14)}`;
    yield {
      queryId: `${queryId.slice(0, 8)}_${queryId.slice(8)}_${index}_${(minute % 36 ** 5).toString(36).padStart(5, '0')}`,
      created,
      ended,
      errorType,
      errorCode,
      message,
      user,
      source,
    };
  }
}

/** Mean number, to be rounded by chance: half an hour of the night brings as many as five minutes of a working day. */
function queriesAMinute(atMs) {
  const at = new Date(atMs);
  const working = at.getUTCHours() >= 7 && at.getUTCHours() < 19 && at.getUTCDay() % 6 !== 0;
  return working ? 0.6 : 0.1;
}

function fate(perMille) {
  let below = 0;
  for (const [share, ...failure] of FAILURES) {
    below += share;
    if (perMille < below) {
      return failure;
    }
  }
  return [null, null, null];
}

function pick(values, random) {
  return values[Math.floor(random * values.length)];
}

/** Numbers in [0, 1) that the same minute repeats for ever (mulberry32). */
function randomFrom(minute) {
  let state = Math.imul(minute, 0x9e3779b1);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
