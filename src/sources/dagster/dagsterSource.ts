import type { HttpPort } from '../../transport/port';
import type { Source } from '../contract';
import { createSource, type ReadersOf } from '../createSource';
import { GraphqlApi } from './client/graphqlApi';
import { JudgedAssets } from './judgedAssets';
import { KnownAssets } from './knownAssets';
import { KnownLocations } from './persistence/knownLocations';
import { PatientStore } from './persistence/patientStore';
import type { RecordStore } from './persistence/recordStore';
import { SavedLater } from './persistence/savedLater';
import { readLineage } from './readLineage';
import { JudgedRuns } from './reliability/judgedRuns';
import { RunHistory } from './runHistory';

export interface DagsterOptions {
  port: HttpPort;
  /** The address that people open, for links into Dagster; without it there are none. */
  pageUrl?: string;
  /** Where what was read outlives the page; without it, every page reads it again. */
  store?: RecordStore;
}

/** Reads are kept a moment later, or at once by `save`, which never rejects. */
export interface DagsterSource extends Source {
  save(): Promise<void>;
}

/** Reliability, freshness and partitions from Dagster's GraphQL, and where assets come from. */
export function dagsterSource({ port, pageUrl, store }: DagsterOptions): DagsterSource {
  const api = new GraphqlApi(port);
  const records = store && new PatientStore(store);
  const history = new RunHistory(api, records);
  const known = new KnownAssets(api, new KnownLocations(records));
  const runs = new JudgedRuns(history, known, new SavedLater(records && (() => history.save())), pageUrl);
  const assets = new JudgedAssets(api, known, pageUrl);
  const readers: ReadersOf<'Dagster'> = {
    counts: (request, signal) => runs.counts(request, signal),
    contributors: (request, signal) => runs.contributors(request, signal),
    items: (request, signal) => assets.items(request, signal),
    assets: (request, signal) => assets.assets(request, signal),
    partitions: (request, signal) => assets.partitions(request, signal),
    lineage: (request, signal) => readLineage(request, { known, runs, assets }, pageUrl, signal),
  };
  return { ...createSource('Dagster', readers), save: () => history.save() };
}
