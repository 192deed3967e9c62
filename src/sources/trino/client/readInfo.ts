import type { HttpAnswer } from '../../../transport/port';
import { parseJson } from '../../../transport/json';
import { answerFailure } from './answerFailure';
import type { TrinoInfo } from './trinoInfo';

const UNITS_MS: Record<string, number | undefined> = {
  ns: 1e-6,
  us: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Reads an answer of `/v1/info` (io.trino.client.ServerInfo). @throws UpstreamFailure for anything else */
export function readInfo(answer: HttpAnswer): TrinoInfo {
  const json = parseJson(answer);
  const body: Record<string, unknown> =
    json.ok && typeof json.value === 'object' && json.value !== null ? { ...json.value } : {};
  const { nodeVersion, environment, starting, coordinator, uptime, state } = body;
  const isNode = typeof nodeVersion === 'object' && nodeVersion !== null && 'version' in nodeVersion;
  if (answer.status !== 200 || !isNode) {
    throw answerFailure(answer);
  }
  return {
    version: typeof nodeVersion.version === 'string' ? nodeVersion.version : '',
    environment: typeof environment === 'string' ? environment : '',
    starting: starting === true,
    // Trinos that do not say so are asked at the address of the coordinator, which is all that is configured.
    coordinator: coordinator !== false,
    uptimeMs: typeof uptime === 'string' ? durationMs(uptime) : null,
    ...(typeof state === 'string' ? { state } : {}),
  };
}

/** A duration as Trino writes it, such as `6.44s` or `2.02h` (io.airlift.units.Duration). */
function durationMs(text: string): number | null {
  const parts = /^(\d+(?:\.\d+)?)\s*(ns|us|ms|s|m|h|d)$/.exec(text);
  const unit = parts === null ? undefined : UNITS_MS[parts[2]];
  return parts === null || unit === undefined ? null : Math.round(Number(parts[1]) * unit);
}
