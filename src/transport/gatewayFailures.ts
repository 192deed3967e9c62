import type { HttpPort } from './port';
import { TransportError } from './transportError';

/**
 * Turns a 502 or 504 without a body into a TransportError: Grafana's proxy answers so, in place of the upstream, when it
 * could not reach it (502) or timed out (504). With a body, it is a server's answer and stays one.
 */
export function explainGatewayFailures(port: HttpPort): HttpPort {
  return {
    async send(request, signal) {
      const answer = await port.send(request, signal);
      if (answer.text !== '') {
        return answer;
      }
      switch (answer.status) {
        case 502:
          throw new TransportError('unreachable', request.upstream, 'the proxy in between cannot reach it (HTTP 502)');
        case 504:
          throw new TransportError('timeout', request.upstream, 'the proxy in between timed out (HTTP 504)');
        default:
          return answer;
      }
    },
  };
}
