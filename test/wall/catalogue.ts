import { FUNCTION_GROUPS } from './catalogue-functions.ts'
import { scanKeys, scanStatistics } from './catalogue-keys-scan.ts'
import { POLICY_LINES, RIGHTS, TABLES, WORDS_READERS } from './catalogue-lists.ts'
import { compare, type Db, missing, NAME, OURS, type Scan } from './catalogue-scan.ts'

export type { Scan } from './catalogue-scan.ts'

export const scans = {
  tables: scanTables,
  policies: scanPolicies,
  functions: scanFunctions,
  rights: scanRights,
  roles: scanRoles,
  keys: scanKeys,
  statistics: scanStatistics,
}

/** Tables, partitions and views: row level security enabled and forced wherever people are. */
async function scanTables(db: Db): Promise<Scan> {
  const { rows } = await db.query<{
    name: string
    kind: string
    walled: boolean
    asks: boolean
    part_of: string | null
  }>(
    `select ${NAME} as name, c.relkind as kind, c.relrowsecurity and c.relforcerowsecurity as walled,
            coalesce('security_invoker=true' = any (c.reloptions), false) as asks,
            (select i.inhparent::regclass::text from pg_inherits i where i.inhrelid = c.oid limit 1) as part_of
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where ${OURS} and c.relkind in ('r', 'p', 'v', 'm', 'f')`,
  )
  const found: string[] = []
  for (const { name, kind, walled, asks, part_of } of rows) {
    if (kind === 'm') found.push(`${name} is a materialised view: it holds rows that no policy guards`)
    else if (kind === 'f') found.push(`${name} is a foreign table`)
    else if (kind === 'v') {
      if (!asks) found.push(`${name} is a view that looks with the rights of its owner`)
    } else {
      const listed = TABLES[name]
      if (listed === undefined) found.push(`${name} is not in the lists`)
      if ((TABLES[part_of ?? ''] ?? listed ?? 'client') === 'client' && !walled)
        found.push(`${name} is about people and not under forced row level security`)
    }
  }
  found.push(
    ...missing(
      Object.keys(TABLES),
      rows.map((row) => row.name),
      'table',
    ),
  )
  return { seen: rows.length, found }
}

/** Policies: nobody but the wall sees everything; what the application sees hangs on an entry of the transaction. */
async function scanPolicies(db: Db): Promise<Scan> {
  const { rows } = await db.query<{ line: string; role: string; is_true: boolean; expression: string }>(
    `select schemaname || '.' || tablename || ' ' || policyname || ': ' || array_to_string(roles, ',') || ' ' || cmd
              || case when coalesce(qual, 'true') = 'true' and coalesce(with_check, 'true') = 'true' then ' true' else '' end as line,
            array_to_string(roles, ',') as role, coalesce(qual, with_check) = 'true' or coalesce(with_check, qual) = 'true' as is_true,
            concat_ws(' ', qual, with_check) as expression
       from pg_policies order by 1`,
  )
  const found = compare(
    POLICY_LINES,
    rows.map((row) => row.line),
    'policy',
  )
  for (const { line, role, is_true, expression } of rows) {
    if (role === 'public') found.push(`${line}: for everybody`)
    if (
      is_true &&
      role !== 'gestand_wall' &&
      role !== 'gestand_reader' &&
      !line.startsWith('ledger.entries worker_reads: gestand_worker SELECT')
    )
      found.push(`${line}: lets everything through`)
    if (role === 'gestand_app' && !/\bwall\.(opened|opened_dossiers|organisation|copied)\(/.test(expression))
      found.push(`${line}: does not ask for an entry`)
    if (/ OR /.test(expression) && !line.startsWith('ledger.entries opened'))
      found.push(`${line}: has a way round`)
  }
  return { seen: rows.length, found }
}

/** Functions: pinned search path, the wall's owner, and who may call them. */
async function scanFunctions(db: Db): Promise<Scan> {
  const { rows } = await db.query<{
    name: string
    takes_token: boolean
    namesakes: number
    definer: boolean
    owner: string
    pinned: boolean
    leakproof: boolean
    callers: string[]
  }>(
    `select n.nspname || '.' || p.proname as name, coalesce(p.proargtypes[0]::regtype::text = 'bytea', false) as takes_token,
            (select count(*)::int from pg_proc o where o.pronamespace = p.pronamespace and o.proname = p.proname) as namesakes,
            p.prosecdef as definer, pg_get_userbyid(p.proowner) as owner, p.proleakproof as leakproof,
            -- names in a body "begin atomic" were bound when it was made
            coalesce(p.proconfig @> array['search_path=pg_catalog'], not p.prosecdef and p.prosqlbody is not null) as pinned,
            array(select coalesce(r.rolname, 'public') from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x
                    left join pg_roles r on r.oid = x.grantee where x.grantee <> p.proowner order by 1)::text[] as callers
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${OURS}`,
  )
  const found: string[] = []
  for (const { name, takes_token, namesakes, definer, owner, pinned, leakproof, callers } of rows) {
    const group = FUNCTION_GROUPS.find((one) => one.names.includes(name))
    if (!group) found.push(`${name} is not in the lists; may be called by ${callers.join(', ') || 'nobody'}`)
    else if (group.callers.join() !== callers.join())
      found.push(`${name} may be called by ${callers.join(', ') || 'nobody'}`)
    if (definer && group?.definer !== true) found.push(`${name} runs with the rights of ${owner}`)
    if (definer && owner !== (name === 'dossier.read' ? 'gestand_reader' : 'gestand_wall'))
      found.push(`${name} is owned by ${owner}`)
    if (group?.token && !takes_token) found.push(`${name} does not ask for a token first`)
    if (namesakes > 1) found.push(`${name} has a namesake`)
    if (!pinned) found.push(`${name} has no pinned search path`)
    if (leakproof) found.push(`${name} calls itself leakproof`)
  }
  const known = FUNCTION_GROUPS.flatMap((group) => group.names)
  found.push(
    ...missing(
      known,
      rows.map((row) => row.name),
      'function',
    ),
  )
  return { seen: rows.length, found }
}

/** Rights on tables, columns and sequences, exactly. */
async function scanRights(db: Db): Promise<Scan> {
  const { rows } = await db.query<{ line: string }>(
    `with given as (
       select c.oid, x.grantee, x.privilege_type as what, c.relowner from pg_class c, aclexplode(c.relacl) x
       union all
       select a.attrelid, x.grantee, x.privilege_type || '(' || string_agg(a.attname, ',' order by a.attname) || ')', c.relowner
         from pg_attribute a join pg_class c on c.oid = a.attrelid, aclexplode(a.attacl) x group by 1, 2, x.privilege_type, 4)
     select coalesce(r.rolname, 'public') || ': ' || string_agg(g.what, ',' order by g.what) || ' ' || ${NAME} as line
       from given g join pg_class c on c.oid = g.oid join pg_namespace n on n.oid = c.relnamespace
       left join pg_roles r on r.oid = g.grantee
      where ${OURS} and g.grantee <> g.relowner group by r.rolname, n.nspname, c.relname`,
  )
  const words = Object.keys(TABLES).filter((name) => TABLES[name] === 'words')
  const wanted = [
    ...RIGHTS,
    ...words.flatMap((name) => WORDS_READERS.map((role) => `${role}: SELECT ${name}`)),
  ]
  const lines = rows.map((row) => row.line)
  return { seen: lines.length, found: compare(wanted, lines, 'right') }
}

/** What a login role is, has and owns besides the rights on tables. */
async function scanRoles(db: Db): Promise<Scan> {
  const { rows } = await db.query<{ role: string; power: string; has: boolean }>(
    `select r.rolname as role, p.power, p.has from pg_roles r cross join lateral (values
        ('is superuser', r.rolsuper), ('bypasses row level security', r.rolbypassrls), ('makes roles', r.rolcreaterole),
        ('makes databases', r.rolcreatedb), ('replicates', r.rolreplication),
        ('may sign in', r.rolcanlogin and r.rolname in ('gestand_owner', 'gestand_wall', 'gestand_reader')),
        ('is a member of another role', exists (select from pg_auth_members m where m.member = r.oid)),
        ('owns something', r.rolname <> all (array['gestand_owner', 'gestand_wall', 'gestand_reader'])
            and exists (select from pg_shdepend d where d.refobjid = r.oid and d.deptype = 'o')),
        ('makes temporary tables', has_database_privilege(r.oid, current_database(), 'TEMP')),
        ('makes schemas', has_database_privilege(r.oid, current_database(), 'CREATE')),
        ('makes things in a schema of another', exists (select from pg_namespace n
            where has_schema_privilege(r.oid, n.oid, 'CREATE') and n.nspowner <> r.oid)),
        ('makes large objects', has_function_privilege(r.oid, 'pg_catalog.lo_from_bytea(oid, bytea)', 'EXECUTE')
            or has_function_privilege(r.oid, 'pg_catalog.lo_create(oid)', 'EXECUTE')),
        ('may set protected settings', exists (select from pg_parameter_acl a, aclexplode(a.paracl) x where x.grantee in (0, r.oid)))
      ) as p (power, has)
      where r.rolname like 'gestand\\_%'`,
  )
  const { rows: things } = await db.query<{ thing: string }>(
    `select 'extension ' || extname as thing from pg_extension where extname <> 'plpgsql'
     union all select 'untrusted language ' || lanname from pg_language where lanispl and not lanpltrusted
     union all select 'foreign server ' || srvname from pg_foreign_server
     union all select 'publication ' || pubname from pg_publication
     union all select 'event trigger ' || evtname from pg_event_trigger
     union all select 'default right for ' || coalesce(r.rolname, 'public') from pg_default_acl d, aclexplode(d.defaclacl) x
                 left join pg_roles r on r.oid = x.grantee where x.grantee <> d.defaclrole
     union all select 'rule ' || rulename from pg_rules where schemaname <> 'pg_catalog'
     union all select 'trigger ' || tgname || ' that calls ' || tgfoid::regproc from pg_trigger
                 where not tgisinternal and tgfoid::regproc::text <> all (array['ledger.refuse_change', 'wall.bound_roles', 'wall.has_its_words', 'wall.judged_by_another', 'wall.sweep_held_forms', 'wall.sweep_sessions'])`,
  )
  const found = rows.filter((row) => row.has).map((row) => `${row.role} ${row.power}`)
  return { seen: rows.length, found: [...found, ...things.map((row) => row.thing)] }
}
