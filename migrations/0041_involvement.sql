-- Who is involved with whom: a colleague is added by somebody who is involved, or by the manager of the dossier's team; nobody
-- adds himself. Everything is judged by the rules as `grant existence` in the dossier's own relation and state.
set role gestand_wall;

-- The role in which somebody can be involved: one that the rules let read at least that the dossier exists. Null: none.
create function wall.role_to_be_involved(a wall.answer, staff uuid) returns text
language sql stable security definer set search_path = pg_catalog as $$
  select r.role from identity.staff_roles r
   where r.organisation_id = a.organisation_id and r.staff_id = role_to_be_involved.staff
     and wall.today() between r.from_on and coalesce(r.until_on, 'infinity') and wall.works_here(a, role_to_be_involved.staff)
     and exists (select from statement.grants g where g.organisation_id = a.organisation_id and g.version = a.statement_version
       and g.role = r.role and g.relation = 'involved' and g.action = 'read' and g.part = 'existence' and g.state = 'open')
   order by r.from_on, r.role limit 1 $$;

-- What stands in the way of involving somebody; null: nothing.
create function wall.involving_conflict(a wall.answer, staff uuid, from_on date, until_on date) returns text
language sql stable security definer set search_path = pg_catalog as $$
  select case
    when staff = a.actor_id then 'own-access'
    when not wall.works_here(a, staff) then 'not-there'
    when wall.role_to_be_involved(a, staff) is null then 'cannot-be-involved'
    when from_on is null or from_on < wall.today() or until_on < from_on then 'wrong-period'
  end $$;

create function wall.write_involvement(a wall.answer, dossier uuid, staff uuid, from_on date, until_on date) returns void
language sql volatile security definer set search_path = pg_catalog as $$
  insert into dossier.involvements (organisation_id, dossier_id, staff_id, role, from_on, until_on)
  values (a.organisation_id, dossier, staff, wall.role_to_be_involved(a, staff), write_involvement.from_on, write_involvement.until_on)
  on conflict on constraint involvements_pkey do update set until_on = excluded.until_on $$;

create function wall.involve(token bytea, dossier uuid, staff uuid, from_on date, until_on date, purpose text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.who(token, purpose);
  conflict text;
begin
  if a.outcome = 'no-session' then return a; end if;
  a := wall.judge(wall.relate(a, dossier), array['existence'], 'grant', purpose);
  if a.outcome = 'allowed' then
    conflict := wall.involving_conflict(a, staff, from_on, until_on);
    if conflict is null and exists (select from dossier.involvements i where i.organisation_id = a.organisation_id and i.dossier_id = dossier
         and i.staff_id = staff and coalesce(i.until_on, 'infinity') >= involve.from_on) then
      conflict := 'involved-already';
    end if;
    if conflict is null then perform wall.write_involvement(a, dossier, staff, from_on, until_on); end if;
  end if;
  a := wall.record_about(wall.unless(a, conflict), 'grant', 'involvement.begun', staff, concat_ws(' ', from_on, until_on), purpose, trace, access_point);
  if a.outcome = 'refused' and conflict is null then return wall.hide(a); end if;
  return a;
end $$;

-- One ends one's own involvement; the manager of the team anybody's. Somebody stays involved with an open dossier.
create function wall.end_involvement(token bytea, dossier uuid, staff uuid, purpose text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.who(token, purpose);
  conflict text;
  day date := wall.today();
begin
  if a.outcome = 'no-session' then return a; end if;
  a := wall.judge(wall.relate(a, dossier), array['existence'], 'grant', purpose);
  if a.outcome = 'allowed' then
    -- two who leave at the same moment wait for each other, so that one of them stays
    perform from dossier.involvements i where i.organisation_id = a.organisation_id and i.dossier_id = dossier for update;
    conflict := case
      when staff <> a.actor_id and a.relation <> 'same-team' then 'not-yours'
      when not exists (select from dossier.involvements i where i.organisation_id = a.organisation_id and i.dossier_id = dossier
                        and i.staff_id = staff and coalesce(i.until_on, 'infinity') >= day) then 'not-there'
      when not exists (select from dossier.involvements i where i.organisation_id = a.organisation_id and i.dossier_id = dossier
                        and i.staff_id <> staff and day between i.from_on and coalesce(i.until_on, 'infinity')) then 'last-one'
    end;
    if conflict is null then
      update dossier.involvements i set until_on = day - 1
       where i.organisation_id = a.organisation_id and i.dossier_id = dossier and i.staff_id = staff and coalesce(i.until_on, 'infinity') >= day;
    end if;
  end if;
  a := wall.record_about(wall.unless(a, conflict), 'grant', 'involvement.ended', staff, null, purpose, trace, access_point);
  if a.outcome = 'refused' and conflict is null then return wall.hide(a); end if;
  return a;
end $$;

-- Hands the open dossiers of a colleague to another, as far as they belong to a team of the manager: for a while, or for good from
-- a day on. No content opens; each dossier gets its own entry, so that its client sees it.
create function wall.hand_over(token bytea, leaver uuid, taker uuid, from_on date, until_on date, for_good boolean, purpose text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.manage(token, purpose);
  conflict text;
  one wall.answer;
  id uuid;
begin
  if a.outcome = 'allowed' then
    conflict := case
      when leaver = taker then 'same-person'
      when not for_good and until_on is null then 'wrong-period'
      else wall.involving_conflict(a, taker, from_on, until_on)
    end;
  end if;
  if a.outcome = 'allowed' and conflict is null then
    for id in select distinct i.dossier_id from dossier.involvements i where i.organisation_id = a.organisation_id and i.staff_id = leaver
        and hand_over.from_on >= i.from_on and coalesce(i.until_on, 'infinity') >= hand_over.from_on loop
      one := a;
      one.outcome := 'refused';
      one.policies := '{}';
      one.clauses := '{}';
      one := wall.judge(wall.relate(one, id), array['existence'], 'grant', purpose);
      continue when one.outcome <> 'allowed';
      if not exists (select from dossier.involvements i where i.organisation_id = a.organisation_id and i.dossier_id = id and i.staff_id = taker
           and i.from_on <= hand_over.from_on and coalesce(i.until_on, 'infinity') >= coalesce(hand_over.until_on, 'infinity')) then
        perform wall.write_involvement(one, id, taker, from_on, case when for_good then null else until_on end);
      end if;
      if for_good then
        update dossier.involvements i set until_on = hand_over.from_on - 1
         where i.organisation_id = a.organisation_id and i.dossier_id = id and i.staff_id = leaver and coalesce(i.until_on, 'infinity') >= hand_over.from_on;
      end if;
      perform wall.record_about(one, 'grant', 'involvement.handed-over', taker, concat_ws(' ', 'from ' || leaver, from_on, until_on), purpose, trace, access_point);
      a.dossiers := a.dossiers || id;
    end loop;
    if cardinality(a.dossiers) = 0 then conflict := 'nothing-to-hand-over'; end if;
  end if;
  return wall.record_about(wall.unless(a, conflict), 'review', 'people.handed-over', leaver, concat_ws(' ', 'to ' || taker, from_on, until_on), purpose, trace, access_point);
end $$;

-- How many open dossiers of the asker's own teams each colleague is involved with: a number, and nobody's name.
create function wall.caseloads() returns table (staff_id uuid, sealed_name bytea, dossiers integer)
language sql stable security definer set search_path = pg_catalog as $$
  select s.staff_id, s.sealed_name, count(distinct d.dossier_id)::integer
    from dossier.involvements i
    join dossier.dossiers d on d.organisation_id = i.organisation_id and d.dossier_id = i.dossier_id
    join identity.team_members m on m.organisation_id = d.organisation_id and m.team_id = d.team_id and m.staff_id = (select wall.actor())
     and wall.today() between m.from_on and coalesce(m.until_on, 'infinity')
    join identity.staff s on s.organisation_id = i.organisation_id and s.staff_id = i.staff_id
   where i.organisation_id = (select wall.managed()) and coalesce(i.until_on, 'infinity') >= wall.today()
     and not exists (select from dossier.closures c where c.organisation_id = d.organisation_id and c.dossier_id = d.dossier_id and c.reopened_at is null)
     and not exists (select from dossier.destructions x where x.organisation_id = d.organisation_id and x.dossier_id = d.dossier_id)
   group by s.staff_id, s.sealed_name $$;

-- The colleagues who can be involved: while a dossier stands open for granting, or the people of the organisation do.
create function wall.colleagues_to_involve() returns table (staff_id uuid, sealed_name bytea, employer text, role text)
language sql stable security definer set search_path = pg_catalog as $$
  select distinct on (s.staff_id) s.staff_id, s.sealed_name, s.employer, r.role
    from ledger.entries e
    join identity.staff s on s.organisation_id = e.organisation_id and wall.today() between s.employed_from and coalesce(s.employed_until, 'infinity')
    join identity.staff_roles r on r.organisation_id = s.organisation_id and r.staff_id = s.staff_id
     and wall.today() between r.from_on and coalesce(r.until_on, 'infinity')
   where e.organisation_id = current_setting('gestand.organisation', true) and e.tx = pg_current_xact_id() and e.at = now() and e.outcome = 'allowed'
     and e.action in ('grant', 'review') and 'existence' = any (e.parts)
     and exists (select from statement.grants g where g.organisation_id = e.organisation_id and g.version = e.statement_version
       and g.role = r.role and g.relation = 'involved' and g.action = 'read' and g.part = 'existence' and g.state = 'open')
   order by s.staff_id, r.from_on, r.role $$;

grant execute on function wall.involve(bytea, uuid, uuid, date, date, text, uuid, text), wall.end_involvement(bytea, uuid, uuid, text, uuid, text),
  wall.hand_over(bytea, uuid, uuid, date, date, boolean, text, uuid, text), wall.caseloads(), wall.colleagues_to_involve() to gestand_app;
reset role;
