export { heardOverdue, type Overdue, OverdueReviews } from './overdue.tsx'
export { type SignalRaiser, startSignals } from './raise-often.ts'
