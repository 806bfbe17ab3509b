set role gestand_wall;

-- As before (0086), and of a session with one factor that it lacks the other: it runs, and yet nothing goes on with it.
create or replace function wall.why_over(token bytea) returns text
language sql stable security definer set search_path = pg_catalog as $$
  select case
      when s.ended_how is not null then s.ended_how
      when s.staff_id is not null and wall.works_as(s.organisation_id, s.staff_id) is null then 'account'
      when s.ended_at is not null then 'ended'
      when s.ends_at <= least(now(), s.last_seen_at + interval '15 minutes') then 'ten-hours'
      when s.last_seen_at <= now() - interval '15 minutes' then 'idle'
      when s.staff_id is not null and not exists (select from identity.staff_roles r
        where r.organisation_id = s.organisation_id and r.staff_id = s.staff_id and r.role = s.role
          and wall.today() between r.from_on and coalesce(r.until_on, 'infinity')) then 'role'
      when not s.second_factor then 'one-factor'
      else 'running' end
    from identity.sessions s where s.token_hash = sha256(token) $$;
reset role;
