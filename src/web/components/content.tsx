import type { ComponentChildren } from 'preact'

/** The top of a page: its heading, a line above and under it, and what one can do. */
export function PageHead(props: {
  title: ComponentChildren
  above?: ComponentChildren
  under?: ComponentChildren
  lead?: ComponentChildren
  actions?: ComponentChildren
}) {
  return (
    <div class="head">
      <div>
        {props.above && <p class="quiet">{props.above}</p>}
        <h1 class="utrecht-heading-1">{props.title}</h1>
        {props.under && <p class="quiet num">{props.under}</p>}
        {props.lead && <p class="lead">{props.lead}</p>}
      </div>
      {props.actions && <div class="row">{props.actions}</div>}
    </div>
  )
}

/** A heading inside a page. */
export function Heading({
  level = 2,
  children,
  id,
}: {
  level?: 2 | 3
  children: ComponentChildren
  id?: string
}) {
  const Tag = level === 2 ? 'h2' : 'h3'
  return (
    <Tag class={`utrecht-heading-${level}`} id={id}>
      {children}
    </Tag>
  )
}

/** Running text. */
export function Text({
  children,
  quiet,
  small,
}: {
  children: ComponentChildren
  quiet?: boolean
  small?: boolean
}) {
  return (
    <p class={['utrecht-paragraph', quiet && 'quiet', small && 'small'].filter(Boolean).join(' ')}>
      {children}
    </p>
  )
}

/** A link in running text. */
export function Link({ href, children }: { href: string; children: ComponentChildren }) {
  return (
    <a class="utrecht-link" href={href}>
      {children}
    </a>
  )
}

/** What stands beside the content; the only box on a page. */
export function Card({ title, children }: { title?: ComponentChildren; children: ComponentChildren }) {
  return (
    <div class="card">
      {title && <h2 class="utrecht-heading-2">{title}</h2>}
      {children}
    </div>
  )
}

/** Main content with something beside it; under each other on a phone. */
export function WithAside({ children, aside }: { children: ComponentChildren; aside: ComponentChildren }) {
  return (
    <div class="two">
      <div>{children}</div>
      <aside>{aside}</aside>
    </div>
  )
}

export type TagKind = 'special' | 'sensitive' | 'due' | 'late' | 'good'

/** A word with a colour; the word says everything, the colour only helps. */
export function Tag({ kind, children }: { kind: TagKind; children: ComponentChildren }) {
  return <span class={`tag ${kind}`}>{children}</span>
}

/** Lines under each other: what or when, the thing itself, and at most one action. */
export function List({ children, label }: { children: ComponentChildren; label?: string }) {
  return (
    <ul class="list" aria-label={label}>
      {children}
    </ul>
  )
}

/** One line of a `List`. */
export function Line({
  mark,
  children,
  action,
}: {
  mark?: ComponentChildren
  children: ComponentChildren
  action?: ComponentChildren
}) {
  return (
    <li>
      <span class="mark-of num quiet">{mark}</span>
      <div class="what">{children}</div>
      {action && <div class="do">{action}</div>}
    </li>
  )
}

/** Terms with their values. */
export function DefinitionList({
  items,
  small,
}: {
  items: readonly (readonly [term: ComponentChildren, value: ComponentChildren])[]
  small?: boolean
}) {
  return (
    <dl class={small ? 'small' : undefined}>
      {items.map(([term, value], at) => (
        <>
          <dt key={`t${at}`}>{term}</dt>
          <dd key={`d${at}`}>{value}</dd>
        </>
      ))}
    </dl>
  )
}

/** Pages that belong together, such as the parts of a dossier. */
export function Tabs({
  label,
  items,
  current,
}: {
  label: string
  items: readonly { href: string; label: ComponentChildren }[]
  current: string
}) {
  return (
    <nav class="tabs" aria-label={label}>
      <ul>
        {items.map((item) => (
          <li key={item.href}>
            <a href={item.href} aria-current={item.href === current ? 'page' : undefined}>
              {item.label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** A number with its word. */
export function Figure({
  value,
  label,
  kind,
}: {
  value: ComponentChildren
  label: ComponentChildren
  kind?: 'due' | 'late' | 'good'
}) {
  return (
    <div>
      <div class={`big ${kind ?? ''}`.trim()}>{value}</div>
      <span class="quiet small">{label}</span>
    </div>
  )
}

/** A table that scrolls by itself on a narrow screen, so that the page does not. */
export function Table({
  caption,
  head,
  stacks,
  even,
  children,
}: {
  caption: string
  head: readonly ComponentChildren[]
  /** On a phone the cells of a row stand under each other. */
  stacks?: boolean
  /** On a wide screen all columns but the first are as wide as each other, so that tables under each other line up. */
  even?: boolean
  children: ComponentChildren
}) {
  return (
    // What scrolls must be reachable by keyboard (WCAG 2.1.1).
    <section
      class={['sideways', stacks && 'stacks', even && 'even'].filter(Boolean).join(' ')}
      aria-label={caption}
      tabindex={0}
    >
      <table class="utrecht-table">
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {head.map((cell, at) => (
              <th scope="col" key={at}>
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  )
}
