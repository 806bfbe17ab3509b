-- Who acts for a client, and a code for the portal, open a dossier to somebody else. A worker records the one and hands over the other
-- only with a second factor that was shown less than two minutes ago. Ending either takes an access away: that stays one press.
set role gestand_wall;

-- Whether the person of this transaction's entry showed a second factor less than two minutes ago. Signing in itself does not count.
create function wall.factor_shown() returns boolean language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from ledger.entries e
    join identity.sessions s on s.organisation_id = e.organisation_id and s.session_id = e.session_id and s.stepped_up_at > now() - interval '2 minutes'
   where e.organisation_id = current_setting('gestand.organisation', true) and e.tx = pg_current_xact_id() and e.at = now() and e.outcome = 'allowed'
     and e.generation = (select o.generation from statement.organisations o where o.organisation_id = current_setting('gestand.organisation', true))) $$;
grant execute on function wall.factor_shown() to gestand_owner, gestand_app;
reset role;

set role gestand_owner;
alter policy recorded on dossier.representations
  with check (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('write', 'network'))::text[])
    and kind <> 'voluntary' and array[recorded_by::text, recorded_as] <@ (select wall.author()) and recorded_at = now() and revoked_at is null
    and (select wall.factor_shown()));
alter policy handed_over on dossier.portal_invitations
  with check (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('write', 'network'))::text[])
    and made_by::text = any ((select wall.author())::text[]) and not 'representative' = any ((select wall.author())::text[])
    and made_at = now() and ends_at <= now() + interval '14 days' and used_at is null and withdrawn_at is null
    and (select wall.factor_shown()));
reset role;
