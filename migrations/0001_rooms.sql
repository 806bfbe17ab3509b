-- The rooms of the database and who may enter them. Nobody but these roles gets anything.
-- gestand_owner owns tables; gestand_wall owns the few SECURITY DEFINER functions and sees only what they need;
-- the four login roles own nothing. Passwords are set by the program that migrates, never here.
do $$
declare
  name text;
begin
  foreach name in array array['gestand_owner', 'gestand_wall'] loop
    if not exists (select from pg_roles where rolname = name) then
      execute format('create role %I nologin nosuperuser nocreatedb nocreaterole nobypassrls', name);
    end if;
  end loop;
  foreach name in array array['gestand_app', 'gestand_signin', 'gestand_public', 'gestand_worker'] loop
    if not exists (select from pg_roles where rolname = name) then
      execute format('create role %I login nosuperuser nocreatedb nocreaterole nobypassrls noinherit', name);
    end if;
    execute format('alter role %I set statement_timeout = ''15s''', name);
    execute format('alter role %I set lock_timeout = ''5s''', name);
    execute format('alter role %I set idle_in_transaction_session_timeout = ''20s''', name);
    execute format('alter role %I set timezone = ''UTC''', name);
    -- Every statement is a look-up by key: planning it anew for each value costs more than running it.
    execute format('alter role %I set plan_cache_mode = ''force_generic_plan''', name);
  end loop;
  -- the migrating role acts for the two owners while it creates their things
  execute format('grant gestand_owner, gestand_wall to %I', current_user);
end $$;

create schema statement authorization gestand_owner;
create schema identity authorization gestand_owner;
create schema dossier authorization gestand_owner;
create schema ledger authorization gestand_owner;
create schema wall authorization gestand_wall;

revoke all on schema public from public;
alter default privileges for role gestand_owner revoke all on functions from public;
alter default privileges for role gestand_wall revoke all on functions from public;

grant usage on schema statement to gestand_wall, gestand_app, gestand_signin, gestand_public, gestand_worker;
grant usage on schema identity to gestand_wall, gestand_app, gestand_signin;
grant usage on schema dossier to gestand_wall, gestand_app;
grant usage on schema ledger to gestand_wall, gestand_app, gestand_worker;
grant usage on schema wall to gestand_owner, gestand_app, gestand_signin, gestand_worker;

-- Rights on the database itself are not copied with a template, so every database is closed by calling this once.
create function wall.close_database() returns void language plpgsql set search_path = pg_catalog as $$
begin
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to gestand_app, gestand_signin, gestand_public, gestand_worker', current_database());
end $$;
revoke all on function wall.close_database() from public;
select wall.close_database();
