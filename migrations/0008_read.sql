-- Opening and reading in one round trip. It runs with the rights of the application (no SECURITY DEFINER): the policies decide
-- what the select returns, after wall.open has written the entry.
set role gestand_owner;

-- One row: the door's answer as JSON; a line for each record (kind, id, word, class, bytes, milliseconds, by, bytes of the name, origin,
-- with tabs between); and the sealed bytes of all of them, each followed by the sealed name of who wrote it where that comes first.
-- Packed, because thirty rows of nine columns cost more to hand over than to find. Records: the wrapped keys, the items of the opened
-- parts, the newest notes, and with the part existence who is involved.
create function dossier.read(token bytea, dossier uuid, parts text[], purpose text, event text, trace uuid, access_point text, newest integer)
returns table (answer text, at timestamptz, records text, sealed bytea)
language plpgsql volatile set search_path = pg_catalog as $$
#variable_conflict use_column
declare
  a wall.answer := wall.open(token, dossier, parts, 'read', purpose, event, trace, access_point);
begin
  if a.outcome is distinct from 'allowed' then
    return query select to_json(a)::text, a.at, null::text, null::bytea;
    return;
  end if;
  return query
  select to_json(a)::text, a.at,
         string_agg(concat_ws(E'\t', r.kind, r.id, coalesce(r.word, ''), coalesce(r.class, ''), coalesce(octet_length(r.sealed), 0),
                     coalesce((extract(epoch from r.at) * 1000)::bigint, 0), r.by_id, coalesce(octet_length(r.by_name), 0), coalesce(r.origin, '')),
                    E'\n' order by r.turn),
         string_agg(coalesce(r.sealed, '') || coalesce(r.by_name, ''), '' order by r.turn)
    from (
      select 0::bigint as turn, 'key' as kind, a.dossier_id as id, null::text as word, k.class, k.wrapped as sealed, null::timestamptz as at,
             a.dossier_id as by_id, null::bytea as by_name, null::text as origin
        from dossier.keys k where k.organisation_id = a.organisation_id and k.dossier_id = a.dossier_id
      union all
      select 1, 'item', i.item_id, i.item, i.class, i.sealed, i.recorded_at, i.recorded_by, null, i.source
        from dossier.items i where i.organisation_id = a.organisation_id and i.dossier_id = a.dossier_id and i.part = any (parts)
      union all
      select 1 + row_number() over (order by n.written_at desc), 'note', n.note_id, n.written_as, n.class, n.sealed, n.written_at, n.written_by,
             case when row_number() over (partition by n.written_by order by n.written_at desc) = 1 then s.sealed_name end, null
        from (select * from dossier.notes x where x.organisation_id = a.organisation_id and x.dossier_id = a.dossier_id and 'notes' = any (parts)
               order by x.written_at desc limit newest) n
        left join identity.staff s on s.organisation_id = n.organisation_id and s.staff_id = n.written_by
      union all
      select 1000000 + row_number() over (order by v.from_on), 'involved', v.staff_id, v.role, null, null, v.from_on::timestamptz, v.staff_id, s.sealed_name, s.employer
        from dossier.involvements v left join identity.staff s on s.organisation_id = v.organisation_id and s.staff_id = v.staff_id
       where v.organisation_id = a.organisation_id and v.dossier_id = a.dossier_id and (v.until_on is null or v.until_on >= current_date)
         and 'existence' = any (parts)
    ) r;
end $$;
grant execute on function dossier.read(bytea, uuid, text[], text, text, uuid, text, integer) to gestand_app;
reset role;
