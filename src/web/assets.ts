import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, transform } from 'esbuild'
import { keepComponents, usedComponents } from './style/components.ts'

export type AssetFile = { body: Buffer; gzip: Buffer | undefined; type: string }

/** The paths of the built assets, and their content by path. */
export type Assets = {
  style: string
  autosave: string
  passkey: string
  icon: string
  files: ReadonlyMap<string, AssetFile>
}

const font = '@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next'
const fontFiles = [
  'latin-wght-normal',
  'latin-wght-italic',
  'latin-ext-wght-normal',
  'latin-ext-wght-italic',
] as const
const notice =
  '/*! Holds parts of @utrecht/component-library-css: EUPL-1.2, Gemeente Utrecht, Frameless B.V. */'
const sheets = ['tokens', 'theme', 'header', 'layout', 'patterns', 'facts', 'forms', 'media'].map(
  (name) => `${name}.css`,
)
const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#0f5c55" d="M16 2a14 14 0 1 1 0 28H2V16A14 14 0 0 1 16 2z"/></svg>'

let built: Promise<Assets> | undefined

/** Builds style sheet, islands and fonts once a process, in memory; names carry the hash of their content. */
export function buildAssets(): Promise<Assets> {
  built ??= buildAll()
  return built
}

async function buildAll(): Promise<Assets> {
  const files = new Map<string, AssetFile>()
  const add = (name: string, extension: string, type: string, body: Buffer): string => {
    const hash = createHash('sha256').update(body).digest('base64url').slice(0, 12)
    const path = `/assets/${name}-${hash}.${extension}`
    const gzip = extension === 'woff2' ? undefined : gzipSync(body, { level: 9 })
    files.set(path, { body, gzip, type })
    return path
  }
  const home = webFolder()
  const fonts = await addFonts(add)
  const [style, autosave, passkey] = await Promise.all([
    styleSheet(home, fonts),
    island(join(home, 'autosave.island.ts')),
    island(join(home, 'passkey.island.ts')),
  ])
  return {
    style: add('gestand', 'css', 'text/css; charset=utf-8', Buffer.from(style)),
    autosave: add('autosave', 'js', 'text/javascript; charset=utf-8', Buffer.from(autosave)),
    passkey: add('passkey', 'js', 'text/javascript; charset=utf-8', Buffer.from(passkey)),
    icon: add('mark', 'svg', 'image/svg+xml', Buffer.from(icon)),
    files,
  }
}

type Add = (name: string, extension: string, type: string, body: Buffer) => string

/** Our own @font-face rules, because the package's point at file names without a hash. */
async function addFonts(add: Add): Promise<string> {
  const require = createRequire(import.meta.url)
  const faces = fontFiles.map(async (file) => {
    const path = add(
      `atkinson-${file}`,
      'woff2',
      'font/woff2',
      await readFile(require.resolve(`${font}-${file}.woff2`)),
    )
    const range = file.startsWith('latin-ext')
      ? 'U+0100-02BA,U+1E00-1E9F,U+1EF2-1EFF,U+20A0-20AB,U+2113,U+2C60-2C7F'
      : 'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212'
    const slant = file.endsWith('italic') ? 'italic' : 'normal'
    return `@font-face{font-family:"Atkinson Hyperlegible Next";font-style:${slant};font-weight:200 800;font-display:swap;src:url("${path}") format("woff2");unicode-range:${range}}`
  })
  return (await Promise.all(faces)).join('\n')
}

async function styleSheet(home: string, fonts: string): Promise<string> {
  const require = createRequire(import.meta.url)
  const source = await readFile(require.resolve('@utrecht/component-library-css/dist/index.css'), 'utf8')
  const own = await Promise.all(sheets.map((sheet) => readFile(join(home, 'style', sheet), 'utf8')))
  const base = await readFile(join(home, 'style', 'base.css'), 'utf8')
  // Elements, then the library, then our own patterns: layers instead of a fight over specificity.
  const library = keepComponents(source, usedComponents)
  const whole = `${notice}
${fonts}
@layer base {${base}}
@layer library {${library}}
${own.join('\n')}`
  return (await transform(whole, { loader: 'css', minify: true, legalComments: 'inline' })).code
}

async function island(entry: string): Promise<string> {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  })
  const file = result.outputFiles[0]
  if (!file) throw new Error(`esbuild made nothing of ${entry}`)
  return file.text
}

/** The folder of this room, also when the program runs from a bundle elsewhere in the checkout. */
function webFolder(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const home = join(folder, 'src', 'web')
    if (existsSync(join(home, 'autosave.island.ts'))) return home
    if (folder === dirname(folder)) throw new Error('src/web was not found above the running program')
  }
}
