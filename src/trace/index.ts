export { type LogLine, wholeLog } from './access-log.ts'
export { LogDays } from './log-days.tsx'
export type { MergedLook } from './merge.ts'
