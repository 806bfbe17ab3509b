export { type SignalRaiser, startSignals } from './raise-often.ts'
export { overdueWaiting, signalsWaiting } from './waiting.tsx'
