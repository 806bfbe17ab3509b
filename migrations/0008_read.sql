-- Opening and reading in one round trip. It runs with the rights of the application (no SECURITY DEFINER): the policies decide
-- what the selects return, after wall.open has written the entry.
set role gestand_owner;

-- First row: kind 'answer' with the door's answer as JSON. Then the wrapped keys, items and the newest notes of the opened parts,
-- and with the part existence who is involved.
create function dossier.read(token bytea, dossier uuid, parts text[], purpose text, event text, trace uuid, access_point text, newest integer)
returns table (kind text, id uuid, word text, class text, sealed bytea, at timestamptz, by_id uuid, by_name bytea, origin text)
language plpgsql volatile set search_path = pg_catalog as $$
#variable_conflict use_column
declare
  a wall.answer := wall.open(token, dossier, parts, 'read', purpose, event, trace, access_point);
begin
  return query select 'answer'::text, null::uuid, to_json(a)::text, null::text, null::bytea, a.at, null::uuid, null::bytea, null::text;
  if a.outcome is distinct from 'allowed' then return; end if;
  return query select 'key'::text, null::uuid, null::text, k.class, k.wrapped, null::timestamptz, null::uuid, null::bytea, null::text
    from dossier.keys k where k.organisation_id = a.organisation_id and k.dossier_id = a.dossier_id;
  return query select 'item'::text, i.item_id, i.item, i.class, i.sealed, i.recorded_at, i.recorded_by, null::bytea, i.source
    from dossier.items i where i.organisation_id = a.organisation_id and i.dossier_id = a.dossier_id and i.part = any (read.parts);
  if 'notes' = any (read.parts) then
    return query select 'note'::text, n.note_id, n.written_as, n.class, n.sealed, n.written_at, n.written_by, s.sealed_name, null::text
      from dossier.notes n left join identity.staff s on s.organisation_id = n.organisation_id and s.staff_id = n.written_by
      where n.organisation_id = a.organisation_id and n.dossier_id = a.dossier_id
      order by n.written_at desc limit newest;
  end if;
  if 'existence' = any (read.parts) then
    return query select 'involved'::text, v.staff_id, v.role, null::text, null::bytea, v.from_on::timestamptz, v.staff_id, s.sealed_name, s.employer
      from dossier.involvements v left join identity.staff s on s.organisation_id = v.organisation_id and s.staff_id = v.staff_id
      where v.organisation_id = a.organisation_id and v.dossier_id = a.dossier_id and (v.until_on is null or v.until_on >= current_date)
      order by v.from_on;
  end if;
end $$;
grant execute on function dossier.read(bytea, uuid, text[], text, text, uuid, text, integer) to gestand_app;
reset role;
