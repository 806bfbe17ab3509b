-- An account of the portal is made with a code that a worker handed over, and so has seen. That it was made stands in the log of the
-- dossier that it opens: who reads of an account that they did not make, knows that somebody else used the code.
set role gestand_wall;

-- As before (0078), with the dossier in the entry, and for whom where it is of somebody who represents.
create or replace function wall.accept_portal_invitation(org text, code_key bytea, account uuid, name_key bytea, sealed_password bytea, sealed_app bytea,
  step bigint, trace uuid, access_point text) returns table (outcome text, subject_key bytea)
language plpgsql volatile security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
  subject bytea;
  opens uuid;
  acts boolean;
begin
  select i.subject_key, i.dossier_id, i.representation_id is not null into subject, opens, acts
    from dossier.portal_invitations i where i.organisation_id = org and i.code_key = accept_portal_invitation.code_key
     and i.used_at is null and i.withdrawn_at is null and i.ends_at > now() for update;
  if not found then return query select 'no-invitation'::text, null::bytea; return; end if;
  if exists (select from identity.portal_accounts p where p.organisation_id = org and p.name_key = accept_portal_invitation.name_key and p.subject_key <> subject) then
    return query select 'name-taken'::text, null::bytea;
    return;
  end if;
  update dossier.portal_invitations i set used_at = now() where i.organisation_id = org and i.code_key = accept_portal_invitation.code_key;
  update identity.sessions s set ended_at = now() where s.organisation_id = org and s.kind = 'client' and s.subject_key = subject and s.ended_at is null;
  delete from identity.portal_accounts p where p.organisation_id = org and p.subject_key = subject;
  insert into identity.portal_accounts (organisation_id, subject_key, account_id, name_key, sealed_password, sealed_app, last_step)
  values (org, subject, account, accept_portal_invitation.name_key, accept_portal_invitation.sealed_password, accept_portal_invitation.sealed_app, step);
  insert into ledger.entries (organisation_id, generation, event, action_code, outcome, statement_version, purpose, activity, clauses, policies,
      actor_kind, actor_id, actor_role, relation, responsible_id, dossier_id, parts, trace_id, access_point)
  select org, o.generation, 'account.made', 'E', 'done', m.version, m.purpose, m.activity, array[m.clause], '{}',
      case when acts then 'representative' else 'client' end, wall.pseudonym(subject), case when acts then 'representative' else 'client' end,
      case when acts then 'represents' else 'self' end, case when acts then wall.represented(org, opens) end, opens, '{}', trace, access_point
    from statement.organisations o, wall.management(org) m where o.organisation_id = org;
  return query select 'made'::text, subject;
end $$;
reset role;
