import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { startVerifier } from './compliance/index.ts'
import { connect } from './db/index.ts'
import type { House } from './house.ts'
import {
  folderWitness,
  httpWitness,
  parseVkey,
  type Sequencer,
  startSequencer,
  type Witness,
  witnessPath,
} from './ledger/index.ts'
import { startSignals } from './signals/index.ts'

/** What goes on beside the sites: the sequencer of the ledger, now and then a recomputation of all of it, and raising signals. */
export function startWorker(house: House, report: (sentence: string) => void): Sequencer {
  const sequencer = startSequencer({
    workerPool: house.pools.worker,
    keys: house.keys,
    witnesses: witnessesOf(house),
    report,
  })
  const verifier = startVerifier({
    pool: connect(house.database.urlFor('gestand_worker'), { max: 2, name: 'gestand verifier' }),
    keys: house.keys,
    organisations: [...house.statements.keys()],
    witnessFiles: (organisation) => witnessFiles(house, organisation),
    report,
  })
  const signals = startSignals({
    pool: house.pools.worker,
    organisations: [...house.statements.keys()],
    report,
  })
  return {
    tick: () => sequencer.tick(),
    async stop() {
      await Promise.all([sequencer.stop(), verifier.stop(), signals.stop()])
    },
  }
}

/** The folder beside the database, and those of the configuration. */
function witnessesOf({ config }: House): Witness[] {
  return [folderWitness(join(config.dataDir, 'witness')), ...config.witnesses.map(witnessAt)]
}

function witnessFiles({ config: { dataDir, witnesses } }: House, organisation: string): string[] {
  const folders = witnesses.filter((place) => !isAddress(place))
  return [join(dataDir, 'witness'), ...folders]
    .map((folder) => witnessPath(folder, organisation))
    .filter((path) => existsSync(path))
}

const isAddress = (place: string) => /^https?:/.test(place)

/** A folder, or the address of a witness with its key after a space: `https://witness.example/ name+hash+key`. */
function witnessAt(place: string): Witness {
  if (!isAddress(place)) return folderWitness(place)
  const [address = '', vkey = ''] = place.split(/\s+/)
  return httpWitness(address, parseVkey(vkey))
}
