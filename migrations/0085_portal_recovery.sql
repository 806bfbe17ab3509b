-- Who lost the phone with the app of a portal account comes back in with a recovery code that was shown once, and sets a new app. The
-- code works once, and only together with name and password; without it a worker hands over a new code, as before (0078).
set role gestand_owner;
alter table identity.portal_accounts add column recovery_key bytea check (length(recovery_key) = 32);   -- keyed hash of the code
reset role;

set role gestand_wall;

-- Keeps the recovery code of an account that was made a moment ago, by who holds the code that it was made with; once.
create function wall.keep_portal_recovery(org text, code_key bytea, recovery_key bytea) returns boolean
language sql volatile security definer set search_path = pg_catalog as $$
  with kept as (update identity.portal_accounts p set recovery_key = keep_portal_recovery.recovery_key
    from dossier.portal_invitations i
   where i.organisation_id = org and i.code_key = keep_portal_recovery.code_key and i.used_at > now() - interval '5 minutes' and i.withdrawn_at is null
     and p.organisation_id = org and p.subject_key = i.subject_key and p.recovery_key is null returning 1)
  select exists (select from kept) $$;

-- Whether this is the recovery code of the account: asked after the password was right, and counted by who asks.
create function wall.portal_recovery(org text, subject bytea, recovery_key bytea) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from identity.portal_accounts p
   where p.organisation_id = org and p.subject_key = subject and p.recovery_key = portal_recovery.recovery_key) $$;

-- Another app in the place of the one that was lost: the recovery code is used, the next one is kept, and whoever was signed in with the
-- account is signed out. It stands in the log of the dossier that the account opens. False: not this code (any more).
create function wall.recover_portal_account(org text, subject bytea, recovery_key bytea, sealed_app bytea, step bigint, next_key bytea,
  trace uuid, access_point text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  opens record;
begin
  select i.dossier_id, i.representation_id is not null as acts into opens from dossier.portal_invitations i
   where i.organisation_id = org and i.subject_key = subject and i.used_at is not null and i.withdrawn_at is null order by i.used_at desc limit 1;
  if not found then return false; end if;
  update identity.portal_accounts p
     set sealed_app = recover_portal_account.sealed_app, last_step = step, recovery_key = next_key
   where p.organisation_id = org and p.subject_key = subject and p.recovery_key = recover_portal_account.recovery_key;
  if not found then return false; end if;
  update identity.sessions s set ended_at = now(), ended_how = 'new-account'
   where s.organisation_id = org and s.kind = 'client' and s.subject_key = subject and s.ended_at is null;
  insert into ledger.entries (organisation_id, generation, event, action_code, outcome, statement_version, purpose, activity, clauses, policies,
      actor_kind, actor_id, actor_role, relation, responsible_id, dossier_id, parts, trace_id, access_point)
  select org, o.generation, 'account.recovered', 'E', 'done', m.version, m.purpose, m.activity, array[m.clause], '{}',
      case when opens.acts then 'representative' else 'client' end, wall.pseudonym(subject), case when opens.acts then 'representative' else 'client' end,
      case when opens.acts then 'represents' else 'self' end, case when opens.acts then wall.represented(org, opens.dossier_id) end, opens.dossier_id, '{}',
      trace, recover_portal_account.access_point
    from statement.organisations o, wall.management(org) m where o.organisation_id = org;
  return true;
end $$;

grant execute on function wall.keep_portal_recovery(text, bytea, bytea), wall.portal_recovery(text, bytea, bytea),
  wall.recover_portal_account(text, bytea, bytea, bytea, bigint, bytea, uuid, text) to gestand_signin;
reset role;
