import type { ComponentChildren } from 'preact'
import { useView } from '../view.ts'
import { webWords } from '../web.words.ts'

/** Why one may see this, and that this look was written down. Stands wherever dossier content is shown. */
export function Trace({ why, children }: { why: ComponentChildren; children?: ComponentChildren }) {
  return (
    <p class="trace">
      <b>{why}</b> {children}
    </p>
  )
}

/** A refusal is help: what is not allowed, by which promise, and what would make it possible. */
export function Refusal(props: {
  why: ComponentChildren
  /** The promise that says so, e.g. `{ id: '9.5', href: '…#TOM-9.5' }`. */
  promise?: { id: string; href?: string }
  /** Each a sentence or link with what would make it possible. */
  ways?: readonly ComponentChildren[]
  children?: ComponentChildren
}) {
  const { promise, ways = [] } = props
  const t = webWords(useView().language)
  const name = promise && t('promise', { id: promise.id })
  return (
    <div class="refusal" role="alert">
      <h2 class="why">{props.why}</h2>
      {promise && <> ({promise.href ? <a href={promise.href}>{name}</a> : name})</>}
      {ways.length > 0 && (
        <ul class="utrecht-unordered-list">
          {ways.map((way, at) => (
            <li key={at}>{way}</li>
          ))}
        </ul>
      )}
      {props.children}
    </div>
  )
}

/** What just happened or must be known; stays where it is. */
export function Notice({ kind, children }: { kind?: 'good' | 'due'; children: ComponentChildren }) {
  return (
    <div class={`notice ${kind ?? ''}`.trim()} role="status">
      {children}
    </div>
  )
}
