-- The client's own copy of the dossier (GDPR art. 15(3)): one look, with action export, at all parts that the client reads. A file that is
-- taken along tells more than a page that is read, so it asks more: who takes it showed in the last ten minutes who they are. Without that
-- the action opens nothing here, whatever the application asks. For clients and who acts for them; no worker takes one.
set role gestand_wall;

-- What the entry of this very transaction opens for a copy, as wall.opened says it for a look. In person: by the client alone, not by who
-- acts for the client.
create function wall.copied(in_person boolean) returns text[]
language sql stable security definer set search_path = pg_catalog set enable_seqscan = off as $$
  select array(select e.organisation_id || '/' || e.dossier_id::text || '/' || p from ledger.entries e
    join identity.sessions s on s.organisation_id = e.organisation_id and s.session_id = e.session_id and s.stepped_up_at > now() - interval '10 minutes',
    unnest(e.parts) p
   where e.organisation_id = current_setting('gestand.organisation', true) and e.generation = (select o.generation from statement.organisations o where o.organisation_id = current_setting('gestand.organisation', true))
     and e.tx = pg_current_xact_id() and e.at = now() and e.outcome = 'allowed' and e.action = 'export'
     and e.actor_role = any (case when in_person then '{client}' else '{client,representative}'::text[] end)) $$;
grant execute on function wall.copied(boolean) to gestand_app, gestand_owner;

-- Opens for a copy, as wall.open does for a look, and says no in the ledger to who did not just show who they are.
create function wall.copy(token bytea, dossier uuid, parts text[], purpose text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.who(token, purpose, dossier, parts, 'export');
begin
  if a.outcome = 'no-session' then return a; end if;
  if a.outcome = 'refused' then a := wall.otherwise(a, dossier, parts, 'export', purpose); end if;
  a := wall.unless(a, case
    when a.actor_kind <> 'client' then 'not-for-staff'
    when not exists (select from identity.sessions s where s.organisation_id = a.organisation_id and s.session_id = a.session_id
      and s.stepped_up_at > now() - interval '10 minutes') then 'not-shown-lately' end);
  -- Also what does not exist is written down, as in wall.open.
  if a.outcome = 'refused' then a.dossier_id := dossier; end if;
  a := wall.record(a, parts, 'export', purpose, 'copy.made', null, trace, access_point);
  if a.outcome = 'refused' then return wall.hide(a); end if;
  return a;
end $$;

-- What the session may do for whom it acts for now; nothing for everybody else.
create function wall.acting_actions(token bytea) returns text[]
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.signed_in(token);
begin
  if a.outcome = 'no-session' or a.actor_role <> 'representative' then return '{}'; end if;
  return coalesce((select u.actions from wall.acts_under(a.organisation_id, a.session_id) u), '{}');
end $$;
grant execute on function wall.copy(bytea, uuid, text[], text, uuid, text), wall.acting_actions(bytea) to gestand_app;

-- As before (0077), and for the log that stands in a copy.
create or replace function wall.acting_people() returns table (organisation_id text, dossier_id uuid, representation_id uuid, actor_id uuid, kind text, sealed bytea)
language sql stable security definer set search_path = pg_catalog as $$
  select r.organisation_id, r.dossier_id, r.representation_id, wall.pseudonym(r.person_key), r.kind, r.sealed from dossier.representations r
   where r.organisation_id || '/' || r.dossier_id::text = any ((select wall.opened_dossiers('read', 'access-log'))::text[])
      or r.organisation_id || '/' || r.dossier_id::text || '/access-log' = any ((select wall.copied(false))::text[])
   order by r.recorded_at $$;
reset role;

set role gestand_owner;
create policy copied on dossier.items for select to gestand_app
  using (organisation_id || '/' || dossier_id::text || '/' || part = any ((select wall.copied(false))::text[]));
create policy copied on dossier.notes for select to gestand_app
  using (organisation_id || '/' || dossier_id::text || '/notes' = any ((select wall.copied(false))::text[]));
create policy copied on ledger.entries for select to gestand_app
  using (organisation_id || '/' || dossier_id::text || '/access-log' = any ((select wall.copied(false))::text[]));
create policy copied on dossier.incidental_accesses for select to gestand_app
  using (organisation_id || '/' || dossier_id::text || '/access-log' = any ((select wall.copied(false))::text[]));
-- Who else acts, and what a worker weighed about who decides, is for the client alone.
create policy copied on dossier.representations for select to gestand_app
  using (organisation_id || '/' || dossier_id::text || '/consents' = any ((select wall.copied(true))::text[]));
create policy copied on dossier.capacity_judgements for select to gestand_app
  using (organisation_id || '/' || dossier_id::text || '/network' = any ((select wall.copied(true))::text[]));
reset role;
