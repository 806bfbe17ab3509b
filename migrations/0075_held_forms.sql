-- What somebody typed in a form that asked for a second factor again: kept for a quarter of an hour, one form a session, so that it is
-- there after the factor was shown. Sealed by the application for this session; an empty one is none.
set role gestand_owner;
create table identity.held_forms (
  organisation_id text not null,
  session_id uuid not null,
  sealed bytea not null check (length(sealed) <= 200000),
  held_at timestamptz not null default now(),
  primary key (organisation_id, session_id),
  foreign key (organisation_id, session_id) references identity.sessions
);
create index held_forms_by_age on identity.held_forms (held_at);
alter table identity.held_forms enable row level security;
alter table identity.held_forms force row level security;
create policy wall_keeps on identity.held_forms for all to gestand_wall using (true) with check (true);
grant select, insert, update, delete on identity.held_forms to gestand_wall;
reset role;

set role gestand_wall;

-- What nobody came back for is taken away when the next one signs in or keeps a form.
create function wall.sweep_held_forms() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  delete from identity.held_forms h where (h.organisation_id, h.session_id) in (
    select x.organisation_id, x.session_id from identity.held_forms x where x.held_at < now() - interval '15 minutes' limit 50 for update skip locked);
  return null;
end $$;
grant execute on function wall.sweep_held_forms() to gestand_owner;

-- Keeps the form of this session in the place of the one before.
create function wall.hold_form(token bytea, sealed bytea) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.signed_in(token);
begin
  if a.outcome = 'no-session' then return false; end if;
  insert into identity.held_forms (organisation_id, session_id, sealed) values (a.organisation_id, a.session_id, hold_form.sealed)
  on conflict on constraint held_forms_pkey do update set sealed = excluded.sealed, held_at = now();
  return true;
end $$;

create function wall.held_form(token bytea) returns bytea
language sql stable security definer set search_path = pg_catalog as $$
  select h.sealed from identity.sessions s join identity.held_forms h on h.organisation_id = s.organisation_id and h.session_id = s.session_id
   where s.token_hash = sha256(token) and s.ended_at is null and s.ends_at > now() and h.held_at > now() - interval '15 minutes' $$;

-- A session that ends takes its form with it.
create or replace function wall.end_session(token bytea) returns void
language sql volatile security definer set search_path = pg_catalog as $$
  delete from identity.held_forms h using identity.sessions s
   where s.token_hash = sha256(token) and h.organisation_id = s.organisation_id and h.session_id = s.session_id;
  update identity.sessions set ended_at = now() where token_hash = sha256(token) and ended_at is null; $$;

grant execute on function wall.hold_form(bytea, bytea), wall.held_form(bytea) to gestand_signin;
reset role;

set role gestand_owner;
create trigger sweep_at_sign_in after insert on identity.sessions for each statement execute function wall.sweep_held_forms();
create trigger sweep_at_keeping before insert on identity.held_forms for each statement execute function wall.sweep_held_forms();
reset role;
