export { addClient, addStaff, type FillNeeds, fillOrganisation, signInStaff } from './fill.ts'
export { DEMO_CLIENTS, DEMO_ORGANISATIONS, DEMO_STAFF, type DemoClient, type DemoStaff } from './people.ts'
