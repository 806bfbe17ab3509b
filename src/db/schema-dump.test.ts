import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/db.ts'
import { dumpSchema } from './schema-dump.ts'

let db: FreshDatabase

beforeAll(async () => {
  db = await freshDatabase()
  await db.admin.query(`
    create schema shop;
    create type shop.colour as enum ('red', 'blue');
    create table shop.apples (id int primary key, colour shop.colour not null default 'red', weight int check (weight > 0));
    create index apples_by_weight on shop.apples (weight);
    alter table shop.apples enable row level security;
    alter table shop.apples force row level security;
    create policy only_red on shop.apples as restrictive for select to gestand_app using (colour = 'red');
    grant select, insert on shop.apples to gestand_app;
    grant update (weight) on shop.apples to gestand_worker;
    comment on column shop.apples.weight is 'in grams';
    create view shop.heavy with (security_invoker = true) as select id from shop.apples where weight > 200;
    create function shop.count_apples() returns bigint language sql as 'select count(*) from shop.apples';
    revoke all on function shop.count_apples() from public;
    create trigger apples_stay before delete on shop.apples for each statement execute function suppress_redundant_updates_trigger();
  `)
})

afterAll(() => db.drop())

test('the dump shows everything that decides who sees what', async () => {
  const dump = await dumpSchema(db.admin)
  for (const line of [
    'create schema shop authorization admin;',
    `create type shop.colour as enum ('red', 'blue');`,
    `  colour shop.colour not null default 'red'::shop.colour,`,
    '  constraint apples_weight_check CHECK ((weight > 0))',
    'CREATE INDEX apples_by_weight ON shop.apples USING btree (weight);',
    'alter table shop.apples force row level security;',
    'create policy only_red on shop.apples as restrictive for select to gestand_app',
    'CREATE TRIGGER apples_stay BEFORE DELETE ON shop.apples',
    'grant insert, select on table shop.apples to gestand_app;',
    'grant update (weight) on table shop.apples to gestand_worker;',
    `comment on column shop.apples.weight is 'in grams';`,
    'create view shop.heavy with (security_invoker=true) as',
    'alter function shop.count_apples() owner to admin;',
  ]) {
    expect(dump).toContain(line)
  }
  expect(dump).not.toContain('grant execute on function shop.count_apples()')
})

test('the dump does not depend on the order in which things were made', async () => {
  const before = await dumpSchema(db.admin)
  await db.admin.query(`
    drop index shop.apples_by_weight;
    drop policy only_red on shop.apples;
    create policy only_red on shop.apples as restrictive for select to gestand_app using (colour = 'red');
    create index apples_by_weight on shop.apples (weight);
  `)
  expect(await dumpSchema(db.admin)).toBe(before)
})

test('a right given away shows', async () => {
  const before = await dumpSchema(db.admin)
  await db.admin.query('grant execute on function shop.count_apples() to public')
  const after = await dumpSchema(db.admin)
  expect(after).not.toBe(before)
  expect(after).toContain('grant execute on function shop.count_apples() to public;')
})
