import type { HttpAnswer, HttpPort, HttpRequest } from '../../../../transport/port';

/** One exchange with a real Dagster. */
export interface Recorded {
  operation: string;
  variables: unknown;
  status: number;
  body: unknown;
}

/** A port that answers what a real Dagster answered to the same operation with the same variables; `sent` are the bodies. */
export function recordedPort(recorded: readonly Recorded[]): HttpPort & { sent: Array<Record<string, unknown>> } {
  const sent: Array<Record<string, unknown>> = [];
  return {
    sent,
    send(request) {
      const { operationName, query, variables = {} } = JSON.parse(request.body ?? '');
      sent.push({ operationName, query, variables });
      const found = recorded.find(
        (exchange) =>
          exchange.operation === operationName && JSON.stringify(exchange.variables) === JSON.stringify(variables)
      );
      return found
        ? Promise.resolve(jsonAnswer(found.body, found.status))
        : Promise.reject(new Error(`nothing recorded for ${operationName} ${JSON.stringify(variables)}`));
    },
  };
}

/** A port that answers by a function, and counts what was sent; the features are those of the recorded Dagster. */
export function answeringPort<Variables = unknown>(
  recorded: readonly Recorded[],
  answer: (operationName: string, variables: Variables) => HttpAnswer
): HttpPort & { sent: HttpRequest[] } {
  const sent: HttpRequest[] = [];
  return {
    sent,
    send(request) {
      sent.push(request);
      const { operationName, variables } = JSON.parse(request.body ?? '');
      const features = recorded.find(({ operation }) => operation === 'Features');
      return Promise.resolve(
        operationName === 'Features' ? jsonAnswer(features?.body, 200) : answer(operationName, variables)
      );
    },
  };
}

export function jsonAnswer(body: unknown, status = 200): HttpAnswer {
  return { status, headers: { 'content-type': 'application/json' }, text: JSON.stringify(body) };
}
