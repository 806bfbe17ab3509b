-- Every look pays for its entry. The generation that it was written in goes along with the answer, so that whoever asks whether the entry
-- stands need not look it up again; and words that are together no longer than one may be are not counted one by one.

alter type wall.answer add attribute generation integer;

create or replace function wall.record(a wall.answer, parts text[], action text, purpose text, event text, hits integer, trace uuid,
  access_point text)
returns wall.answer language plpgsql security definer set search_path = pg_catalog as $$
declare
  words text := array_to_string(array[event, action, access_point] || parts, '/', '?');
begin
  -- Plain questions: one pattern with counts inside counts takes a hundred times as long, and every look pays it.
  if words !~ '^[a-z.-]+(/[a-z.-]+)+$' or (length(words) > 60 and words ~ '[^/]{61}') or cardinality(parts) > 40 then
    raise exception 'An entry holds words of the vocabulary alone.' using errcode = 'GS002';
  end if;
  insert into ledger.entries (organisation_id, generation, event, action, action_code, outcome, reason, statement_version, purpose, activity,
      clauses, policies, actor_kind, actor_id, actor_role, relation, responsible_id, dossier_id, parts, emergency, hits, session_id, trace_id, access_point)
  select a.organisation_id, o.generation, record.event, record.action,
      case record.action when 'write' then 'U' when 'erase' then 'D' when 'search' then 'E' when 'know' then 'E' when 'review' then 'R' when 'read' then 'R' else 'E' end,
      a.outcome, a.reason, a.statement_version, record.purpose, a.activity, a.clauses, a.policies,
      case when a.responsible_id is null then a.actor_kind else 'representative' end, a.actor_id, a.actor_role,
      a.relation, a.responsible_id, a.dossier_id, record.parts, coalesce(a.emergency, false), record.hits, a.session_id, trace, record.access_point
    from statement.organisations o where o.organisation_id = a.organisation_id
  returning seq, at, generation into a.seq, a.at, a.generation;
  if a.seq is null then raise exception 'The entry was not written.' using errcode = 'GS004'; end if;
  perform set_config('gestand.organisation', a.organisation_id, true);
  return a;
end $$;

create or replace function wall.stands(a wall.answer, parts text[])
returns boolean language sql stable security definer set search_path = pg_catalog set enable_seqscan = off as $$
  select exists (select from ledger.entries e
   where e.organisation_id = a.organisation_id and e.generation = a.generation and e.tx = pg_current_xact_id() and e.seq = a.seq and e.at = now()
     and e.outcome = 'allowed' and e.action = 'read' and e.dossier_id = a.dossier_id and e.parts = stands.parts) $$;
