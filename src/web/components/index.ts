export * from './content.tsx'
export * from './feedback.tsx'
export * from './fields.tsx'
export * from './form.tsx'
