import { writeSync } from 'node:fs';
import { openSqliteStore } from '../../../serve/store/sqliteStore';
import { numberOf, roundOfNumber } from '../../../serve/store/numberedRounds.testing';

/** Writes rounds into the store of the file, one after the other, and the number of each to its standard output once it is kept. */
async function writeRounds(file: string): Promise<void> {
  const store = await openSqliteStore({ file });
  for (let number = numberOf(await store.series()) + 1; ; number++) {
    await store.write(roundOfNumber(number));
    writeSync(1, `${number}\n`);
  }
}

void writeRounds(process.argv[2]);
