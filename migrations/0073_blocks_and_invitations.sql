-- A temporary block: somebody of the staff gets in nowhere until a second person lifts it, however they sign in. And what has become
-- of an invitation to make an own account: open, used, withdrawn or over.
set role gestand_owner;

create table identity.blocks (
  organisation_id text not null,
  block_id uuid not null,
  staff_id uuid not null,
  reason text not null check (reason in ('device-lost', 'account-at-risk', 'inquiry', 'absence')),
  blocked_by uuid not null check (blocked_by <> staff_id),
  blocked_at timestamptz not null default now(),
  -- Null beside lifted_at: by whoever owns the database, from the command line.
  lifted_by uuid check (lifted_by <> staff_id and lifted_by <> blocked_by),
  lifted_at timestamptz,
  primary key (organisation_id, block_id),
  foreign key (organisation_id, staff_id) references identity.staff,
  foreign key (organisation_id, blocked_by) references identity.staff (organisation_id, staff_id),
  foreign key (organisation_id, lifted_by) references identity.staff (organisation_id, staff_id),
  check (lifted_by is null or lifted_at is not null)
);
create unique index one_running_block on identity.blocks (organisation_id, staff_id) where lifted_at is null;

alter table identity.blocks enable row level security;
alter table identity.blocks force row level security;
create policy wall_keeps_blocks on identity.blocks for all to gestand_wall using (true) with check (true);
grant select, insert, update (lifted_by, lifted_at) on identity.blocks to gestand_wall;

alter table identity.invitations add column withdrawn_at timestamptz;
reset role;

set role gestand_wall;

create function wall.is_blocked(org text, staff uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from identity.blocks b where b.organisation_id = org and b.staff_id = staff and b.lifted_at is null) $$;

-- The role of somebody who works here today and is not blocked; null for everybody else.
create or replace function wall.works_as(org text, staff uuid) returns text
language sql stable security definer set search_path = pg_catalog as $$
  select r.role from identity.staff s
    join identity.staff_roles r on r.organisation_id = s.organisation_id and r.staff_id = s.staff_id
   where s.organisation_id = org and s.staff_id = staff and not wall.is_blocked(org, staff)
     and wall.today() >= s.employed_from and (s.employed_until is null or wall.today() <= s.employed_until)
     and wall.today() >= r.from_on and (r.until_on is null or wall.today() <= r.until_on)
   order by r.from_on limit 1 $$;

-- `subject` is the keyed hash of issuer and subject (staff) or of the BSN (client). Answers no-account the same for unknown, ended and
-- blocked staff. The row of the person is locked, so that a block or an end of employment at this very moment waits for the session
-- that it must end, or this waits for the block.
create or replace function wall.start_session(organisation text, kind text, subject bytea, token bytea, second_factor boolean, assurance text, trace uuid, access_point text)
returns table (outcome text, session_id uuid, actor_role text)
language plpgsql volatile security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
  day date := wall.today();
  who uuid;
  as_role text := 'client';
  id uuid := gen_random_uuid();
  v text;
  p record;
begin
  if kind = 'staff' then
    select s.staff_id into who from identity.staff s
     where s.organisation_id = start_session.organisation and s.subject_key = subject for share;
    as_role := wall.works_as(start_session.organisation, who);
    if as_role is null then
      return query select 'no-account'::text, null::uuid, null::text;
      return;
    end if;
  end if;
  insert into identity.sessions (organisation_id, session_id, token_hash, kind, staff_id, subject_key, role, second_factor, assurance)
  values (start_session.organisation, id, sha256(token), start_session.kind, who, case when start_session.kind = 'client' then subject end,
          as_role, start_session.second_factor, start_session.assurance);
  select x.version into strict v from statement.versions x
   where x.organisation_id = start_session.organisation and x.in_force_from <= day order by x.in_force_from desc, x.published_at desc limit 1;
  select x.purpose, x.activity, x.clause into strict p from statement.purposes x
   where x.organisation_id = start_session.organisation and x.version = v order by (x.purpose = 'management') desc, x.position limit 1;
  insert into ledger.entries (organisation_id, generation, event, action_code, outcome, statement_version, purpose, activity, clauses, policies,
      actor_kind, actor_id, actor_role, relation, parts, session_id, trace_id, access_point)
  select o.organisation_id, o.generation, 'session.started', 'E', 'done', v, p.purpose, p.activity, array[p.clause], '{}',
      start_session.kind, coalesce(who, wall.pseudonym(subject)), as_role, 'none', '{}', id, trace, start_session.access_point
    from statement.organisations o where o.organisation_id = start_session.organisation;
  return query select 'started'::text, id, as_role;
end $$;

-- Takes back the invitation that can still be used. False when there is none.
create function wall.drop_invitation(org text, staff uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  update identity.invitations i set ends_at = now(), withdrawn_at = now()
   where i.organisation_id = org and i.staff_id = staff and i.used_at is null and i.ends_at > now();
  return found;
end $$;

-- Closes everything for one person at once. One person can do this, because it takes away and can hardly wait; never for oneself.
create function wall.block_staff(token bytea, block uuid, staff uuid, reason text, purpose text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.manage(token, purpose);
  o text := a.organisation_id;
  conflict text;
begin
  if a.outcome = 'allowed' then
    -- Two who block each other wait for each other: the second finds that it is signed in no more.
    perform pg_advisory_xact_lock(hashtextextended(o || '/block', 0));
    if wall.is_blocked(o, a.actor_id) then
      a.outcome := 'no-session';
      return a;
    end if;
    perform from identity.staff s where s.organisation_id = o and s.staff_id = staff for update;
    conflict := case
      when staff = a.actor_id then 'own-block'
      when not wall.works_here(a, staff) then 'not-there'
      when reason not in ('device-lost', 'account-at-risk', 'inquiry', 'absence') then 'unknown-reason'
      when wall.is_blocked(o, staff) then 'blocked-already'
    end;
    if conflict is null then
      insert into identity.blocks (organisation_id, block_id, staff_id, reason, blocked_by) values (o, block, staff, block_staff.reason, a.actor_id);
      perform wall.end_sessions_of(o, staff, null);
      perform wall.drop_invitation(o, staff);
    end if;
  end if;
  return wall.record_about(wall.unless(a, conflict), 'review', 'people.blocked', staff,
    case when a.outcome = 'allowed' and conflict is null then reason end, purpose, trace, access_point);
end $$;

-- What opens again takes a second person, as a change of role does, with a second factor shown just now.
create function wall.lift_block(token bytea, staff uuid, purpose text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.manage(token, purpose);
  conflict text;
  b identity.blocks;
begin
  if a.outcome = 'allowed' then
    select * into b from identity.blocks x
     where x.organisation_id = a.organisation_id and x.staff_id = staff and x.lifted_at is null for update;
    conflict := case
      when b.block_id is null then 'not-there'
      when staff = a.actor_id then 'own-block'
      when b.blocked_by = a.actor_id then 'same-person-block'
      when not wall.stepped_up(token) then 'step-up'
    end;
    if conflict is null then
      update identity.blocks x set lifted_by = a.actor_id, lifted_at = now()
       where x.organisation_id = a.organisation_id and x.block_id = b.block_id;
    end if;
  end if;
  return wall.record_about(wall.unless(a, conflict), 'review', 'people.unblocked', staff,
    concat_ws(' ', b.reason, 'blocked-by ' || b.blocked_by), purpose, trace, access_point);
end $$;

-- The same from the command line, by whoever owns the database: when nobody else is left to lift it.
create function wall.lift_block_first(org text, staff uuid, detail bytea, trace uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  update identity.blocks x set lifted_at = now() where x.organisation_id = org and x.staff_id = staff and x.lifted_at is null;
  if not found then return false; end if;
  perform wall.note_account(org, 'people.unblocked', 'done', null, 'system', '00000000-0000-0000-0000-000000000000', 'command-line', null, detail, trace, 'command-line');
  return true;
end $$;

create function wall.withdraw_invitation(token bytea, staff uuid, purpose text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.manage(token, purpose);
  conflict text;
begin
  if a.outcome = 'allowed' and not wall.drop_invitation(a.organisation_id, staff) then conflict := 'no-invitation'; end if;
  return wall.record_about(wall.unless(a, conflict), 'review', 'people.invitation-withdrawn', staff, null, purpose, trace, access_point);
end $$;

-- How each person gets in: whether there is an own account, what became of the last invitation, and the last block.
create function wall.people_accounts()
returns table (staff_id uuid, has_account boolean, invitation text, invited_at timestamptz, invitation_ends_at timestamptz, block_reason text,
  blocked_at timestamptz, blocked_by uuid, blocked_by_name bytea, lifted_at timestamptz, lifted_by uuid, lifted_by_name bytea)
language sql stable security definer set search_path = pg_catalog as $$
  select s.staff_id, exists (select from identity.accounts c where c.organisation_id = s.organisation_id and c.staff_id = s.staff_id),
         case when i.made_at is null then null when i.used_at is not null then 'used' when i.withdrawn_at is not null then 'withdrawn'
              when i.ends_at <= now() then 'over' else 'open' end,
         i.made_at, i.ends_at, b.reason, b.blocked_at, b.blocked_by, by.sealed_name, b.lifted_at, b.lifted_by, lifter.sealed_name
    from identity.staff s
    left join lateral (select * from identity.invitations i where i.organisation_id = s.organisation_id and i.staff_id = s.staff_id
                        order by i.made_at desc limit 1) i on true
    left join lateral (select * from identity.blocks b where b.organisation_id = s.organisation_id and b.staff_id = s.staff_id
                        order by b.lifted_at is null desc, b.blocked_at desc limit 1) b on true
    left join identity.staff by on by.organisation_id = b.organisation_id and by.staff_id = b.blocked_by
    left join identity.staff lifter on lifter.organisation_id = b.organisation_id and lifter.staff_id = b.lifted_by
   where s.organisation_id = (select wall.managed()) $$;

grant execute on function wall.block_staff(bytea, uuid, uuid, text, text, uuid, text), wall.lift_block(bytea, uuid, text, uuid, text),
  wall.withdraw_invitation(bytea, uuid, text, uuid, text), wall.people_accounts() to gestand_app;
reset role;
