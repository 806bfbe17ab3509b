-- Own accounts, for an organisation without an identity provider: user name, password, second factor, recovery codes, invitations.
-- User names are found by keyed hash; passwords' hashes, secrets and passkeys are sealed by the application. Only functions of the
-- wall reach these tables, and only the sign-in role may call them.
set role gestand_owner;

create table identity.accounts (
  organisation_id text not null,
  staff_id uuid not null,
  name_key bytea not null check (length(name_key) = 32),
  sealed_name bytea not null,
  sealed_password bytea not null,
  made_at timestamptz not null default now(),
  password_at timestamptz not null default now(),
  primary key (organisation_id, staff_id),
  unique (organisation_id, name_key),
  foreign key (organisation_id, staff_id) references identity.staff
);

-- An authenticator app. The last step used is kept, so that a code works once.
create table identity.code_apps (
  organisation_id text not null,
  staff_id uuid not null,
  sealed_secret bytea not null,
  last_step bigint not null,
  added_at timestamptz not null default now(),
  primary key (organisation_id, staff_id),
  foreign key (organisation_id, staff_id) references identity.accounts
);

create table identity.passkeys (
  organisation_id text not null,
  passkey_id uuid not null,
  staff_id uuid not null,
  credential_key bytea not null check (length(credential_key) = 32),
  sealed_credential bytea not null,
  counter bigint not null default 0,
  last_asked_at timestamptz,             -- when the question of the last answer was asked: an answer works once
  added_at timestamptz not null default now(),
  primary key (organisation_id, passkey_id),
  unique (organisation_id, credential_key),
  foreign key (organisation_id, staff_id) references identity.accounts
);

create table identity.recovery_codes (
  organisation_id text not null,
  staff_id uuid not null,
  code_key bytea not null check (length(code_key) = 32),
  used_at timestamptz,
  primary key (organisation_id, staff_id, code_key),
  foreign key (organisation_id, staff_id) references identity.accounts
);

create table identity.invitations (
  organisation_id text not null,
  secret_hash bytea not null check (length(secret_hash) = 32),
  staff_id uuid not null,
  made_at timestamptz not null default now(),
  ends_at timestamptz not null default now() + interval '7 days',
  used_at timestamptz,
  primary key (secret_hash),
  foreign key (organisation_id, staff_id) references identity.staff
);

-- Tries that failed, by keyed hash of a user name, a browser that signed in before, or a network. A day is all they are kept.
create table identity.attempts (
  organisation_id text not null references statement.organisations,
  key bytea not null check (length(key) = 32),
  failures integer not null,
  last_at timestamptz not null,
  primary key (organisation_id, key)
);
create index attempts_by_age on identity.attempts (last_at);

do $$
declare
  name text;
begin
  foreach name in array array['accounts', 'code_apps', 'passkeys', 'recovery_codes', 'invitations', 'attempts'] loop
    execute format('alter table identity.%I enable row level security', name);
    execute format('alter table identity.%I force row level security', name);
    execute format('create policy wall_keeps on identity.%I for all to gestand_wall using (true) with check (true)', name);
    execute format('grant select, insert, update, delete on identity.%I to gestand_wall', name);
  end loop;
end $$;
reset role;

set role gestand_wall;

-- The version in force and the purpose under which an organisation manages accounts: management, else its first.
create function wall.management(org text) returns table (version text, purpose text, activity text, clause text)
language sql stable security definer set search_path = pg_catalog as $$
  select p.version, p.purpose, p.activity, p.clause
    from (select v.version from statement.versions v where v.organisation_id = org and v.in_force_from <= wall.today()
           order by v.in_force_from desc, v.published_at desc limit 1) v
    join statement.purposes p on p.organisation_id = org and p.version = v.version
   order by (p.purpose = 'management') desc, p.position limit 1 $$;

-- One entry about an account or a session. `detail` is sealed by the application.
create function wall.note_account(org text, event text, outcome text, reason text, actor_kind text, actor uuid, actor_role text,
  session uuid, detail bytea, trace uuid, access_point text) returns void
language sql volatile security definer set search_path = pg_catalog as $$
  insert into ledger.entries (organisation_id, generation, event, action_code, outcome, reason, statement_version, purpose, activity, clauses,
      policies, actor_kind, actor_id, actor_role, relation, parts, session_id, trace_id, access_point, detail)
  select org, o.generation, note_account.event, 'E', note_account.outcome, note_account.reason, m.version, m.purpose, m.activity, array[m.clause],
      '{}', note_account.actor_kind, actor, note_account.actor_role, 'none', '{}', session, trace, note_account.access_point, note_account.detail
    from statement.organisations o, wall.management(org) m where o.organisation_id = org $$;

-- The role of somebody who works here today; null for everybody else.
create function wall.works_as(org text, staff uuid) returns text
language sql stable security definer set search_path = pg_catalog as $$
  select r.role from identity.staff s
    join identity.staff_roles r on r.organisation_id = s.organisation_id and r.staff_id = s.staff_id
   where s.organisation_id = org and s.staff_id = staff
     and wall.today() >= s.employed_from and (s.employed_until is null or wall.today() <= s.employed_until)
     and wall.today() >= r.from_on and (r.until_on is null or wall.today() <= r.until_on)
   order by r.from_on limit 1 $$;

-- Counts a try before it is made, so that many at once gain nothing. Returns the seconds to wait; 0: go on. After `free` failures
-- the wait doubles up to `most`; one failure is forgiven each `forgiven`, so nobody is shut out for ever.
create function wall.slow_down(org text, key bytea, free integer, most interval, forgiven interval) returns integer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  failed integer;
  quiet numeric;
  wait numeric;
begin
  insert into identity.attempts (organisation_id, key, failures, last_at) values (org, slow_down.key, 0, clock_timestamp()) on conflict do nothing;
  select t.failures, extract(epoch from clock_timestamp() - t.last_at) into failed, quiet
    from identity.attempts t where t.organisation_id = org and t.key = slow_down.key for update;
  failed := greatest(0, failed - floor(quiet / extract(epoch from forgiven)));
  wait := case when failed < free then 0 else least(extract(epoch from most), power(2::numeric, failed - free)) end - quiet;
  if wait > 0 then return ceil(wait); end if;
  update identity.attempts t set failures = failed + 1, last_at = clock_timestamp() where t.organisation_id = org and t.key = slow_down.key;
  return 0;
end $$;

create function wall.count_attempt(org text, counter bytea, network bytea) returns integer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  wait integer;
begin
  delete from identity.attempts t where (t.organisation_id, t.key) in (
    select x.organisation_id, x.key from identity.attempts x where x.last_at < now() - interval '1 day' limit 50 for update skip locked);
  wait := wall.slow_down(org, network, 30, interval '1 minute', interval '1 minute');
  if wait > 0 then return wait; end if;
  return wall.slow_down(org, counter, 5, interval '15 minutes', interval '10 minutes');
end $$;

-- Somebody is in: their tries count no more. `tries` is what this sign-in itself added to the network.
create function wall.attempts_passed(org text, counter bytea, network bytea, tries integer) returns void
language sql volatile security definer set search_path = pg_catalog as $$
  delete from identity.attempts t where t.organisation_id = org and t.key = counter;
  update identity.attempts t set failures = greatest(0, t.failures - tries) where t.organisation_id = org and t.key = network; $$;

-- The account of a user name, of somebody who works here today. One row always, so that absence looks like presence.
create function wall.account_named(org text, name_key bytea) returns table (staff_id uuid, subject_key bytea, sealed_password bytea)
language sql stable security definer set search_path = pg_catalog as $$
  select s.staff_id, s.subject_key, case when s.staff_id is not null then a.sealed_password end
    from (select) one
    left join identity.accounts a on a.organisation_id = org and a.name_key = account_named.name_key
    left join identity.staff s on s.organisation_id = org and s.staff_id = a.staff_id and wall.works_as(org, a.staff_id) is not null $$;

-- A try that failed. Who is unknown stands in the ledger under a pseudonym of the keyed hash of what they called themselves.
create function wall.refuse_sign_in(org text, staff uuid, called bytea, reason text, trace uuid, access_point text) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  who uuid := coalesce(staff, (select s.staff_id from identity.staff s where s.organisation_id = org and s.subject_key = called));
begin
  perform wall.note_account(org, 'session.refused', 'refused', reason, case access_point when 'portal' then 'client' else 'staff' end,
    coalesce(who, wall.pseudonym(called)), coalesce(wall.works_as(org, who), case access_point when 'portal' then 'client' else 'unknown' end),
    null, null, trace, access_point);
end $$;

-- The second factors of an account, sealed, and how many recovery codes are left.
create function wall.factors(org text, staff uuid) returns table (kind text, id uuid, sealed bytea, counter bigint, added_at timestamptz, unused integer)
language sql stable security definer set search_path = pg_catalog as $$
  select 'app', null::uuid, c.sealed_secret, c.last_step, c.added_at, null::integer from identity.code_apps c where c.organisation_id = org and c.staff_id = staff
  union all
  select 'passkey', p.passkey_id, p.sealed_credential, p.counter, p.added_at, null from identity.passkeys p where p.organisation_id = org and p.staff_id = staff
  union all
  select 'recovery', null, null, null, null, count(*)::integer from identity.recovery_codes r where r.organisation_id = org and r.staff_id = staff and r.used_at is null $$;

-- Each of these says whether this was the first time: a code, an answer and a recovery code work once, also when two come at once.
create function wall.use_code(org text, staff uuid, step bigint) returns boolean
language sql volatile security definer set search_path = pg_catalog as $$
  with used as (update identity.code_apps c set last_step = step
    where c.organisation_id = org and c.staff_id = staff and c.last_step < step returning 1) select exists (select from used) $$;
create function wall.use_passkey(org text, staff uuid, passkey uuid, counter bigint, asked_at timestamptz) returns boolean
language sql volatile security definer set search_path = pg_catalog as $$
  with used as (update identity.passkeys p set counter = use_passkey.counter, last_asked_at = asked_at
    where p.organisation_id = org and p.staff_id = staff and p.passkey_id = passkey
      and (p.last_asked_at is null or p.last_asked_at < asked_at) and (p.counter = 0 or use_passkey.counter > p.counter)
    returning 1) select exists (select from used) $$;
create function wall.use_recovery_code(org text, staff uuid, code_key bytea) returns boolean
language sql volatile security definer set search_path = pg_catalog as $$
  with used as (update identity.recovery_codes r set used_at = now()
    where r.organisation_id = org and r.staff_id = staff and r.code_key = use_recovery_code.code_key and r.used_at is null
    returning 1) select exists (select from used) $$;

-- Sets one factor of an account: 'app' (in place of the one before), 'passkey' (one more) or 'recovery' (in place of all before).
create function wall.set_factor(org text, staff uuid, kind text, id uuid, sealed bytea, key bytea, step bigint, codes bytea[]) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if kind = 'app' then
    delete from identity.code_apps c where c.organisation_id = org and c.staff_id = staff;
    insert into identity.code_apps (organisation_id, staff_id, sealed_secret, last_step) values (org, staff, sealed, step);
  elsif kind = 'passkey' then
    insert into identity.passkeys (organisation_id, passkey_id, staff_id, credential_key, sealed_credential) values (org, id, staff, key, sealed);
  elsif kind = 'recovery' then
    delete from identity.recovery_codes r where r.organisation_id = org and r.staff_id = staff;
    insert into identity.recovery_codes (organisation_id, staff_id, code_key) select org, staff, c from unnest(codes) c;
  else
    raise exception 'There is no factor %.', quote_literal(kind);
  end if;
end $$;

-- Ends the sessions of somebody, all but one. For the functions that change an account or end an employment.
create function wall.end_sessions_of(org text, staff uuid, but uuid) returns integer
language sql volatile security definer set search_path = pg_catalog as $$
  with ended as (update identity.sessions s set ended_at = now()
    where s.organisation_id = org and s.staff_id = staff and s.ended_at is null and s.session_id is distinct from but returning 1)
  select count(*)::integer from ended $$;

-- A new invitation takes the place of the one before.
create function wall.make_invitation(org text, staff uuid, secret bytea) returns void
language sql volatile security definer set search_path = pg_catalog as $$
  update identity.invitations i set ends_at = now() where i.organisation_id = org and i.staff_id = staff and i.used_at is null and i.ends_at > now();
  insert into identity.invitations (organisation_id, secret_hash, staff_id) values (org, sha256(secret), staff); $$;

-- From the command line, by who owns the database: for the first administrator.
create function wall.invite_first(org text, staff uuid, secret bytea, detail bytea, trace uuid) returns text
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if wall.works_as(org, staff) is null then return 'no-staff'; end if;
  perform wall.make_invitation(org, staff, secret);
  perform wall.note_account(org, 'account.invited', 'done', null, 'system', '00000000-0000-0000-0000-000000000000', 'command-line', null, detail, trace, 'command-line');
  return 'invited';
end $$;

-- Whom an invitation is for; no row when it is unknown, used or over, or when the person does not work here.
create function wall.invitation(secret bytea) returns table (organisation_id text, staff_id uuid, sealed_name bytea, ends_at timestamptz)
language sql stable security definer set search_path = pg_catalog as $$
  select i.organisation_id, i.staff_id, s.sealed_name, i.ends_at from identity.invitations i
    join identity.staff s on s.organisation_id = i.organisation_id and s.staff_id = i.staff_id
   where i.secret_hash = sha256(secret) and i.used_at is null and i.ends_at > now() and wall.works_as(i.organisation_id, i.staff_id) is not null $$;

-- Makes (or makes anew) the account of who was invited, with password, one factor and recovery codes at once. What was before ends.
create function wall.accept_invitation(secret bytea, name_key bytea, sealed_name bytea, sealed_password bytea, kind text, factor uuid,
  sealed_factor bytea, factor_key bytea, step bigint, codes bytea[], trace uuid, access_point text)
returns table (outcome text, subject_key bytea)
language plpgsql volatile security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
  i record;
begin
  select v.organisation_id as org, v.staff_id as staff into i from wall.invitation(secret) v;
  if not found then return query select 'no-invitation'::text, null::bytea; return; end if;
  if exists (select from identity.accounts a where a.organisation_id = i.org and a.name_key = accept_invitation.name_key and a.staff_id <> i.staff) then
    return query select 'name-taken'::text, null::bytea;
    return;
  end if;
  update identity.invitations x set used_at = now() where x.secret_hash = sha256(secret) and x.used_at is null;
  if not found then return query select 'no-invitation'::text, null::bytea; return; end if;
  delete from identity.code_apps c where c.organisation_id = i.org and c.staff_id = i.staff;
  delete from identity.passkeys p where p.organisation_id = i.org and p.staff_id = i.staff;
  insert into identity.accounts as a (organisation_id, staff_id, name_key, sealed_name, sealed_password)
  values (i.org, i.staff, accept_invitation.name_key, accept_invitation.sealed_name, accept_invitation.sealed_password)
  on conflict (organisation_id, staff_id) do update set name_key = excluded.name_key, sealed_name = excluded.sealed_name,
    sealed_password = excluded.sealed_password, password_at = now();
  perform wall.set_factor(i.org, i.staff, kind, factor, sealed_factor, factor_key, step, null);
  perform wall.set_factor(i.org, i.staff, 'recovery', null, null, null, null, codes);
  perform wall.end_sessions_of(i.org, i.staff, null);
  perform wall.note_account(i.org, 'account.made', 'done', null, 'staff', i.staff, wall.works_as(i.org, i.staff), null, null, trace, access_point);
  return query select 'made'::text, s.subject_key from identity.staff s where s.organisation_id = i.org and s.staff_id = i.staff;
end $$;

grant execute on function wall.count_attempt(text, bytea, bytea), wall.attempts_passed(text, bytea, bytea, integer),
  wall.account_named(text, bytea), wall.refuse_sign_in(text, uuid, bytea, text, uuid, text), wall.factors(text, uuid),
  wall.use_code(text, uuid, bigint), wall.use_passkey(text, uuid, uuid, bigint, timestamptz), wall.use_recovery_code(text, uuid, bytea),
  wall.invitation(bytea),
  wall.accept_invitation(bytea, bytea, bytea, bytea, text, uuid, bytea, bytea, bigint, bytea[], uuid, text) to gestand_signin;
reset role;
