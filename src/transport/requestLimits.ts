import type { HttpPort } from './port';
import { RequestSlots, type RequestLimits } from './requestSlots';

/**
 * Grafana's request queue has 5 places for the whole page; the plugin leaves one of them to the rest of the page.
 * Trino holds a poll open, and a page of Dagster's runs is heavy, hence their own limits.
 */
export const PAGE_LIMITS: RequestLimits = { total: 4, perUpstream: { trino: 1, dagster: 2 } };

/** Limits of a process of its own, which shares no queue with Grafana's page. */
export const PROCESS_LIMITS: RequestLimits = { total: 8, perUpstream: PAGE_LIMITS.perUpstream };

/** Requests to an Error Budget server, which reads for everyone and bounds its own. */
export const SERVER_LIMITS: RequestLimits = { total: 6 };

/**
 * Bounds how many requests of `port` are under way. Ports that must share one bound (several data sources on one page)
 * are given the same RequestSlots. A request's timeout starts when it is sent, not when it begins to wait.
 */
export function limitRequests(port: HttpPort, limits: RequestLimits | RequestSlots): HttpPort {
  const slots = limits instanceof RequestSlots ? limits : new RequestSlots(limits);
  return {
    send: (request, signal) => slots.run(request.upstream, signal, () => port.send(request, signal)),
  };
}
