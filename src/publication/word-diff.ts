/** A stretch of text that is in both versions, or only in the one that is shown. */
export type Run = { text: string; differs: boolean }

/** Marks the words that differ between two texts, in each of them. */
export function wordDiff(before: string, after: string): { before: Run[]; after: Run[] } {
  const [old, now] = [wordsOf(before), wordsOf(after)]
  const common = commonWords(old, now)
  return { before: runs(old, common.before), after: runs(now, common.after) }
}

function wordsOf(text: string): string[] {
  return text.split(/(?<=\s)/)
}

/** Which words belong to the longest common sequence, by position in each text. */
function commonWords(old: string[], now: string[]): { before: Set<number>; after: Set<number> } {
  const width = now.length + 1
  // lengths[i * width + j]: how long the common sequence of old from i and now from j is.
  const lengths = new Uint32Array((old.length + 1) * width)
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      lengths[i * width + j] = isSame(old[i], now[j])
        ? at(i + 1, j + 1) + 1
        : Math.max(at(i + 1, j), at(i, j + 1))
  const common = { before: new Set<number>(), after: new Set<number>() }
  let [i, j] = [0, 0]
  while (i < old.length && j < now.length) {
    if (isSame(old[i], now[j])) {
      common.before.add(i++)
      common.after.add(j++)
    } else if (at(i + 1, j) >= at(i, j + 1)) i++
    else j++
  }
  return common
}

function isSame(one: string | undefined, other: string | undefined): boolean {
  return one?.trimEnd() === other?.trimEnd()
}

function runs(words: string[], common: Set<number>): Run[] {
  const result: Run[] = []
  for (const [position, text] of words.entries()) {
    const differs = !common.has(position)
    const last = result.at(-1)
    if (last?.differs === differs) last.text += text
    else if (last?.differs) {
      // The space after a marked stretch is not marked: it would be struck out or underlined on its own.
      const marked = last.text.trimEnd()
      result.push({ text: last.text.slice(marked.length) + text, differs })
      last.text = marked
    } else result.push({ text, differs })
  }
  return result
}
