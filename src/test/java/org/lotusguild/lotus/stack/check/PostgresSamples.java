package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Sample.fails;
import static org.lotusguild.lotus.stack.check.Sample.passes;

import java.util.List;

/** Of the database server, its tables and its copies. */
final class PostgresSamples {
    static final List<Sample> ALL = List.of(
            fails("PG-004", "pg_hba.conf:1 pg_hba.conf:2 pg_hba.conf:3", """
                    === pg_hba.conf
                    host all all 0.0.0.0/0 scram-sha-256
                    host all all 10.0.0.1/32 md5
                    local all all trust
                    """),
            fails("PG-004", "postgresql.conf:1", """
                    === postgresql.conf
                    listen_addresses = '*'
                    === pg_hba.conf
                    local all all peer
                    host all all 127.0.0.1/32 scram-sha-256
                    """),
            passes("PG-004", """
                    === postgresql.conf
                    listen_addresses = '*'
                    === pg_hba.conf
                    local all all peer
                    hostssl synapse synapse 10.0.0.1/32 scram-sha-256
                    host all all 0.0.0.0/0 reject
                    """),
            fails("PG-005", "postgresql.conf:1", """
                    === postgresql.conf
                    max_connections = 50
                    === homeserver.yaml
                    server_name: example.org
                    database: {name: psycopg2, args: {cp_max: 25}}
                    listeners: []
                    === w.yaml
                    worker_app: synapse.app.generic_worker
                    worker_name: w
                    """),
            passes("PG-005", """
                    === postgresql.conf
                    max_connections = 100
                    === homeserver.yaml
                    server_name: example.org
                    database: {name: psycopg2, args: {cp_max: 25}}
                    listeners: []
                    === w.yaml
                    worker_app: synapse.app.generic_worker
                    worker_name: w
                    """),
            fails("PG-006", "postgresql.conf:0 postgresql.conf:1 postgresql.conf:2", """
                    === postgresql.conf
                    shared_buffers = 4GB
                    work_mem = 32MB
                    === facts.yaml
                    hosts:
                      database: {address: 10.0.0.1, memory: 6GiB, roles: [postgres]}
                    """),
            passes("PG-006", """
                    === postgresql.conf
                    shared_buffers = 1536MB
                    work_mem = 15MB
                    shared_preload_libraries = 'pg_stat_statements'
                    === facts.yaml
                    hosts:
                      database: {address: 10.0.0.1, memory: 6GiB, roles: [postgres]}
                    """),
            fails("PG-008", "facts.yaml:1", """
                    === homeserver.yaml
                    server_name: example.org
                    listeners: []
                    === facts.yaml
                    backups:
                      where: /var/backups
                      newest: 2026-11-20T03:30:00Z
                      verified: 2026-11-20T03:30:00Z
                      holds: [database, media, signing-key]
                      without: [e2e_one_time_keys_json]
                    """),
            fails("PG-008", "facts.yaml:1", """
                    === homeserver.yaml
                    server_name: example.org
                    listeners: []
                    === facts.yaml
                    backups:
                      where: /var/backups
                      newest: 2026-11-22T03:30:00Z
                      verified: 2026-11-20T03:30:00Z
                      size: 1GiB
                      median-size: 3GiB
                      holds: [database, media, signing-key]
                      without: [e2e_one_time_keys_json]
                    """),
            fails("PG-008", "facts.yaml:1", """
                    === homeserver.yaml
                    server_name: example.org
                    listeners: []
                    === facts.yaml
                    backups:
                      where: /var/backups
                      newest: 2026-11-22T03:30:00Z
                      verified: 2026-10-01T03:30:00Z
                      holds: [database, media]
                    """),
            passes("PG-008", """
                    === homeserver.yaml
                    server_name: example.org
                    listeners: []
                    === facts.yaml
                    backups:
                      where: /var/backups
                      newest: 2026-11-22T03:30:00Z
                      verified: 2026-11-20T03:30:00Z
                      holds: [database, media, signing-key]
                      without: [e2e_one_time_keys_json]
                    """),
            fails("PG-009", "vacuum.sql:3 vacuum.sql:5", """
                    === vacuum.sql
                    ALTER TABLE events SET (
                      autovacuum_vacuum_scale_factor = 0.02,
                      autovacuum_naptime = 30
                    );
                    ALTER TABLE public.receipts SET (autovacuum_vacuum_scale_factor = 0.01);
                    """),
            passes("PG-009", """
                    === vacuum.sql
                    ALTER TABLE events SET (autovacuum_vacuum_scale_factor = 0.02, toast.autovacuum_enabled = true);
                    ALTER TABLE IF EXISTS ONLY public.receipts_linearized SET (autovacuum_vacuum_scale_factor = 0.01);
                    SELECT 1;
                    """),
            fails("PG-010", "vacuum.sql:1 vacuum.sql:2", """
                    === vacuum.sql
                    ALTER TABLE events SET (autovacuum_vacuum_cost_delay = 5);
                    ALTER SYSTEM SET autovacuum_vacuum_cost_delay = '20ms';
                    """),
            fails("PG-010", "postgresql.conf:1", """
                    === postgresql.conf
                    autovacuum_vacuum_cost_delay = 10ms
                    """),
            passes("PG-010", """
                    === vacuum.sql
                    ALTER TABLE events SET (autovacuum_vacuum_cost_delay = 1);
                    """),
            fails("PG-011", "vacuum.sql:1", """
                    === vacuum.sql
                    ALTER SYSTEM SET autovacuum_max_workers = 5;
                    SELECT pg_reload_conf();
                    === facts.yaml
                    versions: {postgresql: "17.9"}
                    """),
            passes("PG-011", """
                    === vacuum.sql
                    ALTER SYSTEM SET autovacuum_max_workers = 5;
                    SELECT pg_reload_conf();
                    === facts.yaml
                    versions: {postgresql: "18.1"}
                    """),
            fails("PG-012", "postgresql.conf:1 postgresql.conf:2 postgresql.conf:4", """
                    === postgresql.conf
                    checkpoint_completion_target = 0.90
                    work_mem = 4096kB
                    max_wal_size = 2GB
                    wal_buffers = 64MB
                    """),
            passes("PG-012", """
                    === postgresql.conf
                    work_mem = 15MB
                    wal_buffers = 16MB
                    random_page_cost = 1.1
                    """),
            passes("PG-012", """
                    === postgresql.conf
                    work_mem = 15MB
                    password_encryption = md5
                    === conf.d/lotus.conf
                    password_encryption = 'scram-sha-256'
                    shared_buffers = 1GB
                    === postgresql.auto.conf
                    work_mem = '4MB'
                    """),
            fails("PG-013", "postgresql.conf:1", """
                    === postgresql.conf
                    max_worker_processes = 3
                    work_mem = 5MB
                    """),
            passes("PG-013", """
                    === postgresql.conf
                    max_worker_processes = 12
                    work_mem = 5MB
                    """));

    private PostgresSamples() {}
}
