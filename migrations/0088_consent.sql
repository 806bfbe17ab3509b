-- Consent: what a worker asks, what the client answers, and that it ended. Three tables of facts that are only ever added to: what was
-- asked never changes, so a consent is to exactly that text and scope. A changed request is a new one.
set role gestand_owner;

create table dossier.consents (
  organisation_id text not null,
  consent_id uuid not null,
  dossier_id uuid not null,
  statement_version text not null,       -- the edition that it was asked by
  disclosure text not null,              -- of that statement; it needs consent
  purpose text not null,
  direction text not null check (direction in ('give', 'ask')),
  party_kind text not null,
  party text,                            -- a party or member of the statement; else its name is in `sealed`
  parts text[] not null check (cardinality(parts) > 0 and not 'bsn' = any (parts)),
  items text[] not null,                 -- empty where the statement speaks of parts
  from_on date not null,
  until_on date not null check (until_on >= from_on and until_on <= from_on + interval '1 year'),
  answer_by text not null check (answer_by in ('client', 'representative')),   -- by the law, at this age and as was weighed
  answer_until date not null check (answer_until <= until_on),
  sealed bytea not null,                 -- the words as they are read, and this scope once more: a change of a column shows
  asked_by uuid not null,
  asked_as text not null,
  asked_at timestamptz not null default now(),
  primary key (organisation_id, consent_id),
  unique (organisation_id, consent_id, dossier_id),
  foreign key (organisation_id, dossier_id) references dossier.dossiers
);
create index consents_of_dossier on dossier.consents (organisation_id, dossier_id);

create table dossier.consent_answers (
  organisation_id text not null,
  consent_id uuid not null,
  dossier_id uuid not null,
  given boolean not null,
  fingerprint bytea not null check (length(fingerprint) = 32),   -- of what was read: sha256 of consents.sealed
  answered_by uuid not null,
  answered_as text not null check (answered_as in ('client', 'representative')),
  representation_id uuid,                -- under which somebody answered for the client
  assurance text not null,               -- at which level the person of this session signed in
  answered_at timestamptz not null default now(),
  primary key (organisation_id, consent_id),
  foreign key (organisation_id, consent_id, dossier_id) references dossier.consents (organisation_id, consent_id, dossier_id)
);

-- A given consent that was withdrawn; or a request that the worker took back before there was an answer.
create table dossier.consent_endings (
  organisation_id text not null,
  consent_id uuid not null,
  dossier_id uuid not null,
  ended_by uuid not null,
  ended_as text not null,
  ended_at timestamptz not null default now(),
  primary key (organisation_id, consent_id),
  foreign key (organisation_id, consent_id, dossier_id) references dossier.consents (organisation_id, consent_id, dossier_id)
);

alter table dossier.consents enable row level security;
alter table dossier.consents force row level security;
alter table dossier.consent_answers enable row level security;
alter table dossier.consent_answers force row level security;
alter table dossier.consent_endings enable row level security;
alter table dossier.consent_endings force row level security;
reset role;

set role gestand_wall;

-- Whether a statement lets somebody in this function ask for this: a disclosure that needs consent, for its purpose, in its direction, to
-- a kind of party that it names, of its parts. Disclosures that need more than words read before and a yes in writing are not asked here.
create function wall.may_be_asked(organisation text, version text, role text, disclosure text, purpose text, direction text,
  party_kind text, party text, parts text[], items text[]) returns boolean
language sql stable set search_path = pg_catalog as $$
  select exists (
    select from statement.versions v
      cross join jsonb_array_elements(v.facts -> 'disclosures') d
      join jsonb_array_elements(v.facts -> 'activities') a on a ->> 'id' = d ->> 'activity'
     where v.organisation_id = may_be_asked.organisation and v.version = may_be_asked.version
       and d ->> 'id' = may_be_asked.disclosure and d ->> 'needs' = 'consent' and d -> 'roles' ? may_be_asked.role
       and coalesce(d -> 'conditions', '[]') <@ '["informed-before", "written-consent"]'
       and a ->> 'purpose' = may_be_asked.purpose
       and may_be_asked.direction = case d ->> 'direction' when 'in' then 'ask' else 'give' end
       and d -> 'recipients' ? may_be_asked.party_kind
       and (may_be_asked.party is null or exists (
         select from jsonb_array_elements(coalesce(v.facts -> 'parties', '[]') || coalesce(v.facts -> 'organisation' -> 'members', '[]')) p
          where p ->> 'id' = may_be_asked.party and p ->> 'kind' = may_be_asked.party_kind))
       and case when d ? 'items'
             then cardinality(may_be_asked.items) > 0 and to_jsonb(may_be_asked.items) <@ (d -> 'items')
               and not exists (select from unnest(may_be_asked.parts) part where part not in (
                 select i ->> 'part' from jsonb_array_elements(v.facts -> 'items') i where i ->> 'id' = any (may_be_asked.items)))
             else cardinality(may_be_asked.items) = 0 and to_jsonb(may_be_asked.parts) <@ (d -> 'parts') end) $$;

-- How the person of this transaction's entry signed in: the level, and under which representation they act.
create function wall.signed_in_as() returns table (assurance text, representation_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select s.assurance, s.representation_id from ledger.entries e
    join identity.sessions s on s.organisation_id = e.organisation_id and s.session_id = e.session_id
   where e.organisation_id = current_setting('gestand.organisation', true) and e.tx = pg_current_xact_id() and e.at = now() and e.outcome = 'allowed'
     and e.generation = (select o.generation from statement.organisations o where o.organisation_id = current_setting('gestand.organisation', true)) limit 1 $$;
grant execute on function wall.may_be_asked(text, text, text, text, text, text, text, text, text[], text[]) to gestand_app, gestand_owner;
grant execute on function wall.signed_in_as() to gestand_app, gestand_owner;
reset role;

set role gestand_owner;

create policy opened on dossier.consents for select to gestand_app
  using (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('read', 'consents'))::text[]));
create policy kept on dossier.consents for select to gestand_app
  using (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('write', 'consents'))::text[]));
create policy asked on dossier.consents for insert to gestand_app
  with check (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('write', 'consents'))::text[])
    and array[asked_by::text, asked_as, statement_version] <@ (select wall.author()) and asked_at = now()
    and from_on >= (now() at time zone 'Europe/Amsterdam')::date
    and wall.may_be_asked(organisation_id, statement_version, asked_as, disclosure, purpose, direction, party_kind, party, parts, items));

create policy opened on dossier.consent_answers for select to gestand_app
  using (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('read', 'consents'))::text[]));
create policy kept on dossier.consent_answers for select to gestand_app
  using (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('write', 'consents'))::text[]));
-- By whom the law says, once, to the very words that were read, while it can still be answered; a yes by somebody who showed a moment
-- ago who they are.
create policy answered on dossier.consent_answers for insert to gestand_app
  with check (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('write', 'consents'))::text[])
    and array[answered_by::text, answered_as] <@ (select wall.author()) and answered_at = now()
    and given = (given and (select wall.shown_lately()))
    and exists (select from wall.signed_in_as() s where s.assurance = consent_answers.assurance
      and s.representation_id is not distinct from consent_answers.representation_id)
    and exists (select from dossier.consents c where c.organisation_id = consent_answers.organisation_id
      and c.consent_id = consent_answers.consent_id and c.dossier_id = consent_answers.dossier_id
      and sha256(c.sealed) = consent_answers.fingerprint and c.answer_by = consent_answers.answered_as
      and (now() at time zone 'Europe/Amsterdam')::date <= c.answer_until)
    and not exists (select from dossier.consent_endings e where e.organisation_id = consent_answers.organisation_id
      and e.consent_id = consent_answers.consent_id));

create policy opened on dossier.consent_endings for select to gestand_app
  using (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('read', 'consents'))::text[]));
create policy kept on dossier.consent_endings for select to gestand_app
  using (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('write', 'consents'))::text[]));
-- What was given is withdrawn from the side of the client, at once and without more; what has no answer yet is taken back by staff.
create policy ended on dossier.consent_endings for insert to gestand_app
  with check (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('write', 'consents'))::text[])
    and array[ended_by::text, ended_as] <@ (select wall.author()) and ended_at = now()
    and case when ended_as in ('client', 'representative')
      then exists (select from dossier.consent_answers a where a.organisation_id = consent_endings.organisation_id
        and a.consent_id = consent_endings.consent_id and a.given)
      else not exists (select from dossier.consent_answers a where a.organisation_id = consent_endings.organisation_id
        and a.consent_id = consent_endings.consent_id) end);

grant select, insert on dossier.consents, dossier.consent_answers, dossier.consent_endings to gestand_app;
reset role;
