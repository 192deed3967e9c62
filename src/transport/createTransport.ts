import { explainGatewayFailures } from './gatewayFailures';
import type { HttpPort } from './port';
import { limitRequests, PAGE_LIMITS } from './requestLimits';
import type { RequestLimits, RequestSlots } from './requestSlots';
import { retryTransient, type RetryOptions } from './retries';

const DEFAULT_RETRIES: RetryOptions = { attempts: 3, baseDelayMs: 500, maxDelayMs: 10_000 };

export interface TransportOptions {
  /** Grafana's page limits if absent; several transports of one page share one RequestSlots. */
  limits?: RequestLimits | RequestSlots;
  /** What differs from 3 attempts, 0.5 s doubling, at most 10 s. */
  retries?: Partial<RetryOptions>;
}

/**
 * A port with everything that the sources rely on. The order matters, from the inside out:
 * limits (a place is held only while a request is under way), retries (one that waits for its retry holds no place and
 * queues again), gateway failures (recognized only after the last attempt, since a 502 may heal).
 */
export function createTransport(port: HttpPort, { limits = PAGE_LIMITS, retries }: TransportOptions = {}): HttpPort {
  const limited = limitRequests(port, limits);
  const patient = retryTransient(limited, { ...DEFAULT_RETRIES, ...retries });
  return explainGatewayFailures(patient);
}
