/**
 * The plugin bundles copies of the provisioned dashboards, which a person imports from the data source's settings. A copy has
 * uid, links and list tag of its own, so that both sets can live in one Grafana and neither leads into the other.
 */
const PROVISIONED = 'errorbudget-';
const IMPORTED = 'eb-imported-';
const LIST_TAG = 'errorbudget';
const IMPORTED_LIST_TAG = 'errorbudget-imported';

/** Grafana puts the data source in its place that the dashboard is imported for. */
const CHOSEN = {
  name: 'DS_ERRORBUDGET',
  label: 'Error Budget',
  type: 'datasource',
  pluginId: 'oso-errorbudget-datasource',
  pluginName: 'Error Budget',
};

// Grafana refuses longer ones.
const MAX_UID_LENGTH = 40;

type Json = string | number | boolean | null | Json[] | JsonObject;
interface JsonObject {
  [key: string]: Json;
}

/**
 * Text of the bundled copy of a provisioned dashboard, given its text. Its variable begins with the data source from whose settings
 * it is imported.
 *
 * @throws Error when the text is no dashboard of ours, or the copy's uid would be too long for Grafana
 */
export function importedDashboard(text: string): string {
  const dashboard: Json = JSON.parse(text);
  if (!isObject(dashboard) || typeof dashboard.uid !== 'string' || !dashboard.uid.startsWith(PROVISIONED)) {
    throw new Error(`found no uid that begins with "${PROVISIONED}"; generate the dashboards again`);
  }
  const uid = IMPORTED + dashboard.uid.slice(PROVISIONED.length);
  if (uid.length > MAX_UID_LENGTH) {
    throw new Error(
      `the uid ${uid} has ${uid.length} characters, more than ${MAX_UID_LENGTH}; shorten ${dashboard.uid}`
    );
  }
  const copy = { __inputs: [CHOSEN], ...copiedObject(dashboard), uid, tags: retagged(dashboard.tags) };
  return `${JSON.stringify(copy, null, 2)}\n`;
}

function copied(value: Json): Json {
  if (typeof value === 'string') {
    return leadingToCopies(value);
  }
  if (Array.isArray(value)) {
    return value.map(copied);
  }
  return isObject(value) ? copiedObject(value) : value;
}

/** The object with links to copies; what lists dashboards by tag, a link or a panel, lists the copies. */
function copiedObject(object: JsonObject): JsonObject {
  const copy = Object.fromEntries(Object.entries(object).map(([key, value]) => [key, copied(value)]));
  if (object.type === 'datasource' && isObject(object.current)) {
    return { ...copy, current: { ...object.current, text: `\${${CHOSEN.name}}`, value: `\${${CHOSEN.name}}` } };
  }
  if (object.type === 'dashboards') {
    return { ...copy, tags: retagged(object.tags) };
  }
  if (object.type === 'dashlist' && isObject(copy.options)) {
    return { ...copy, options: { ...copy.options, tags: retagged(copy.options.tags) } };
  }
  return copy;
}

function leadingToCopies(text: string): string {
  return text
    .replace(new RegExp(`\\bd/${PROVISIONED}`, 'g'), `d/${IMPORTED}`)
    .replace(new RegExp(`\\btag=${LIST_TAG}(?![\\w-])`, 'g'), `tag=${IMPORTED_LIST_TAG}`);
}

function retagged(tags: Json | undefined): Json {
  return Array.isArray(tags) ? tags.map((tag) => (tag === LIST_TAG ? IMPORTED_LIST_TAG : tag)) : [];
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
