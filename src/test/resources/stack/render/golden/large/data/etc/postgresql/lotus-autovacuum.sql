0644 root:root
-- Written by lotus render 0.0-test from lotus.yaml; change it there.
\set QUIET on
\set ON_ERROR_STOP on
DO $lotus$
DECLARE
  wanted record;
  present text[];
BEGIN
  FOR wanted IN SELECT name, options FROM (VALUES
      ('state_groups_state', ARRAY['autovacuum_vacuum_scale_factor=0.01', 'autovacuum_analyze_scale_factor=0.005']),
      ('events', ARRAY['autovacuum_vacuum_scale_factor=0.02', 'autovacuum_analyze_scale_factor=0.01', 'autovacuum_vacuum_insert_scale_factor=0.05']),
      ('event_json', ARRAY['autovacuum_vacuum_scale_factor=0.02', 'autovacuum_analyze_scale_factor=0.01', 'autovacuum_vacuum_insert_scale_factor=0.05']),
      ('receipts_linearized', ARRAY['autovacuum_vacuum_scale_factor=0.01']),
      ('receipts_graph', ARRAY['autovacuum_vacuum_scale_factor=0.01']),
      ('device_lists_stream', ARRAY['autovacuum_vacuum_scale_factor=0.02']),
      ('device_inbox', ARRAY['autovacuum_vacuum_scale_factor=0.02']),
      ('device_federation_outbox', ARRAY['autovacuum_vacuum_scale_factor=0.02']),
      ('presence_stream', ARRAY['autovacuum_vacuum_scale_factor=0.02']),
      ('event_push_actions', ARRAY['autovacuum_vacuum_scale_factor=0.02']),
      ('event_push_actions_staging', ARRAY['autovacuum_vacuum_scale_factor=0.02']),
      ('cache_invalidation_stream_by_instance', ARRAY['autovacuum_vacuum_scale_factor=0.02'])
    ) AS tables (name, options)
  LOOP
    IF to_regclass(wanted.name) IS NULL THEN
      RAISE NOTICE 'lotus: there is no table %', wanted.name;
      CONTINUE;
    END IF;
    SELECT coalesce(reloptions, '{}') INTO present FROM pg_class WHERE oid = to_regclass(wanted.name);
    IF NOT present @> wanted.options THEN
      EXECUTE format('ALTER TABLE %s SET (%s)', to_regclass(wanted.name), array_to_string(wanted.options, ', '));
      RAISE NOTICE 'lotus: % now has %', wanted.name, array_to_string(wanted.options, ', ');
    END IF;
  END LOOP;
END
$lotus$;
