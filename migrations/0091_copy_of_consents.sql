-- What was asked, answered and withdrawn stands in the client's copy too (0090), for whoever may read the consents.
set role gestand_owner;
create policy copied on dossier.consents for select to gestand_app
  using (organisation_id || '/' || dossier_id::text || '/consents' = any ((select wall.copied(false))::text[]));
create policy copied on dossier.consent_answers for select to gestand_app
  using (organisation_id || '/' || dossier_id::text || '/consents' = any ((select wall.copied(false))::text[]));
create policy copied on dossier.consent_endings for select to gestand_app
  using (organisation_id || '/' || dossier_id::text || '/consents' = any ((select wall.copied(false))::text[]));
reset role;
