/** The files of a folder and the folders in it, sorted. */
export function sourceFiles(folder: string): string[]
/** One SHA-256 (hex) over the names and contents of files. */
export function hashOf(root: string, files: string[]): string
/** The state of everything that the tests prove something about; proof.json carries it. */
export function hashOfProven(root: string): string
