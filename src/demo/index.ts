export { addClient, addStaff, type FillNeeds, fillOrganisation, signInStaff } from './fill.ts'
export { DEMO_ORGANISATIONS, type DemoClient, type DemoStaff } from './people.ts'
