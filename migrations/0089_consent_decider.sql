-- Who answers a request was looked up when it was asked. Weighed again since, or represented by somebody else, it is asked anew.
set role gestand_owner;
create policy wall_sees on dossier.consents for select to gestand_wall using (true);
grant select on dossier.consents to gestand_wall;
reset role;

set role gestand_wall;
-- Whether nothing changed about who decides since this was asked: no judgement of capacity, none taken back, no representation by law.
-- Answers only while an entry of this very transaction opens the consents of the dossier.
create function wall.decider_stands(consent uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from dossier.consents c
    where c.consent_id = decider_stands.consent
      and (c.organisation_id || '/' || c.dossier_id::text = any ((select wall.opened_dossiers('read', 'consents'))::text[])
        or c.organisation_id || '/' || c.dossier_id::text = any ((select wall.opened_dossiers('write', 'consents'))::text[]))
      and not exists (select from dossier.capacity_judgements j where j.organisation_id = c.organisation_id and j.dossier_id = c.dossier_id
        and greatest(j.recorded_at, j.revoked_at) > c.asked_at)
      and not exists (select from dossier.representations r where r.organisation_id = c.organisation_id and r.dossier_id = c.dossier_id
        and r.kind <> 'voluntary' and r.recorded_at > c.asked_at)) $$;
grant execute on function wall.decider_stands(uuid) to gestand_app, gestand_owner;
reset role;

set role gestand_owner;
-- As before (0088), and while who decides is who was asked.
alter policy answered on dossier.consent_answers
  with check (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('write', 'consents'))::text[])
    and array[answered_by::text, answered_as] <@ (select wall.author()) and answered_at = now()
    and given = (given and (select wall.shown_lately()))
    and wall.decider_stands(consent_id)
    and exists (select from wall.signed_in_as() s where s.assurance = consent_answers.assurance
      and s.representation_id is not distinct from consent_answers.representation_id)
    and exists (select from dossier.consents c where c.organisation_id = consent_answers.organisation_id
      and c.consent_id = consent_answers.consent_id and c.dossier_id = consent_answers.dossier_id
      and sha256(c.sealed) = consent_answers.fingerprint and c.answer_by = consent_answers.answered_as
      and (now() at time zone 'Europe/Amsterdam')::date <= c.answer_until)
    and not exists (select from dossier.consent_endings e where e.organisation_id = consent_answers.organisation_id
      and e.consent_id = consent_answers.consent_id));
reset role;
