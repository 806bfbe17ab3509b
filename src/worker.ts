import { join } from 'node:path'
import type { House } from './house.ts'
import {
  folderWitness,
  httpWitness,
  parseVkey,
  type Sequencer,
  startSequencer,
  type Witness,
} from './ledger/index.ts'

/** What goes on beside the sites: the sequencer of the ledger. */
export function startWorker(house: House, report: (sentence: string) => void): Sequencer {
  return startSequencer({
    workerPool: house.pools.worker,
    keys: house.keys,
    witnesses: witnessesOf(house),
    report,
  })
}

/** The folder beside the database, and those of the configuration. */
function witnessesOf({ config }: House): Witness[] {
  return [folderWitness(join(config.dataDir, 'witness')), ...config.witnesses.map(witnessAt)]
}

/** A folder, or the address of a witness with its key after a space: `https://witness.example/ name+hash+key`. */
function witnessAt(place: string): Witness {
  if (!/^https?:/.test(place)) return folderWitness(place)
  const [address = '', vkey = ''] = place.split(/\s+/)
  return httpWitness(address, parseVkey(vkey))
}
