-- Asking an incidental access is no way to learn whether a client number exists: everything that does not depend on the number is
-- judged first (the rules for an open dossier, second factor, period, three a day), and the number is looked up whatever came out
-- of it, so that the answer and the work are the same. And: nobody judges the own look; the officer can let a client hear sooner.
set role gestand_owner;
grant update (told_from) on dossier.incidental_accesses to gestand_wall;
reset role;

set role gestand_wall;

drop function wall.asking_conflict(wall.answer, bytea, boolean, timestamptz);

-- What stands in the way of an access that the rules allow, whatever the number; null: nothing. Of whom the statement calls a party
-- an end date is asked, of others a moment today; an emergency lasts an hour and comes after a second factor shown just now; the
-- client hears of it within two weeks, whatever the danger.
create function wall.asking_conflict(a wall.answer, token bytea, emergency boolean, until timestamptz, told_from date) returns text
language sql stable security definer set search_path = pg_catalog as $$
  select case
    when emergency and not wall.stepped_up(token) then 'step-up'
    when until is null or until <= now() then 'wrong-period'
    when until > now() + case when wall.is_party(a) then interval '31 days' when emergency then interval '60 minutes' else interval '8 hours' end then 'too-long'
    when told_from > wall.today() + 14 then 'told-too-late'
    when emergency and (select count(*) from dossier.incidental_accesses x where x.organisation_id = a.organisation_id and x.staff_id = a.actor_id
        and x.emergency and (x.from_at at time zone 'Europe/Amsterdam')::date = wall.today()) >= 3 then 'three-a-day'
  end $$;

-- What the rules say of an incidental access to a dossier in this state. Emergency access is for an activity on the ground of vital
-- interest and for no other.
create function wall.judge_incidental(a wall.answer, state text, parts text[], purpose text, emergency boolean) returns wall.answer
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  a.relation := 'incidental';
  a.state := judge_incidental.state;
  a := wall.judge(a, parts, 'read', purpose);
  if a.outcome = 'allowed' and emergency is distinct from exists (select from statement.activities v
      where v.organisation_id = a.organisation_id and v.version = a.statement_version and v.activity = a.activity and v.ground = 'vital-interest') then
    a.outcome := 'refused';
    a.reason := 'no-rule';
  end if;
  return a;
end $$;

-- Asks an access to the dossier with this client number. The entry of a granted one opens the parts for reading, in this transaction
-- too: the reason is sealed under the dossier's keys. The entry of a refused one names the relation that there really is, so that
-- trying numbers shows, and the client reads who tried; of a number that is not there it names an id that no dossier has. So does
-- the entry of a question that was not put rightly: it is put again, and the client may be told of it by a day that is in it.
create or replace function wall.ask_incidental(token bytea, number text, access uuid, parts text[], purpose text, until timestamptz,
  emergency boolean, told_from date, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.who(token, purpose);
  asked wall.answer;
  found_so wall.answer;
  conflict text;
  wanted uuid;
begin
  if a.outcome = 'no-session' then return a; end if;
  -- Two at once of one person wait for each other: three a day is three.
  perform pg_advisory_xact_lock(hashtextextended(a.organisation_id || '/incidental/' || a.actor_id, 0));
  asked := wall.judge_incidental(a, 'open', parts, purpose, emergency);
  conflict := wall.asking_conflict(a, token, emergency, until, ask_incidental.told_from);
  select d.dossier_id into wanted from dossier.dossiers d where d.organisation_id = a.organisation_id and d.client_number = number;
  a := wall.relate(a, coalesce(wanted, access));
  found_so := wall.judge_incidental(a, a.state, parts, purpose, emergency);
  if asked.outcome = 'allowed' then
    conflict := coalesce(conflict, case
      when a.relation = 'involved' then 'involved-already'
      when a.dossier_id is null or found_so.outcome <> 'allowed' then 'not-there' end);
  end if;
  if asked.outcome = 'allowed' and conflict is null then
    a := found_so;
    a.emergency := emergency;
    insert into dossier.incidental_accesses (organisation_id, access_id, dossier_id, staff_id, role, purpose, parts, until_at, emergency, mandated, told_from)
    values (a.organisation_id, access, a.dossier_id, a.actor_id, a.actor_role, ask_incidental.purpose, ask_incidental.parts, until,
            emergency, wall.is_party(a), ask_incidental.told_from);
    a.reason := 'access ' || access || ' until ' || until;
    a := wall.record(a, parts, 'read', purpose, 'access.granted', null, trace, access_point);
    a.reason := null;
    return a;
  end if;
  a.outcome := 'refused';
  if asked.outcome = 'allowed' then a.reason := conflict; end if;
  if a.dossier_id is null or a.reason in ('step-up', 'wrong-period', 'too-long', 'told-too-late') then a.dossier_id := access; end if;
  a := wall.record(a, parts, 'read', purpose, 'access.asked', null, trace, access_point);
  if conflict is distinct from 'involved-already' or asked.outcome <> 'allowed' then a.relation := 'none'; end if;
  return wall.hide(a);
end $$;

-- Nobody judges the own look, whoever else may judge.
create function wall.judged_by_another() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from dossier.incidental_accesses x where x.organisation_id = new.organisation_id and x.access_id = new.access_id
      and x.staff_id = new.judged_by) then
    raise exception 'Nobody judges the own look.' using errcode = 'GS003';
  end if;
  return new;
end $$;
revoke execute on function wall.judged_by_another() from public;
grant execute on function wall.judged_by_another() to gestand_owner;

-- The officer lets the client hear of an emergency access sooner than was asked; never later.
create function wall.tell_sooner(token bytea, access uuid, told_from date, purpose text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.who(token, purpose);
  x dossier.incidental_accesses;
  conflict text;
begin
  if a.outcome = 'no-session' then return a; end if;
  select i.* into x from dossier.incidental_accesses i where i.organisation_id = a.organisation_id and i.access_id = access for update;
  a := wall.judge(wall.relate(a, x.dossier_id), array['access-log'], 'review', purpose);
  if a.outcome = 'allowed' then
    conflict := case
      when x.told_from is null then 'not-there'
      when tell_sooner.told_from is null or tell_sooner.told_from < wall.today() or tell_sooner.told_from >= x.told_from then 'not-sooner'
    end;
    a.reason := 'access ' || access || ' told-from ' || tell_sooner.told_from;
  end if;
  if a.outcome = 'allowed' and conflict is null then
    update dossier.incidental_accesses i set told_from = tell_sooner.told_from
     where i.organisation_id = a.organisation_id and i.access_id = access;
  end if;
  -- a day that does not fit is no news for the client
  if conflict is not null then a.dossier_id := null; end if;
  a := wall.record(wall.unless(a, conflict), array['access-log'], 'review', purpose, 'access.told-sooner', null, trace, access_point);
  if a.outcome = 'refused' then return wall.hide(a); end if;
  a.reason := null;
  return a;
end $$;
grant execute on function wall.tell_sooner(bytea, uuid, date, text, uuid, text) to gestand_app;
reset role;

set role gestand_owner;
create trigger judged_by_another before insert on dossier.incidental_judgements for each row execute function wall.judged_by_another();
reset role;
