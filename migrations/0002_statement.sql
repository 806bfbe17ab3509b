-- The published statements: what was promised, from when, and the rules expanded from it. Public by nature: no row level security.
set role gestand_owner;

create table statement.organisations (
  organisation_id text primary key check (organisation_id ~ '^[a-z][a-z0-9-]{1,62}$'),
  name text not null,
  theme text not null,
  -- grows by one when the database is restored from a copy, so that new ledger entries sort after the old
  generation integer not null default 1 check (generation > 0)
);

create table statement.versions (
  organisation_id text not null references statement.organisations,
  version text not null,
  in_force_from date not null,
  facts jsonb not null,
  words_nl text not null,
  words_en text not null,
  digest text not null,
  published_at timestamptz not null default now(),
  primary key (organisation_id, version)
);
create index versions_in_force on statement.versions (organisation_id, in_force_from desc, published_at desc);

create table statement.activities (
  organisation_id text not null,
  version text not null,
  activity text not null,
  ground text not null check (ground in ('consent', 'contract', 'legal-duty', 'vital-interest', 'public-task', 'legitimate-interest')),
  articles text[] not null check (cardinality(articles) > 0),
  primary key (organisation_id, version, activity),
  foreign key (organisation_id, version) references statement.versions
);

create table statement.purposes (
  organisation_id text not null,
  version text not null,
  purpose text not null,
  position integer not null,
  clause text not null,
  activity text not null,
  primary key (organisation_id, version, purpose),
  foreign key (organisation_id, version, activity) references statement.activities
);

create table statement.items (
  organisation_id text not null,
  version text not null,
  item text not null,
  part text not null,
  class text not null check (class in ('general', 'special', 'sensitive')),
  source text not null,
  required text not null check (required in ('always', 'if-needed', 'optional')),
  primary key (organisation_id, version, item),
  unique (organisation_id, version, item, part, class),
  foreign key (organisation_id, version) references statement.versions
);

-- Every request that the Cedar rules allow to somebody with a second factor, cleared, without consent.
create table statement.grants (
  organisation_id text not null,
  version text not null,
  role text not null,
  relation text not null,
  action text not null,
  state text not null,
  purpose text not null,
  part text not null,
  activity text not null,
  policies text[] not null check (cardinality(policies) > 0),
  clauses text[] not null check (cardinality(clauses) > 0),
  primary key (organisation_id, version, role, relation, action, state, purpose, part),
  foreign key (organisation_id, version, purpose) references statement.purposes,
  foreign key (organisation_id, version, activity) references statement.activities
);

grant select on all tables in schema statement to gestand_wall, gestand_app, gestand_signin, gestand_public, gestand_worker;
reset role;
