package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Sample.fails;
import static org.lotusguild.lotus.stack.check.Sample.passes;

import java.util.List;

/** Of the web client. */
final class ClientSamples {
    static final List<Sample> ALL = List.of(
            fails("CIN-002", "nginx.conf:0", """
                    === nginx.conf
                    server {
                    server_name chat.example.org;
                    root /var/www/html;
                    location / { rewrite ^/config.json$ /config.json break; rewrite ^(.+)$ /index.html break; }
                    }
                    """),
            fails("CIN-002", "nginx.conf:0", """
                    === nginx.conf
                    server {
                    root /var/www/cinny;
                    add_header Content-Security-Policy "default-src 'self'" always;
                    location / { try_files $uri /index.html; }
                    location /assets/ { add_header Cache-Control "public, immutable"; }
                    }
                    """),
            passes("CIN-002", """
                    === nginx.conf
                    server {
                    root /var/www/cinny;
                    add_header Content-Security-Policy "default-src 'self'" always;
                    add_header Cache-Control no-cache always;
                    location / { try_files $uri /index.html; }
                    location /assets/ { add_header Cache-Control "public, max-age=31536000, immutable"; }
                    }
                    server {
                    root /var/www/other;
                    }
                    """),
            fails("CIN-003", "update.sh:3", """
                    === update.sh 0755
                    #!/bin/sh
                    cd /opt/cinny
                    git pull
                    npm ci
                    cp -r dist/* /var/www/html/
                    """),
            fails("CIN-003", "update.sh:4", """
                    === update.sh 0755
                    #!/bin/sh
                    cd /opt/cinny
                    git checkout v4.10.0
                    npm ci
                    ln -sfn /opt/cinny/dist /srv/client
                    === cron.d/update
                    0 3 * * 0 root /usr/local/bin/update.sh
                    """),
            passes("CIN-003", """
                    === update.sh 0755
                    #!/bin/sh
                    cd /opt/cinny
                    git checkout v4.10.0
                    npm ci
                    ln -sfn /opt/cinny/dist /srv/client
                    === cron.d/update
                    0 3 * * 0 web /usr/local/bin/update.sh
                    === other.sh 0755
                    #!/bin/sh
                    git pull
                    """),
            fails("CIN-004", "config.json:3", """
                    === config.json
                    {
                    "defaultHomeserver": 0,
                    "homeserverList": ["matrix.example.org"]
                    }
                    === homeserver.yaml
                    server_name: example.org
                    listeners: []
                    """),
            fails("CIN-004", "config.json:2", """
                    === config.json
                    {
                    "defaultHomeserver": 1,
                    "homeserverList": ["example.org"]
                    }
                    """),
            passes("CIN-004", """
                    === config.json
                    {
                    "defaultHomeserver": 0,
                    "homeserverList": ["example.org", "matrix.org"]
                    }
                    === homeserver.yaml
                    server_name: example.org
                    listeners: []
                    """));

    private ClientSamples() {}
}
