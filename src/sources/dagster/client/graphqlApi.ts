import type { HttpPort } from '../../../transport/port';
import { SharedRequests } from '../../../transport/sharedRequests';
import * as operations from '../graphql/operations.generated';
import type { Operation } from '../graphql/operation';
import type { ExecutedOperation } from './executed';
import { composeOperation, featuresQuery, readFeatures, requireFeatures, type Features } from './features';
import { readGraphqlAnswer } from './graphqlAnswer';
import { UpstreamFailure } from '../../upstreamFailure';

/** Reading the graph of thousands of assets takes Dagster tens of seconds where its code servers are slow. */
const TIMEOUT_MS = 60_000;

export interface GraphqlAnswer<Data> {
  data: Data;
  executed: ExecutedOperation;
}

/** Dagster's GraphQL over a port; the same for Dagster and Dagster+, whose difference is the port's address and token. */
export class GraphqlApi {
  private readonly shared = new SharedRequests();
  private knownFeatures?: Features;

  constructor(private readonly port: HttpPort) {}

  /**
   * Sends an operation, without the optional parts that this Dagster does not know.
   * Rejects with a UpstreamFailure, a TransportError, or the signal's reason.
   *
   * @param without names of optional fragments that this caller can do without
   */
  async ask<Data, Variables extends object>(
    operation: Operation<Data, Variables>,
    variables: Variables,
    signal: AbortSignal,
    without?: readonly string[]
  ): Promise<GraphqlAnswer<Data>> {
    const features = await this.features(signal);
    requireFeatures(features, operation);
    const { name } = operation;
    const data = await this.send(
      { query: composeOperation(operation, features, without), operationName: name, variables },
      signal
    );
    return { data: shapedAs(operation, data), executed: { name, variables } };
  }

  /** What this Dagster's schema has; asked once, and again after Dagster refused a query, since it may be another release by now. */
  async features(signal: AbortSignal): Promise<Features> {
    this.knownFeatures ??= await this.shared.run('features', signal, async (sharedSignal) =>
      readFeatures(
        await this.send({ query: featuresQuery(Object.values(operations)), operationName: 'Features' }, sharedSignal)
      )
    );
    return this.knownFeatures;
  }

  private async send(body: object, signal: AbortSignal): Promise<object> {
    try {
      const answer = await this.port.send(
        {
          upstream: 'dagster',
          method: 'POST',
          path: '/graphql',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
          timeoutMs: TIMEOUT_MS,
        },
        signal
      );
      return readGraphqlAnswer(answer);
    } catch (error) {
      if (error instanceof UpstreamFailure && error.kind === 'refused') {
        this.knownFeatures = undefined;
      }
      throw error;
    }
  }
}

/** A GraphQL server answers in the shape of the query or with errors; here it is checked that it was this query. */
function shapedAs<Data>({ name, needs }: Operation<Data, unknown>, data: object): Data {
  const expected = needs.filter((need) => need.startsWith('Query.')).map((need) => need.slice('Query.'.length));
  const missing = expected.find((field) => !(field in data));
  if (missing !== undefined) {
    throw new UpstreamFailure(
      'notTheUpstream',
      `the answer to ${name} lacks "${missing}"`,
      'Check the Dagster URL, and whether a cache in front of it mixes up answers'
    );
  }
  return data as Data;
}
