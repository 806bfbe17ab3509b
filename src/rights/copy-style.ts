import type { Assets } from '../web/index.ts'

/** The look of the file on screen, in the dark and on paper: the tokens of the portal, and no more than this file needs. */
const STYLE = `
:root{color-scheme:light dark;--paper:#faf8f4;--card:#fff;--ink:#1d2729;--quiet:#55625f;--line:#dcd8cf;--accent:#0f5c55;--due:#855000;--late:#a3261b}
:root.theme-mee{--accent:#3b3f8f}
@media (prefers-color-scheme:dark){:root{--paper:#141a1b;--card:#1c2425;--ink:#ecefeb;--quiet:#a9b5b1;--line:#334042;--accent:#7fd1c4;--due:#f2bf6b;--late:#ff9d8f}:root.theme-mee{--accent:#b4b8f7}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;max-width:47rem;padding:2.5rem 1.25rem 4rem;background:var(--paper);color:var(--ink);font:1.0625rem/1.5 "Atkinson Hyperlegible Next",system-ui,sans-serif;overflow-wrap:break-word}
h1,h2,h3{margin:0;line-height:1.25;text-wrap:balance}
h1{font-size:2rem;letter-spacing:-.01em}
h2{font-size:1.5625rem;margin:0 0 .75rem}
h3{font-size:1.0625rem}
h3::first-letter,dt::first-letter,.beside::first-letter,.mark-of::first-letter{text-transform:uppercase}
p{margin:0 0 .75rem;max-width:66ch;text-wrap:pretty}
a{color:var(--accent);text-underline-offset:.18em}
a:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
/* What people wrote turns round nothing but itself. */
b,bdi,.words,dd{unicode-bidi:isolate}
b{font-weight:600}
.words{white-space:pre-wrap}
.from{color:var(--accent);font-weight:600;margin-bottom:.35rem}
.facts{color:var(--quiet);margin-top:.35rem;font-variant-numeric:tabular-nums}
.careful{border-left:4px solid var(--accent);padding:.1rem 0 .1rem 1rem;margin:1.25rem 0 0}
.quiet,.origin,.facts{color:var(--quiet)}
.small,.origin{font-size:.875rem}
.num{font-variant-numeric:tabular-nums}
.nowrap{white-space:nowrap}
nav ol{margin:.5rem 0 0;padding-left:1.4rem}
nav li{padding:.15rem 0}
nav h2{font-size:1.0625rem;margin:0}
nav,section.chapter{border-top:2px solid var(--ink);margin-top:2.25rem;padding-top:1rem}
nav{border-top:1px solid var(--line)}
.part{padding:.9rem 0 1rem;border-bottom:1px solid var(--line)}
.part:last-child{border-bottom:0}
.part h3{margin-bottom:.4rem}
dl{display:grid;grid-template-columns:minmax(4rem,11rem) minmax(0,1fr);gap:.35rem 1.25rem;margin:0}
.group+.group{margin-top:.75rem}
dt{color:var(--quiet)}
dd{margin:0}
dd p{margin:0}
.beside{display:block;color:var(--quiet);font-size:.875rem}
.origin{margin:.4rem 0 0}
.note{padding:.9rem 0;border-bottom:1px solid var(--line)}
.note:last-child{border-bottom:0}
.note header{color:var(--quiet);font-size:.875rem;margin-bottom:.35rem}
.note h3{display:inline;font-size:1.0625rem;color:var(--ink);margin-right:.35rem}
.note p{margin:0}
.list{list-style:none;margin:0;padding:0}
.list>li{border-bottom:1px solid var(--line);padding:.7rem 0;display:grid;grid-template-columns:8.5rem minmax(0,1fr);gap:.25rem 1.25rem;align-items:baseline}
.list>li:last-child{border-bottom:0}
.what p{margin:0;max-width:none}
.deed+.deed{margin-top:.6rem}
.day{margin:1.25rem 0 .1rem}
.tag{display:inline-block;font-size:.875rem;padding:.05rem .55rem;border:1px solid currentColor;border-radius:1rem;white-space:nowrap}
.tag.due{color:var(--due)}
.tag.late{color:var(--late)}
@media (max-width:36rem){body{padding-top:1.5rem}h1{font-size:1.625rem}h2{font-size:1.25rem}dl,.list>li{grid-template-columns:minmax(0,1fr);gap:0}dd{margin-bottom:.5rem}}
@media (forced-colors:active){.careful{border-left-color:CanvasText}}
@media print{
@page{margin:18mm 18mm 20mm;@bottom-right{content:counter(page) " / " counter(pages);font:9pt sans-serif}}
:root,:root.theme-mee{color-scheme:light;--paper:#fff;--ink:#000;--quiet:#333;--line:#999;--accent:#000;--due:#000;--late:#000}
body{max-width:none;padding:0;font-size:10.4pt}
h1{font-size:20pt}h2{font-size:14pt}h3,nav h2{font-size:10.4pt}
a{color:inherit}
.note,.list>li,.group{break-inside:avoid}
h1,h2,h3,.day{break-after:avoid}
}
`

const FACES = ['latin-ext', 'latin']

/** The style with the letters in it: the file asks nothing of anybody. */
export function styleOf(assets: Assets): string {
  const faces = FACES.map((face) => {
    const path = [...assets.files.keys()].find((one) => one.includes(`/atkinson-${face}-wght-normal-`))
    const font = path && assets.files.get(path)?.body.toString('base64')
    return font
      ? `@font-face{font-family:"Atkinson Hyperlegible Next";font-weight:200 800;src:url("data:font/woff2;base64,${font}") format("woff2")}`
      : ''
  })
  return faces.join('') + STYLE
}
