-- No words about people outside what is sealed. `wall.record` sees to it for looks and changes; here for what is written down of
-- signing in, by functions that take their reason and place from the caller, and for columns that the application fills itself.
set role gestand_owner;
-- A type and no CHECK of the table: that would be read anew from its text at every insert.
create domain ledger.place as text check (value ~ '^[a-z][a-z-]*$' and length(value) <= 40);
alter table ledger.entries alter column access_point type ledger.place;
alter table dossier.items add constraint source_is_a_word check (source ~ '^[a-z][a-z-]{0,40}$');
alter table dossier.representations add constraint parts_are_words check (array_to_string(parts, '/', '?') ~ '^[a-z-]{1,40}(/[a-z-]{1,40})*$');
reset role;

set role gestand_wall;
-- As before (0030), in words of the vocabulary alone.
create or replace function wall.note_account(org text, event text, outcome text, reason text, actor_kind text, actor uuid, actor_role text,
  session uuid, detail bytea, trace uuid, access_point text) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if event !~ '^[a-z][a-z.-]{0,60}$' or reason !~ '^[a-z][a-z0-9 .:-]{0,200}$' then
    raise exception 'An entry holds words of the vocabulary alone.' using errcode = 'GS002';
  end if;
  insert into ledger.entries (organisation_id, generation, event, action_code, outcome, reason, statement_version, purpose, activity, clauses,
      policies, actor_kind, actor_id, actor_role, relation, parts, session_id, trace_id, access_point, detail)
  select org, o.generation, note_account.event, 'E', note_account.outcome, note_account.reason, m.version, m.purpose, m.activity, array[m.clause],
      '{}', note_account.actor_kind, actor, note_account.actor_role, 'none', '{}', session, trace, note_account.access_point, note_account.detail
    from statement.organisations o, wall.management(org) m where o.organisation_id = org;
end $$;
reset role;
