-- Who is there: staff, what they are cleared for, their teams, and sessions. Names are sealed by the application.
set role gestand_owner;

create table identity.staff (
  organisation_id text not null references statement.organisations,
  staff_id uuid not null,
  subject_key bytea not null,            -- keyed hash of issuer and subject
  sealed_name bytea not null,
  employer text not null,                -- member organisation; never decides about access (TOM-1.1)
  employed_from date not null,
  employed_until date,
  primary key (organisation_id, staff_id),
  unique (organisation_id, subject_key)
);

create table identity.staff_roles (
  organisation_id text not null,
  staff_id uuid not null,
  role text not null,
  from_on date not null,
  until_on date,
  primary key (organisation_id, staff_id, role, from_on),
  foreign key (organisation_id, staff_id) references identity.staff
);

-- secrecy declaration and certificate of conduct (VOG): without both, valid today, nothing opens (TOM-12.9)
create table identity.clearances (
  organisation_id text not null,
  staff_id uuid not null,
  kind text not null check (kind in ('secrecy', 'conduct')),
  valid_from date not null,
  valid_until date not null,
  primary key (organisation_id, staff_id, kind, valid_from),
  foreign key (organisation_id, staff_id) references identity.staff
);

create table identity.teams (
  organisation_id text not null references statement.organisations,
  team_id uuid not null,
  name text not null,
  primary key (organisation_id, team_id)
);

create table identity.team_members (
  organisation_id text not null,
  team_id uuid not null,
  staff_id uuid not null,
  from_on date not null,
  until_on date,
  primary key (organisation_id, staff_id, team_id, from_on),
  foreign key (organisation_id, team_id) references identity.teams,
  foreign key (organisation_id, staff_id) references identity.staff
);

create table identity.sessions (
  organisation_id text not null references statement.organisations,
  session_id uuid not null default gen_random_uuid(),
  token_hash bytea not null unique check (length(token_hash) = 32),
  kind text not null check (kind in ('staff', 'client')),
  staff_id uuid,
  subject_key bytea,                     -- of a client: the blind index of the BSN
  role text not null,
  second_factor boolean not null,
  assurance text not null,
  started_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  ends_at timestamptz not null default now() + interval '10 hours',
  ended_at timestamptz,
  primary key (organisation_id, session_id),
  foreign key (organisation_id, staff_id) references identity.staff,
  check ((kind = 'staff') = (staff_id is not null)),
  check ((kind = 'client') = (subject_key is not null))
);

alter table identity.staff enable row level security;
alter table identity.staff force row level security;
alter table identity.staff_roles enable row level security;
alter table identity.staff_roles force row level security;
alter table identity.clearances enable row level security;
alter table identity.clearances force row level security;
alter table identity.teams enable row level security;
alter table identity.teams force row level security;
alter table identity.team_members enable row level security;
alter table identity.team_members force row level security;
alter table identity.sessions enable row level security;
alter table identity.sessions force row level security;

create policy wall_sees_staff on identity.staff for select to gestand_wall using (true);
create policy wall_sees_roles on identity.staff_roles for select to gestand_wall using (true);
create policy wall_sees_clearances on identity.clearances for select to gestand_wall using (true);
create policy wall_sees_teams on identity.teams for select to gestand_wall using (true);
create policy wall_sees_members on identity.team_members for select to gestand_wall using (true);
create policy wall_keeps_sessions on identity.sessions for all to gestand_wall using (true) with check (true);
grant select on identity.staff, identity.staff_roles, identity.clearances, identity.teams, identity.team_members to gestand_wall;
grant select, insert, update on identity.sessions to gestand_wall;
reset role;
