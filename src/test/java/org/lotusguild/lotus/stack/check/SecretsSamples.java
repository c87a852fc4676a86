package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Sample.fails;
import static org.lotusguild.lotus.stack.check.Sample.passes;

import java.util.List;

/** Of secrets, and of scripts that do not look. */
final class SecretsSamples {
    static final List<Sample> ALL = List.of(
            fails("SEC-001", "turnserver.conf:2", """
                    === turnserver.conf 0644 root
                    use-auth-secret
                    static-auth-secret=0123456789abcdef0123456789abcdef
                    """),
            fails("SEC-001", "homeserver.yaml:2", """
                    === homeserver.yaml 0644 root
                    server_name: example.org
                    macaroon_secret_key: 0123456789abcdef0123456789abcdef
                    listeners: []
                    """),
            fails("SEC-001", "cron.d/a:1 homeserver.yaml:1", """
                    === homeserver.yaml 0642 root
                    server_name: example.org
                    listeners: []
                    === cron.d/a 0666 root
                    0 4 * * * root /usr/bin/true
                    """),
            passes("SEC-001", """
                    === turnserver.conf 0660 root
                    use-auth-secret
                    static-auth-secret=0123456789abcdef0123456789abcdef
                    === homeserver.yaml 0644 root
                    server_name: example.org
                    macaroon_secret_key_path: /etc/secret
                    listeners: []
                    """),
            fails("SEC-002", "a.service:2 a.sh:2 a.sh:3 a.sh:4 cron.d/a:1", """
                    === a.service
                    [Service]
                    Environment="A=b" DB_PASSWORD=x
                    === a.sh 0755
                    #!/bin/sh
                    export ADMIN_TOKEN="syt_x"
                    curl -H "Authorization: Bearer abcdefghijkl" https://example.org
                    psql postgresql://user:word@host/db
                    === cron.d/a
                    0 4 * * * root PGPASSWORD=word pg_dump
                    """),
            passes("SEC-002", """
                    === a.service
                    [Service]
                    Environment=DB_PASSWORD_FILE=/run/secret LIVEKIT_KEY=LKone
                    LoadCredential=token:/etc/token
                    === a.sh 0755
                    #!/bin/sh
                    # ADMIN_TOKEN="syt_x"
                    ADMIN_TOKEN=$(cat /etc/token)
                    TOKEN_FILE=/etc/token
                    curl -H "Authorization: Bearer $ADMIN_TOKEN" https://example.org
                    === cron.d/a
                    0 4 * * * root pg_dump --password-file=/etc/x
                    """),
            fails("SEC-003", "a.sh:4 a.sh:5", """
                    === a.sh 0755
                    #!/bin/sh
                    curl -X POST \\
                      https://example.org/api \\
                      -s -o /dev/null
                    curl -fsS https://example.org/api > /dev/null
                    echo done
                    """),
            passes("SEC-003", """
                    === a.sh 0755
                    #!/bin/sh
                    rm -f x > /dev/null
                    curl -sS https://example.org/api
                    curl -fsS https://example.org/api 2>/dev/null
                    curl -s -o /dev/null -w '%{http_code}' https://example.org/api
                    curl -fsS -o /dev/null https://example.org/api || echo failed
                    curl -fsS -o /dev/null https://hc.example.org/ping
                    """));

    private SecretsSamples() {}
}
