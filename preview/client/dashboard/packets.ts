import { LoadingState, type DataFrame, type DataQueryError, type DataQueryResponse } from '@grafana/data';

/** What a run of queries has answered so far. */
export interface PanelData {
  state: LoadingState;
  frames: DataFrame[];
  errors: DataQueryError[];
}

/** The frames by the key of the packet that brought them. */
interface Accumulated extends PanelData {
  byKey: ReadonlyMap<string, DataFrame[]>;
}

export const NOTHING_YET: Accumulated = { state: LoadingState.Loading, frames: [], errors: [], byKey: new Map() };

/** Adds a packet as Grafana does: it replaces what came under its key, is added to the rest, and sets the state of all. */
export function addPacket(before: Accumulated, packet: DataQueryResponse): Accumulated {
  const byKey = new Map(before.byKey);
  const frames: DataFrame[] = packet.data;
  byKey.set(packet.key ?? frames[0]?.refId ?? 'A', frames);
  const errors = packet.errors ?? before.errors;
  // What streams is drawn as it comes, and so is here what loads.
  const state = packet.state === LoadingState.Streaming ? LoadingState.Loading : (packet.state ?? LoadingState.Done);
  return {
    byKey,
    frames: [...byKey.values()].flat(),
    errors,
    state: state === LoadingState.Done && errors.length > 0 ? LoadingState.Error : state,
  };
}
