/** Schemas that the migrations made. */
const OURS = `n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`

/** Not a part of an extension. */
const OWN = (catalogue: string, oid: string) =>
  `not exists (select from pg_catalog.pg_depend d where d.classid = 'pg_catalog.${catalogue}'::regclass and d.objid = ${oid} and d.deptype = 'e')`

/** `grant … on <kind> <name> to <role>;` for every role but the owner, one line each; null when there is none. */
const grants = (acl: string, code: string, owner: string, target: string) => `(
  select string_agg(format(E'\\ngrant %s on %s to %s;', rights, ${target}, role), '' order by role)
  from (
    select case grantee when 0 then 'public' else grantee::regrole::text end as role,
      string_agg(lower(privilege_type), ', ' order by privilege_type) as rights
    from aclexplode(coalesce(${acl}, acldefault('${code}', ${owner}))) where grantee <> ${owner} group by 1
  ) granted)`

const ROLES = `
  select '1 Roles' as part, rolname::text as name,
    format('create role %I %s %s%s%s%s;', rolname,
      case when rolcanlogin then 'login' else 'nologin' end,
      case when rolinherit then 'inherit' else 'noinherit' end,
      case when rolsuper then ' superuser' else '' end,
      case when rolcreaterole then ' createrole' else '' end,
      case when rolbypassrls then ' bypassrls' else '' end)
    || coalesce((select string_agg(format(E'\\nalter role %I set %s;', rolname, setting), '' order by setting)
        from pg_db_role_setting, unnest(setconfig) setting where setrole = r.oid and setdatabase = 0), '')
    || coalesce((select string_agg(format(E'\\ngrant %I to %I;', granted.rolname, r.rolname), '' order by granted.rolname)
        from pg_auth_members m join pg_roles granted on granted.oid = m.roleid where m.member = r.oid), '') as sql
  from pg_roles r where rolname like 'gestand%'`

const DATABASE = `
  select '1 Roles' as part, 'zz' as name,
    '-- on the database itself' || coalesce(${grants('datacl', 'd', 'datdba', `'database …'`)}, '') as sql
  from pg_database where datname = current_database()`

const SCHEMAS = `
  select '2 Schemas' as part, nspname::text as name,
    format('create schema %I authorization %s;', nspname, case when nspname = 'public' then 'pg_database_owner' else nspowner::regrole::text end)
    || coalesce(${grants('nspacl', 'n', 'nspowner', `format('schema %I', nspname)`)}, '') as sql
  from pg_namespace n where ${OURS} and ${OWN('pg_namespace', 'n.oid')}`

const DEFAULTS = `
  select '2 Schemas' as part, 'zz ' || defaclrole::regrole || ' ' || defaclobjtype::text as name,
    format('-- default rights on new %s of %s:%s',
      case defaclobjtype when 'f' then 'functions' when 'r' then 'tables' when 'S' then 'sequences' else 'things' end,
      defaclrole::regrole,
      coalesce((select string_agg(format(' %s to %s', lower(privilege_type), case grantee when 0 then 'public' else grantee::regrole::text end),
        ',' order by grantee, privilege_type) from aclexplode(defaclacl) where grantee <> defaclrole), ' for nobody else')) as sql
  from pg_default_acl`

const EXTENSIONS = `
  select '2 Schemas' as part, 'ext ' || extname as name, format('create extension %I;', extname) as sql
  from pg_extension where extname <> 'plpgsql'`

const TYPES = `
  select '3 Types in ' || nspname as part, typname::text as name,
    case typtype
      when 'e' then format('create type %I.%I as enum (%s);', nspname, typname,
        (select string_agg(quote_literal(enumlabel), ', ' order by enumsortorder) from pg_enum where enumtypid = t.oid))
      when 'd' then format('create domain %I.%I as %s%s%s;', nspname, typname, format_type(typbasetype, typtypmod),
        case when typnotnull then ' not null' else '' end,
        (select string_agg(' ' || pg_get_constraintdef(oid), '' order by conname) from pg_constraint where contypid = t.oid and contype = 'c'))
      else format('create type %I.%I as (%s);', nspname, typname,
        (select string_agg(format('%I %s', attname, format_type(atttypid, atttypmod)), ', ' order by attnum)
          from pg_attribute where attrelid = typrelid and attnum > 0 and not attisdropped))
    end as sql
  from pg_type t join pg_namespace n on n.oid = typnamespace
  where ${OURS} and ${OWN('pg_type', 't.oid')}
    and (typtype in ('e', 'd') or typtype = 'c' and (select relkind from pg_class where oid = typrelid) = 'c')`

const SEQUENCES = `
  select '4 Sequences in ' || nspname as part, relname::text as name,
    format('create sequence %I.%I as %s;', nspname, relname, format_type(seqtypid, null))
    || coalesce(${grants('relacl', 's', 'relowner', `format('sequence %I.%I', nspname, relname)`)}, '') as sql
  from pg_class c join pg_namespace n on n.oid = relnamespace join pg_sequence on seqrelid = c.oid
  where ${OURS} and ${OWN('pg_class', 'c.oid')}`

const COLUMNS = `(
  select string_agg(format('  %I %s%s%s', attname, format_type(atttypid, atttypmod),
      case when attnotnull then ' not null' else '' end,
      case
        when attidentity = 'a' then ' generated always as identity'
        when attidentity = 'd' then ' generated by default as identity'
        when attgenerated = 's' then ' generated always as (' || pg_get_expr(adbin, adrelid) || ') stored'
        when attgenerated = 'v' then ' generated always as (' || pg_get_expr(adbin, adrelid) || ') virtual'
        when adbin is not null then ' default ' || pg_get_expr(adbin, adrelid)
        else '' end), E',\\n' order by attnum)
  from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
  where attrelid = c.oid and attnum > 0 and not attisdropped)`

const CONSTRAINTS = `(
  select string_agg(format(E',\\n  constraint %I %s', conname, pg_get_constraintdef(oid)), ''
    order by array_position(array['p', 'u', 'x', 'c', 'f']::"char"[], contype), conname)
  from pg_constraint where conrelid = c.oid and contype in ('p', 'u', 'x', 'c', 'f'))`

const INDEXES = `(
  select string_agg(E'\\n' || pg_get_indexdef(indexrelid) || ';', '' order by indexrelid::regclass::text)
  from pg_index where indrelid = c.oid and not exists (select from pg_constraint where conindid = indexrelid and conrelid = c.oid))`

const POLICIES = `(
  select string_agg(format(E'\\ncreate policy %I on %I.%I%s for %s to %s%s%s;', polname, nspname, relname,
      case when polpermissive then '' else ' as restrictive' end,
      case polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
      (select string_agg(case role when 0 then 'public' else role::regrole::text end, ', ' order by role::regrole::text) from unnest(polroles) role),
      E'\\n  using (' || pg_get_expr(polqual, polrelid) || ')',
      E'\\n  with check (' || pg_get_expr(polwithcheck, polrelid) || ')'), '' order by polname)
  from pg_policy where polrelid = c.oid)`

const TRIGGERS = `(
  select string_agg(E'\\n' || pg_get_triggerdef(oid) || ';', '' order by tgname)
  from pg_trigger where tgrelid = c.oid and not tgisinternal)`

const COLUMN_GRANTS = `(
  select string_agg(format(E'\\ngrant %s (%s) on table %I.%I to %s;', right_, columns, nspname, relname, role), '' order by role, right_)
  from (
    select case grantee when 0 then 'public' else grantee::regrole::text end as role, lower(privilege_type) as right_,
      string_agg(quote_ident(attname), ', ' order by attnum) as columns
    from pg_attribute, aclexplode(attacl) where attrelid = c.oid and attnum > 0 group by 1, 2
  ) granted)`

const COMMENTS = `(
  select string_agg(format(E'\\ncomment on %s is %L;', target, description), '' order by objsubid)
  from (
    select objsubid, description, case objsubid when 0 then format('table %I.%I', nspname, relname)
      else format('column %I.%I.%I', nspname, relname, (select attname from pg_attribute where attrelid = c.oid and attnum = objsubid)) end as target
    from pg_description where objoid = c.oid and classoid = 'pg_class'::regclass
  ) described)`

const TABLES = `
  select '5 Tables in ' || nspname as part, relname::text as name,
    format(E'create %stable %I.%I (\\n%s%s\\n)%s;', case relpersistence when 'u' then 'unlogged ' else '' end, nspname, relname,
      ${COLUMNS}, ${CONSTRAINTS}, case when relkind = 'p' then ' partition by ' || pg_get_partkeydef(c.oid) else '' end)
    || case when relispartition then format(E'\\n-- a partition of %s %s', (select inhparent::regclass from pg_inherits where inhrelid = c.oid), pg_get_expr(relpartbound, c.oid)) else '' end
    || format(E'\\nalter table %I.%I owner to %s;', nspname, relname, relowner::regrole)
    || case when relrowsecurity then format(E'\\nalter table %I.%I enable row level security;', nspname, relname) else '' end
    || case when relforcerowsecurity then format(E'\\nalter table %I.%I force row level security;', nspname, relname) else '' end
    || concat(${INDEXES}, ${POLICIES}, ${TRIGGERS},
      ${grants('relacl', 'r', 'relowner', `format('table %I.%I', nspname, relname)`)}, ${COLUMN_GRANTS}, ${COMMENTS}) as sql
  from pg_class c join pg_namespace n on n.oid = relnamespace
  where relkind in ('r', 'p') and ${OURS} and ${OWN('pg_class', 'c.oid')}`

const VIEWS = `
  select '6 Views in ' || nspname as part, relname::text as name,
    format(E'create %sview %I.%I%s as\\n%s\\nalter view %I.%I owner to %s;', case relkind when 'm' then 'materialized ' else '' end,
      nspname, relname, ' with (' || array_to_string(reloptions, ', ') || ')', pg_get_viewdef(c.oid, true), nspname, relname, relowner::regrole)
    || concat(${grants('relacl', 'r', 'relowner', `format('table %I.%I', nspname, relname)`)}, ${COMMENTS}) as sql
  from pg_class c join pg_namespace n on n.oid = relnamespace
  where relkind in ('v', 'm') and ${OURS} and ${OWN('pg_class', 'c.oid')}`

const FUNCTIONS = `
  select '7 Functions in ' || nspname as part, p.oid::regprocedure::text as name,
    rtrim(pg_get_functiondef(p.oid), E'\\n') || format(E';\\nalter function %s owner to %s;', p.oid::regprocedure, proowner::regrole)
    || coalesce(${grants('proacl', 'f', 'proowner', `format('function %s', p.oid::regprocedure)`)}, '') as sql
  from pg_proc p join pg_namespace n on n.oid = pronamespace
  where prokind in ('f', 'p') and ${OURS} and ${OWN('pg_proc', 'p.oid')}`

/** One query a kind of thing; each gives `part`, `name` and `sql`. */
export const QUERIES = [
  ROLES,
  DATABASE,
  SCHEMAS,
  DEFAULTS,
  EXTENSIONS,
  TYPES,
  SEQUENCES,
  TABLES,
  VIEWS,
  FUNCTIONS,
]
