-- Signing in to the portal where the organisation keeps no BSN: a worker hands over a code, and with it the client, or who acts for
-- the client, makes an account with a password and an authenticator app. What the account is known by is random: no number of anybody.
set role gestand_owner;

alter table dossier.representations add unique (organisation_id, representation_id, dossier_id);
create table dossier.portal_invitations (
  organisation_id text not null,
  invitation_id uuid not null,
  dossier_id uuid not null,
  representation_id uuid,                -- null: the client's own
  code_key bytea not null check (length(code_key) = 32),         -- keyed hash of the code
  subject_key bytea not null check (length(subject_key) = 32),   -- what the account is known by
  alone_from date,                       -- of a child: the day on which it decides alone; before that a worker must have judged it able
  made_by uuid not null,
  made_at timestamptz not null default now(),
  ends_at timestamptz not null,
  used_at timestamptz,
  withdrawn_at timestamptz,
  primary key (organisation_id, invitation_id),
  unique (organisation_id, code_key),
  foreign key (organisation_id, dossier_id) references dossier.dossiers,
  foreign key (organisation_id, representation_id, dossier_id) references dossier.representations (organisation_id, representation_id, dossier_id)
);
create index portal_invitations_of_dossier on dossier.portal_invitations (organisation_id, dossier_id, made_at desc);
create index portal_invitations_of_subject on dossier.portal_invitations (organisation_id, subject_key);

create table identity.portal_accounts (
  organisation_id text not null references statement.organisations,
  subject_key bytea not null check (length(subject_key) = 32),
  account_id uuid not null,
  name_key bytea not null check (length(name_key) = 32),
  sealed_password bytea not null,
  sealed_app bytea not null,
  last_step bigint not null,             -- of the app: a code works once
  made_at timestamptz not null default now(),
  primary key (organisation_id, subject_key),
  unique (organisation_id, name_key)
);

alter table dossier.portal_invitations enable row level security;
alter table dossier.portal_invitations force row level security;
alter table identity.portal_accounts enable row level security;
alter table identity.portal_accounts force row level security;
create policy wall_keeps on identity.portal_accounts for all to gestand_wall using (true) with check (true);
grant select, insert, update, delete on identity.portal_accounts to gestand_wall;
create policy wall_keeps on dossier.portal_invitations for all to gestand_wall using (true) with check (true);
grant select, update (used_at, withdrawn_at) on dossier.portal_invitations to gestand_wall;
-- A worker who is involved, as with who acts for the client (0051).
create policy opened on dossier.portal_invitations for select to gestand_app
  using (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('read', 'network'))::text[]));
create policy kept on dossier.portal_invitations for select to gestand_app
  using (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('write', 'network'))::text[]));
create policy handed_over on dossier.portal_invitations for insert to gestand_app
  with check (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('write', 'network'))::text[])
    and made_by::text = any ((select wall.author())::text[]) and not 'representative' = any ((select wall.author())::text[])
    and made_at = now() and ends_at <= now() + interval '14 days' and used_at is null and withdrawn_at is null);
create policy withdrawn on dossier.portal_invitations for update to gestand_app
  using (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('write', 'network'))::text[]) and withdrawn_at is null)
  with check (withdrawn_at = now());
grant select (organisation_id, invitation_id, dossier_id, representation_id, made_at, ends_at, used_at, withdrawn_at) on dossier.portal_invitations to gestand_app;
grant insert, update (withdrawn_at) on dossier.portal_invitations to gestand_app;
reset role;

set role gestand_wall;

-- As before (0076), and an own account of the portal with both its factors.
create or replace function wall.sure_enough(assurance text) returns boolean language sql immutable set search_path = pg_catalog as $$
  select coalesce(assurance in ('http://eidas.europa.eu/LoA/substantial', 'http://eidas.europa.eu/LoA/high', 'portal account: password and code'), false) $$;

-- Which dossier the account of this session opens as the client's own; null: none. Not while the client is a child under 16 and no
-- worker judges it able; not when the invitation was taken back.
create function wall.account_opens(organisation text, session uuid) returns uuid language sql stable security definer set search_path = pg_catalog as $$
  select i.dossier_id from identity.sessions s
    join dossier.portal_invitations i on i.organisation_id = s.organisation_id and i.subject_key = s.subject_key
   where s.organisation_id = account_opens.organisation and s.session_id = account_opens.session and s.kind = 'client'
     and i.representation_id is null and i.used_at is not null and i.withdrawn_at is null
     and (coalesce(i.alone_from <= wall.today(), true) or coalesce((select j.able from dossier.capacity_judgements j
       where j.organisation_id = i.organisation_id and j.dossier_id = i.dossier_id and j.revoked_at is null order by j.recorded_at desc limit 1), false))
   limit 1 $$;

-- As before (0077), and for a client with an account of the portal: the own dossier.
create or replace function wall.otherwise(a wall.answer, dossier uuid, parts text[], action text, purpose text) returns wall.answer
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  access record;
begin
  if a.actor_role = 'representative' then
    select * into access from wall.acts_under(a.organisation_id, a.session_id);
    a.responsible_id := access.responsible_id;
    if access.dossier_id is null or access.dossier_id is distinct from otherwise.dossier then return a; end if;
    a.relation := 'represents';
    if not otherwise.parts <@ access.parts then return a; end if;
    if action <> all (access.actions) then return a; end if;
    return wall.judge(a, parts, action, purpose);
  end if;
  if a.actor_kind = 'client' then
    if a.relation <> 'none' or not a.second_factor or wall.account_opens(a.organisation_id, a.session_id) is distinct from otherwise.dossier then return a; end if;
    a.relation := 'self';
    return wall.judge(a, parts, action, purpose);
  end if;
  if a.actor_kind <> 'staff' or a.relation = 'involved' or not (a.second_factor and a.cleared) then return a; end if;
  select x.emergency, otherwise.parts <@ x.parts and x.purpose = otherwise.purpose and action = 'read' as covers into access
    from dossier.incidental_accesses x
   where x.organisation_id = a.organisation_id and x.staff_id = a.actor_id and x.dossier_id = otherwise.dossier
     and x.role = a.actor_role and now() >= x.from_at and now() < x.until_at and x.ended_at is null and x.sealed_reason is not null
   order by (otherwise.parts <@ x.parts and x.purpose = otherwise.purpose) desc limit 1;
  if not found then return a; end if;
  if access.covers then
    a.relation := 'incidental';
    a.emergency := access.emergency;
    return wall.judge(a, parts, action, purpose);
  end if;
  -- Not what the access is for. That the dossier exists is no secret to somebody with an access to it.
  if a.relation = 'none' then a.relation := 'incidental'; end if;
  return a;
end $$;

-- As before (0051), with the dossier of an account.
create or replace function wall.own(token bytea, parts text[], purpose text, event text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer;
  one wall.answer;
  represented uuid;
begin
  if not exists (select from identity.sessions s where s.token_hash = sha256(token)
      and (s.representation_id is not null or wall.account_opens(s.organisation_id, s.session_id) is not null)) then
    return wall.own_as_oneself(token, parts, purpose, event, trace, access_point);
  end if;
  a := wall.who(token, purpose);
  if a.outcome = 'no-session' then return a; end if;
  select u.dossier_id, u.responsible_id into represented, a.responsible_id from wall.acts_under(a.organisation_id, a.session_id) u;
  if a.actor_role = 'client' then represented := wall.account_opens(a.organisation_id, a.session_id); end if;
  one := wall.otherwise(wall.relate(a, represented), represented, parts, 'read', purpose);
  if one.outcome = 'allowed' then
    perform wall.record(one, parts, 'read', purpose, event, null, trace, access_point);
    a.outcome := 'allowed';
    a.reason := null;
    a.activity := one.activity;
    a.policies := one.policies;
    a.clauses := one.clauses;
    a.dossiers := array[represented];
    a.relations := array[one.relation];
    a.states := array[one.state];
  end if;
  return wall.record(a, parts, 'read', purpose, event, cardinality(a.dossiers), trace, access_point);
end $$;

-- Whether a code can be used: counted by who asks it before, so that nobody guesses.
create function wall.portal_invitation(org text, code_key bytea) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from dossier.portal_invitations i where i.organisation_id = org and i.code_key = portal_invitation.code_key
    and i.used_at is null and i.withdrawn_at is null and i.ends_at > now()) $$;

-- Makes the account, or makes it anew with other factors; sessions of before end. Outcomes: made | no-invitation | name-taken.
create function wall.accept_portal_invitation(org text, code_key bytea, account uuid, name_key bytea, sealed_password bytea, sealed_app bytea,
  step bigint, trace uuid, access_point text) returns table (outcome text, subject_key bytea)
language plpgsql volatile security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
  subject bytea;
begin
  select i.subject_key into subject from dossier.portal_invitations i where i.organisation_id = org and i.code_key = accept_portal_invitation.code_key
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
  perform wall.note_account(org, 'account.made', 'done', null, 'client', wall.pseudonym(subject), 'client', null, null, trace, access_point);
  return query select 'made'::text, subject;
end $$;

-- The account of a user name whose invitation stands. One row always, so that absence looks like presence.
create function wall.portal_account_named(org text, name_key bytea) returns table (account_id uuid, subject_key bytea, sealed_password bytea, sealed_app bytea)
language sql stable security definer set search_path = pg_catalog as $$
  select p.account_id, p.subject_key, p.sealed_password, p.sealed_app from (select) one
    left join identity.portal_accounts p on p.organisation_id = org and p.name_key = portal_account_named.name_key
     and exists (select from dossier.portal_invitations i where i.organisation_id = org and i.subject_key = p.subject_key
       and i.used_at is not null and i.withdrawn_at is null) $$;

-- Whether this was the first time that the code of this step was shown.
create function wall.use_portal_code(org text, subject bytea, step bigint) returns boolean
language sql volatile security definer set search_path = pg_catalog as $$
  with used as (update identity.portal_accounts p set last_step = step where p.organisation_id = org and p.subject_key = subject and p.last_step < step returning 1)
  select exists (select from used) $$;

grant execute on function wall.portal_invitation(text, bytea), wall.portal_account_named(text, bytea), wall.use_portal_code(text, bytea, bigint),
  wall.accept_portal_invitation(text, bytea, uuid, bytea, bytea, bytea, bigint, uuid, text) to gestand_signin;
reset role;
