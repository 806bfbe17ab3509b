-- No words about people outside what is sealed. `wall.record` sees to it for looks and changes; here for what is written down of
-- signing in, by functions that take their reason and place from the caller, and for columns that the application fills itself.
set role gestand_owner;
alter table ledger.entries add constraint words_of_the_vocabulary check (action is not null or (
  event ~ '^[a-z][a-z.-]{0,60}$' and access_point ~ '^[a-z][a-z-]{0,40}$' and (reason is null or reason ~ '^[a-z][a-z0-9 .:-]{0,120}$'))) not valid;
alter table dossier.items add constraint source_is_a_word check (source ~ '^[a-z][a-z-]{0,40}$');
alter table dossier.representations add constraint parts_are_words check (array_to_string(parts, '/', '?') ~ '^[a-z-]{1,40}(/[a-z-]{1,40})*$');
reset role;
